import type { Locator, Page } from '@playwright/test';
import { findings } from './support/axe';
import { arena } from './support/experiments';
import { savesAll } from './support/saved';
import { expect, test } from './support/test';

const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const grip = (page: Page): Locator => page.getByRole('slider', { name: 'Threshold of A', exact: true });
const row = (page: Page, method: string): Locator =>
  panel(page, 'Ranking').getByRole('button', { name: new RegExp(`^${method},`) });

/** Opens the arena and waits until every estimator has its accuracy. */
async function open(page: Page, fragment: string): Promise<void> {
  await page.goto(`./${fragment}`);
  await expect(panel(page, 'Ranking').getByText('measured', { exact: true })).toBeVisible({ timeout: 60_000 });
}

/** What the ranking says about an estimator. */
async function numbers(page: Page, method: string) {
  const text = (await row(page, method).getAttribute('aria-label')) ?? '';
  const found = /threshold ([\d.]+), (.*) clipped, ([\d.∞−]+) dB, accuracy ([\d.–]+) %/.exec(text);
  if (found === null) throw new Error(`Not a row of the ranking: ${text}`);
  return { threshold: Number(found[1]), sqnr: Number(found[3]), accuracy: Number(found[4]) };
}

/** A column of the table behind a panel. */
async function column(page: Page, name: string, index: number): Promise<string[]> {
  await panel(page, name)
    .getByRole('button', { name: `${name}: table and export` })
    .click();
  await page.getByRole('menuitem', { name: 'View as table' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const cells = await dialog.locator(`tbody td:nth-child(${String(index)})`).allInnerTexts();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
  return cells;
}

test('dragging the threshold moves MSE, SQNR and accuracy', async ({ page }) => {
  await open(page, arena({ a: 'mse', b: 'minmax', bits: 3 }));
  const before = await numbers(page, 'MSE');
  const box = await grip(page).locator('rect').last().boundingBox();
  if (box === null) throw new Error('The grip is not on the page.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 10; step++) await page.mouse.move(x - 6 * step, y);
  await page.mouse.up();
  await expect(row(page, 'By hand')).toBeVisible();
  await expect(row(page, 'By hand')).toHaveAttribute('aria-label', /accuracy \d/);
  const after = await numbers(page, 'By hand');
  expect(after.threshold).toBeLessThan(before.threshold * 0.8);
  expect(after.sqnr).toBeLessThan(before.sqnr - 0.5);
  expect(after.accuracy).not.toBe(before.accuracy);
  await page.keyboard.press('Control+z');
  await expect(row(page, 'By hand')).toHaveCount(0);
});

test('arrow keys move the threshold, Shift by ten, Delete gives it back', async ({ page }) => {
  await open(page, arena());
  const start = Number(await grip(page).getAttribute('aria-valuenow'));
  const step = Number(await grip(page).getAttribute('aria-valuemax')) / 100;
  const now = async () => (Number(await grip(page).getAttribute('aria-valuenow')) - start) / step;
  await grip(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(now).toBeCloseTo(1, 0);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(now).toBeCloseTo(11, 0);
  await page.keyboard.press('Delete');
  await expect.poll(now).toBeCloseTo(0, 6);
});

test('OCTAV ends within one percent of the least squared error, step by step', async ({ page }) => {
  for (const bits of [4, 6]) {
    await open(page, arena({ bits }));
    const title = 'Weights of fc1';
    const methods = await column(page, title, 1);
    const mse = (await column(page, title, 7)).map(Number);
    const of = (name: string) => mse[methods.indexOf(name)] ?? NaN;
    expect(of('OCTAV') / of('MSE')).toBeLessThan(1.01);
  }
  const card = panel(page, 'OCTAV');
  const [steps] = /\d+$/.exec(await card.getByRole('status').innerText()) ?? [];
  for (let step = Number(steps); step > 0; step--) await card.getByRole('button', { name: 'One step back' }).click();
  await expect(card.getByRole('status')).toHaveText(`0 of ${steps ?? ''}`);
  await card.getByRole('button', { name: 'One step', exact: true }).click();
  await expect(card.getByRole('status')).toHaveText(`1 of ${steps ?? ''}`);
  await card.getByRole('button', { name: 'Play' }).click();
  await expect(card.getByRole('status')).toHaveText(`${steps ?? ''} of ${steps ?? ''}`);
});

test('the keyboard scrubs the KL search, chooses A and B, and the link brings all of it back', async ({ page }) => {
  await open(page, arena());
  const cursor = page.getByRole('slider', { name: 'Candidate of the KL search' });
  const best = Number(await cursor.getAttribute('aria-valuenow'));
  await cursor.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  // 88 candidates of one bin below the best one.
  await expect.poll(() => cursor.getAttribute('aria-valuenow')).toBe(String(best - 88));
  const kept = await cursor.getAttribute('aria-valuetext');
  const flag = panel(page, 'Weights of fc1').getByRole('button', { name: /^KL/ });
  await flag.focus();
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByRole('combobox', { name: 'Method of B' })).toHaveValue('kl');
  await page.getByRole('slider', { name: 'Percentile', exact: true }).press('ArrowLeft');
  await expect(row(page, 'Percentile 99.89')).toHaveAttribute('aria-label', /accuracy \d/);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(cursor).toHaveAttribute('aria-valuetext', kept ?? '');
  await expect(page.getByRole('combobox', { name: 'Method of B' })).toHaveValue('kl');
  await expect(row(page, 'Percentile 99.89')).toBeVisible();
});

test('what goes into a layer is clipped as its weights are', async ({ page }) => {
  await open(page, arena({ source: 'activations', a: 'mse', b: 'minmax', bits: 4 }));
  await expect(panel(page, 'Activations into fc1')).toContainText('unsigned');
  expect((await numbers(page, 'MSE')).accuracy).toBeGreaterThan((await numbers(page, 'Min-max')).accuracy - 1);
  await expect(row(page, 'EMA')).toHaveAttribute('aria-label', /accuracy \d/);
  await expect(page.getByRole('figure', { name: /running maximum ends at/ })).toBeVisible();
});

test('shapes show when each method loses, and a bad batch says that it is artificial', async ({ page }) => {
  await page.goto(`./${arena({ shape: 'uniform' })}`);
  const title = 'Uniform sample';
  await expect(panel(page, title)).toBeVisible();
  // The last of the methods: the others are there before it.
  await expect(row(page, 'ACIQ Laplace')).toBeVisible();
  const methods = await column(page, title, 1);
  const sqnr = (await column(page, title, 10)).map(Number);
  expect(methods[sqnr.indexOf(Math.max(...sqnr))]).toBe('MSE');
  await page.getByRole('combobox', { name: 'Shape' }).selectOption('outliers');
  await expect(panel(page, 'Outlier-heavy sample')).toBeVisible();
  await page.getByRole('switch', { name: /artificial/ }).click();
  await expect(page.getByRole('figure', { name: /eight times as large, which is artificial/ })).toBeVisible();
  await expect(panel(page, 'Ranking')).toContainText('A sample has no network');
});

test('every bit width is measured, streamed, and can be cancelled; every view is saved as SVG, PNG and CSV', async ({
  page,
}) => {
  await open(page, arena());
  const widths = panel(page, 'At 2 to 8 bits');
  await widths.getByRole('button', { name: 'Measure all bits' }).click();
  await expect(widths.getByRole('progressbar')).toBeVisible();
  await widths.getByRole('button', { name: 'Cancel' }).click();
  await expect(widths.getByRole('button', { name: 'Measure all bits' })).toBeVisible();
  await savesAll(
    page,
    ['Weights of fc1', 'What the threshold costs', 'KL', 'OCTAV', 'Ranking', 'At 2 to 8 bits'],
    'clipping',
  );
});

test('axe finds nothing, neither wide nor on a phone', async ({ page }) => {
  await open(page, arena());
  expect(await findings(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Shape' }).selectOption('gauss');
  await expect(panel(page, 'Gauss sample')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(grip(page)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
