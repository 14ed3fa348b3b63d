/** The speed bench of the Lab in the release build: each network by every path, in one worker of Chromium. */
import type { Page } from '@playwright/test';
import { link } from '../e2e/support/experiments';
import { NAMES } from '../app/charts/speed/model';
import type { SpeedPath } from '../src/jobs/speed-reports';
import { inChromium, openPage } from './chromium';
import { quantile } from './measure';
import type { Group, Row } from './rows';

const RUNS = 3;
/** Most that a path may take, as a share of what tfjs takes. */
const SHARES: Readonly<Record<SpeedPath, number | null>> = { tfjs: null, own: 0.8, int8: 0.5, int4: 0.5 };

type Times = Readonly<Record<SpeedPath, number>>;

/** Milliseconds for 1,000 inputs, as the panel's summary says them. */
function timesOf(summary: string): Times {
  const time = (id: SpeedPath) => Number(new RegExp(`${NAMES[id]} ([\\d.]+) ms`).exec(summary)?.[1] ?? NaN);
  return { tfjs: time('tfjs'), own: time('own'), int8: time('int8'), int4: time('int4') };
}

async function measure(page: Page): Promise<readonly Times[]> {
  const bench = page.getByRole('region', { name: 'Speed bench', exact: true });
  const runs: Times[] = [];
  for (const button of ['Run', ...Array.from({ length: RUNS - 1 }, () => 'Run again')]) {
    await bench.getByRole('button', { name: button, exact: true }).click();
    await bench.getByRole('button', { name: 'Run again' }).waitFor({ timeout: 120_000 });
    runs.push(timesOf((await bench.getByRole('figure').getAttribute('aria-label')) ?? ''));
  }
  return runs;
}

function rowsOf(network: string, runs: readonly Times[]): readonly Row[] {
  const of = (id: SpeedPath, part: number) =>
    quantile(
      runs.map((times) => times[id]),
      part,
    );
  const tfjs = of('tfjs', 0.5);
  return (Object.keys(SHARES) as SpeedPath[]).map((id) => {
    const value = of(id, 0.5);
    const share = SHARES[id];
    return {
      id: `speed/${network}/${id}`,
      what: `${network}, ${NAMES[id]}`,
      value,
      unit: 'ms',
      budget: share === null ? null : share * tfjs,
      peer: null,
      note: `${(tfjs / value).toFixed(2)}x tfjs; medians of runs ${of(id, 0).toFixed(0)} to ${of(id, 1).toFixed(0)} ms`,
    };
  });
}

/** One group: 1,000 images of each network. */
export function speedGroup(): Promise<Group> {
  return inChromium(async (browser, address) => {
    const page = await openPage(browser);
    const rows: Row[] = [];
    for (const network of ['lenet', 'dscnn', 'resnet8']) {
      await page.goto('about:blank');
      await page.goto(address + link({ model: network }));
      await page.locator('html[data-state="idle"]').waitFor({ state: 'attached', timeout: 120_000 });
      rows.push(...rowsOf(network, await measure(page)));
    }
    return { title: 'Networks in Chromium, one worker, 1,000 images', rows };
  });
}
