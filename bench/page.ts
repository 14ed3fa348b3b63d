/** The release build in Chromium: loading, accuracy, sweep, cancel. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { Lab } from '../e2e/support/lab';
import { NAME_HELPER, inChromium, openPage, row, until } from './chromium';
import { quantile } from './measure';
import type { Group, Row } from './rows';

const LOADS = 5;
const FIRST_CHART = 'figure svg path[d]';

interface LoadTimes {
  readonly paint: number;
  readonly chart: number;
  readonly blocking: number;
}

/** Runs in the page before anything else: notes when the first chart has been painted and how long tasks blocked. */
function watchLoad(selector: string): void {
  const notes = { chart: 0, blocking: 0 };
  Object.assign(window, { notes });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) notes.blocking += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector(selector) === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => (notes.chart = performance.now()));
  };
  look();
}

async function load(browser: Browser, address: string): Promise<LoadTimes> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(NAME_HELPER);
  await page.addInitScript(watchLoad, FIRST_CHART);
  await page.goto(address);
  await page.waitForFunction(() => (window as unknown as { notes: LoadTimes }).notes.chart > 0);
  await new Lab(page).measured();
  const times = await page.evaluate(() => ({
    ...(window as unknown as { notes: LoadTimes }).notes,
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  }));
  await context.close();
  return times;
}

function firstLoadBytes(): number {
  const names = [...readFileSync('dist/index.html', 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)];
  return names.reduce((sum, [, name]) => sum + gzipSync(readFileSync(`dist/${name ?? ''}`), { level: 9 }).length, 0);
}

async function loading(browser: Browser, address: string): Promise<Group> {
  const runs: LoadTimes[] = [];
  for (let run = 0; run < LOADS; run++) runs.push(await load(browser, address));
  const median = (key: keyof LoadTimes) =>
    quantile(
      runs.map((times) => times[key]),
      0.5,
    );
  return {
    title: `Loading, median of ${String(LOADS)} fresh profiles`,
    rows: [
      row('paint', 'first contentful paint', median('paint'), 200),
      row('chart', 'first finished chart', median('chart'), 1000),
      row('blocking', 'blocking time until the first live result', median('blocking'), 100),
      { ...row('bytes', 'JavaScript of the first load, gzip', firstLoadBytes() / 1000, 150), unit: 'kB' },
    ],
  };
}

/** Runs in the page: for every click, the time from the event until every result on screen belongs to the settings again. */
function watchResults(): void {
  const results: number[] = [];
  Object.assign(window, { results });
  let start = NaN;
  addEventListener('click', ({ timeStamp }) => (start = timeStamp), { capture: true });
  new MutationObserver(() => {
    if (document.documentElement.dataset['state'] !== 'idle' || Number.isNaN(start)) return;
    results.push(performance.now() - start);
    start = NaN;
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-state'] });
}

async function accuracy(page: Page, address: string): Promise<Row> {
  const lab = new Lab(page);
  await page.goto(address);
  await lab.measured();
  await page.evaluate(watchResults);
  for (const bits of [5, 6, 8, 2, 3]) {
    await lab.bits('B', bits);
    await lab.measured();
    await page.waitForTimeout(500);
  }
  const times = await page.evaluate(() => (window as unknown as { results: number[] }).results);
  return row('accuracy', 'bits changed to accuracy on 2,000 images, median of 5', quantile(times, 0.5), 300);
}

/** Runs in the page: the time from the last click until the note below the chart counts the points. */
function watchSweep(note: Element): void {
  const notes = { took: 0 };
  Object.assign(window, { sweep: notes });
  let start = NaN;
  addEventListener('click', ({ timeStamp }) => (start = timeStamp), { capture: true });
  new MutationObserver(() => {
    if (notes.took === 0 && /points measured/.test(note.textContent)) notes.took = performance.now() - start;
  }).observe(note, { subtree: true, childList: true, characterData: true });
}

/** Milliseconds of a whole sweep, as the page itself sees it: whoever asks it without pause takes a part of a core. */
async function sweepTime(page: Page, lab: Lab): Promise<number> {
  await lab.sweepNote.evaluate(watchSweep);
  await lab.startSweep();
  const took = () => (window as unknown as { sweep: { took: number } }).sweep.took;
  await page.waitForFunction(() => (window as unknown as { sweep: { took: number } }).sweep.took > 0, undefined, {
    polling: 500,
    timeout: 120_000,
  });
  return page.evaluate(took);
}

async function sweep(page: Page, address: string): Promise<Row[]> {
  const lab = new Lab(page);
  await page.goto(address);
  await lab.measured();
  const seconds = (await sweepTime(page, lab)) / 1000;
  const points = await lab.sweepPoints.count();
  const note = `24 points at this pace: ${((24 * seconds) / points).toFixed(2)} s`;
  await page.goto(`${address}?again`);
  await lab.measured();
  await lab.startSweep();
  await lab.sweepPoints.first().waitFor({ state: 'attached' });
  await lab.cancelButton.click();
  const cancel = await until(lab.cancelButton.waitFor({ state: 'detached' }));
  return [
    {
      ...row('sweep', `sweep of ${String(points)} points, 2,000 images each`, seconds, (3 * points) / 24),
      unit: 's',
      note,
    },
    row('cancel', 'cancel of a sweep', cancel, 200),
  ];
}

export function pageGroups(): Promise<Group[]> {
  return inChromium(async (browser, address) => {
    const page = await openPage(browser);
    return [
      await loading(browser, address),
      { title: 'Runs', rows: [await accuracy(page, address), ...(await sweep(page, address))] },
    ];
  });
}
