/** A training of the QAT workshop in the release build: the worker, its reports and the page together. */
import type { Browser } from '@playwright/test';
import { link, uniform } from '../e2e/support/experiments';
import { Lab } from '../e2e/support/lab';
import { Training } from '../e2e/support/training';
import { inChromium, longestTask, openPage, row, until, watchLongest } from './chromium';
import type { Group, Row } from './rows';

const NETWORKS = { lenet: 'LeNet', dscnn: 'DS-CNN' } as const;

/** Somebody looks at the screen before pressing Start; the worker is made ready meanwhile. */
const READ_MS = 3000;

/** The first point of the curve, an epoch, and the longest task of the main thread meanwhile. */
async function measure(browser: Browser, address: string, model: keyof typeof NETWORKS): Promise<Row[]> {
  const page = await openPage(browser);
  const lab = new Lab(page);
  await page.goto(address + link({ model, a: uniform(4, 'channel', 'minmax') }));
  await lab.measured();
  await lab.press('A', 'Bits of the activations', '8');
  await lab.measured();
  const training = new Training(page);
  await training.open();
  await training.choose('A');
  await training.withoutControl();
  await page.waitForTimeout(READ_MS);
  await watchLongest(page);
  const curve = page.getByRole('figure', { name: /Recipe A went from .* in \d+ of 156 steps/ });
  const ended = training.button('Start');
  await ended.click();
  const [first, epoch] = [until(curve.waitFor({ timeout: 60_000 })), until(ended.waitFor({ timeout: 120_000 }))];
  const [firstTime, time] = await Promise.all([first, epoch]);
  const longest = await longestTask(page);
  await page.close();
  const name = NETWORKS[model];
  return [
    row(`train-${model}-first`, `${name}, Start to the first point of the curve`, firstTime, 1000),
    {
      ...row(`train-${model}-epoch`, `${name}, Start to the end of an epoch of 10,000 images`, time / 1000, null),
      unit: 's',
      note: 'with 13 measurements on 2,000 test images; the epoch alone is above',
    },
    row(`train-${model}-blocking`, `${name}, longest task of the main thread meanwhile`, longest, 50),
  ];
}

/** One group: quantization-aware training in the tab, 4-bit weights per channel, 8-bit activations. */
export function trainingPageGroup(): Promise<Group> {
  return inChromium(async (browser, address) => {
    const rows: Row[] = [];
    for (const model of ['lenet', 'dscnn'] as const) rows.push(...(await measure(browser, address, model)));
    return { title: 'Quantization-aware training in Chromium, 4-bit weights per channel, 8-bit activations', rows };
  });
}
