/** How soon the charts of a screen answer a slider, in the release build in Chromium. */
import type { Locator, Page } from '@playwright/test';
import { Lab } from '../e2e/support/lab';
import { arena, ladder, link, uniform } from '../e2e/support/experiments';
import { inChromium, longestTask, openPage, row, until, watchLongest } from './chromium';
import { quantile } from './measure';
import type { Group, Row } from './rows';

/** Fewer than the positions of every slider here: none is visited twice, so no answer comes from memory. */
const MOVES = 90;
/** Between two moves, in milliseconds: a reader who holds an arrow key is no faster. */
const PAUSE = 120;
/** Values from which on the larger budget holds. */
const MANY = 250_000;

/** Milliseconds from a key press to the last change of a chart in the document, and to the frame that shows it. */
interface Moves {
  readonly changed: readonly number[];
  readonly painted: readonly number[];
}

/** Runs in the page: notes both for every key press. */
function watchMoves(chart: Element): void {
  const moves = { changed: [] as number[], painted: [] as number[] };
  Object.assign(window, { moves });
  let [start, changed, painted] = [NaN, NaN, NaN];
  addEventListener(
    'keydown',
    (event) => {
      if (!Number.isNaN(painted)) {
        moves.changed.push(changed - start);
        moves.painted.push(painted - start);
      }
      start = event.timeStamp;
      painted = NaN;
    },
    { capture: true },
  );
  new MutationObserver(() => {
    changed = performance.now();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (painted = performance.now());
      port2.postMessage(null);
    });
  }).observe(chart, { subtree: true, childList: true, attributes: true, characterData: true });
}

async function moved(page: Page, chart: Locator, slider: Locator, key: string): Promise<Moves> {
  await watchLongest(page);
  await chart.evaluate(watchMoves);
  await slider.focus();
  for (let move = 0; move <= MOVES; move++) {
    await page.keyboard.press(key);
    await page.waitForTimeout(PAUSE);
  }
  return page.evaluate(() => (window as unknown as { moves: Moves }).moves);
}

const PAINTED = 'no budget: a frame comes every 16.7 ms, and here its pixels are drawn without a GPU';

/** What the moves of one slider came to. */
async function rowsOf(page: Page, id: string, values: string, moves: Moves, budget: number): Promise<Row[]> {
  const { changed, painted } = moves;
  const count = `${String(changed.length)} moves`;
  return [
    row(`${id}-changed-p50`, `${values}: key to changed chart, p50 of ${count}`, quantile(changed, 0.5), null),
    row(`${id}-changed-p95`, `${values}: key to changed chart, p95`, quantile(changed, 0.95), budget),
    row(`${id}-painted-p50`, `${values}: key to painted chart, p50`, quantile(painted, 0.5), null),
    {
      ...row(`${id}-painted-p95`, `${values}: key to painted chart, p95`, quantile(painted, 0.95), null),
      note: PAINTED,
    },
    row(`${id}-blocking`, `${values}: longest task of the main thread`, await longestTask(page), 50),
  ];
}

async function labRows(page: Page, address: string): Promise<Row[]> {
  const lab = new Lab(page);
  await page.goto(address + link({ b: uniform(4, 'channel', 'minmax') }));
  await lab.measured();
  const largest = 'fc1';
  await lab.selectLayer(largest);
  await lab.measured();
  const slider = lab.recipe('B').getByRole('slider', { name: /^Threshold of B/ });
  const moves = await moved(page, page.locator('svg').filter({ has: lab.threshold('B') }), slider, 'ArrowLeft');
  return rowsOf(page, 'slider', `${largest} of the LeNet, 37,632 weights`, moves, 16);
}

/** Moves of the threshold of A in the Clipping arena: every method, curve and split is on screen. */
async function arenaRows(page: Page, address: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [size, values, budget] of [
    ['medium', '200,000 values', 16],
    ['large', '1,000,000 values', 50],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(address + arena({ shape: 'laplace', count: size }));
    const grip = page.getByRole('slider', { name: 'Threshold of A', exact: true });
    await grip.waitFor({ timeout: 60_000 });
    await page.waitForTimeout(2000);
    await grip.focus();
    await page.keyboard.press('End');
    await page.waitForTimeout(1000);
    const moves = await moved(page, page.locator('svg').filter({ has: grip }), grip, 'ArrowLeft');
    rows.push(...(await rowsOf(page, `arena-${size}`, values, moves, budget)));
  }
  return rows;
}

/** Tensors of the ladder: the one that the other rows are of, the largest weights and the largest activations of the app. */
const TENSORS = [
  { id: 'ladder', what: 'weights', model: 'lenet', layer: 'fc1', subject: 'weights' },
  { id: 'ladder-weights', what: 'largest weights of the app', model: 'mlp', layer: 'fc1', subject: 'weights' },
  { id: 'ladder-activations', what: 'activations', model: 'lenet', layer: 'conv2', subject: 'activations' },
] as const;

/** Moves of the group size with all cards on screen, then all accuracies of the ladder on DS-CNN. */
async function ladderRows(page: Page, address: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { id, what, model, layer, subject } of TENSORS) {
    await page.goto('about:blank');
    await page.goto(address + ladder({ subject }, { model, layer }));
    await page.getByText(/, measured on/).waitFor({ timeout: 240_000 });
    const cards = page.getByRole('region', { name: /^The rungs on/ });
    const numbers = await cards.getByText(/numbers: .*values/).innerText();
    const values = /numbers: (?:all )?([\d,]+)/.exec(numbers)?.[1] ?? '?';
    const chart = cards.locator('figure svg').first();
    const moves = await moved(page, chart, page.getByRole('slider', { name: 'Group size', exact: true }), 'ArrowRight');
    const budget = Number(values.replaceAll(',', '')) > MANY ? 50 : 16;
    rows.push(...(await rowsOf(page, id, `${layer} of ${model}, ${values} ${what}`, moves, budget)));
  }
  return [...rows, await accuracies(page, address)];
}

async function accuracies(page: Page, address: string): Promise<Row> {
  await page.goto('about:blank');
  await page.goto(address + ladder({}, { model: 'dscnn', layer: 'dw5' }));
  await page.getByRole('progressbar', { name: 'Rungs measured' }).waitFor({ timeout: 120_000 });
  const done = page.getByText(/of the whole network, measured on/).waitFor({ timeout: 240_000 });
  const seconds = (await until(done)) / 1000;
  return { ...row('ladder-accuracies', 'DS-CNN, all accuracies on 2,000 images', seconds, 6), unit: 's' };
}

export function sliderGroups(): Promise<Group[]> {
  return inChromium(async (browser, address) => {
    const page = await openPage(browser);
    return [
      { title: 'Lab: threshold to histogram', rows: await labRows(page, address) },
      { title: 'Clipping arena: threshold to histogram', rows: await arenaRows(page, address) },
      { title: 'Granularity ladder: group size to cards', rows: await ladderRows(page, address) },
    ];
  });
}
