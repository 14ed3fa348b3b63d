import type { Locator, Page } from '@playwright/test';
import { findings } from './support/axe';
import { ladder } from './support/experiments';
import { savesAll } from './support/saved';
import { expect, test } from './support/test';

const panel = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('region', typeof name === 'string' ? { name, exact: true } : { name });
const rung = (page: Page, name: string): Locator =>
  page
    .getByRole('radiogroup', { name: 'Rung whose codes are shown bit by bit' })
    .getByRole('radio', { name: new RegExp(`^${name}, `) });
const value = (page: Page, name: string): Locator =>
  page.getByRole('slider', { name: `Selected value on the map of ${name}`, exact: true });

/** Opens the ladder and waits until every rung has its numbers. */
async function open(page: Page, fragment: string): Promise<void> {
  await page.goto(`./${fragment}`);
  await expect(rung(page, 'Per tensor')).toBeVisible({ timeout: 60_000 });
}

/** The table behind a panel as rows of text. */
async function rowsOf(page: Page, name: string): Promise<string[][]> {
  await panel(page, name)
    .getByRole('button', { name: `${name}: table and export` })
    .click();
  await page.getByRole('menuitem', { name: 'View as table' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const rows = await dialog.locator('tbody tr').all();
  const cells = await Promise.all(rows.map((row) => row.locator('td').allInnerTexts()));
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
  return cells;
}

/** A column of the ladder's table, by the name of the rung. */
async function numbers(page: Page, layer: string, column: number): Promise<Map<string, number>> {
  const rows = await rowsOf(page, `The rungs on ${layer}`);
  return new Map(rows.map((row) => [row[0] ?? '', Number((row[column] ?? '').replace('−', '-'))]));
}

const MSE = 2;
const ACCURACY = 12;

test('errors fall from rung to rung on DS-CNN, and one scale for the layer hurts most', async ({ page }) => {
  await open(page, ladder({}, { model: 'dscnn', layer: 'dw5' }));
  // The accuracies come in the order of the ladder.
  await expect(rung(page, 'MX4')).toHaveAttribute('aria-label', /Accuracy \d/, { timeout: 180_000 });
  const mse = await numbers(page, 'dw5', MSE);
  const of = (name: string): number => mse.get(name) ?? NaN;
  expect(Math.max(...mse.values())).toBe(of('Per tensor'));
  expect(of('Per tensor')).toBeGreaterThan(2 * of('Per channel'));
  expect(of('Per channel')).toBeGreaterThanOrEqual(of('Group of 16'));
  expect(of('MX4')).toBeGreaterThan(of('MX6'));
  expect(of('MX6')).toBeGreaterThan(of('MX9'));
  expect(of('MXFP4')).toBeGreaterThan(of('MXFP6'));
  const accuracy = await numbers(page, 'dw5', ACCURACY);
  const least = accuracy.get('Per tensor') ?? NaN;
  for (const name of ['Per channel', 'Group of 16', 'VSQuant', 'MX4'])
    expect(accuracy.get(name), name).toBeGreaterThan(least + 5);
});

test('the accuracies are cancelled and measured again; the keyboard goes from rung to rung and turns a bit over', async ({
  page,
}) => {
  await open(page, ladder());
  const bar = page.getByRole('progressbar', { name: 'Rungs measured' });
  await expect(bar).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('Measurement cancelled')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(bar).toBeVisible();

  await rung(page, 'MX6').focus();
  await page.keyboard.press('ArrowRight');
  await expect(rung(page, 'MX9')).toBeFocused();
  await expect(rung(page, 'MX9')).toBeChecked();
  await expect(panel(page, 'MX9, bit by bit')).toBeVisible();
  await value(page, 'MX9').focus();
  await page.keyboard.press('ArrowRight');
  await expect(value(page, 'MX9')).toHaveAttribute('aria-valuetext', /^input 1, channel 0:/);
  await page.keyboard.press('Shift+ArrowDown');
  await expect(value(page, 'MX9')).toHaveAttribute('aria-valuetext', /^input 1, channel 10:/);
  await expect(panel(page, 'MX9, bit by bit')).toContainText(/channel 10, inputs/);
  const sign = page.getByRole('switch', { name: /^Sign, bit 0/ });
  const before = await panel(page, 'MX9, bit by bit').getByRole('figure').getAttribute('aria-label');
  const isNegative = (await sign.getAttribute('aria-checked')) === 'true';
  await sign.focus();
  await page.keyboard.press('Space');
  await expect(sign).toHaveAttribute('aria-checked', String(!isNegative));
  await expect(panel(page, 'MX9, bit by bit')).toContainText('changed by hand');
  expect(await panel(page, 'MX9, bit by bit').getByRole('figure').getAttribute('aria-label')).not.toBe(before);
  await page.getByRole('button', { name: 'Take changes back' }).click();
  await expect(sign).toHaveAttribute('aria-checked', String(isNegative));
  const point = panel(page, 'Score')
    .getByRole('button', { name: /^VSQuant: .* stored bits/ })
    .first();
  await point.focus();
  await page.keyboard.press('Enter');
  await expect(rung(page, 'VSQuant')).toBeChecked();
});

test('a larger group costs fewer bits and more error, and the link brings all of it back', async ({ page }) => {
  await open(page, ladder());
  const before = await numbers(page, 'fc1', MSE);
  const size = page.getByRole('slider', { name: 'Group size', exact: true });
  await size.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  const label = `Group of ${await size.inputValue()}`;
  await expect(rung(page, label)).toHaveAttribute('aria-label', /stored bits/);
  await expect
    .poll(async () => (await numbers(page, 'fc1', MSE)).get(label) ?? 0)
    .toBeGreaterThan((before.get('Group of 16') ?? NaN) * 1.05);
  await rung(page, label).click();
  await page.getByRole('radiogroup', { name: 'Bits of an integer code' }).getByRole('radio', { name: '3' }).click();
  await page.getByRole('radiogroup', { name: 'Outlier' }).getByRole('radio', { name: 'Drawn' }).click();
  await expect(page.getByText(/^Artificial: input/)).toBeVisible();
  const name = await rung(page, label).getAttribute('aria-label');
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(rung(page, label)).toBeChecked();
  await expect(rung(page, label)).toHaveAttribute('aria-label', new RegExp(`^${label}, INT3`));
  await expect(page.getByText(/^Artificial: input/)).toBeVisible();
  const errors = (text: string | null) => text?.split(', accuracy')[0]?.split(', Accuracy')[0];
  await expect.poll(async () => errors(await rung(page, label).getAttribute('aria-label'))).toBe(errors(name));
});

test('an outlier reaches as far as its scale does; every view is saved as SVG, PNG and CSV', async ({ page }) => {
  await open(page, ladder({ outlier: 'seeded', factor: 8 }));
  const rows = await rowsOf(page, 'What one outlier does to the others');
  const touched = new Map(rows.map((row) => [row[0] ?? '', Number(row[1])]));
  const of = (name: string): number => touched.get(name) ?? NaN;
  expect(of('Per tensor')).toBeGreaterThan(1000);
  expect(of('Per channel')).toBeLessThan(784);
  expect(of('Per channel')).toBeGreaterThan(of('Group of 16'));
  for (const name of ['Group of 16', 'MX4', 'MX6', 'MX9']) expect(of(name)).toBeLessThan(16);
  await savesAll(
    page,
    ['The rungs on fc1', 'Score', 'MX6, bit by bit', 'What one outlier does to the others'],
    '(ladder|bits)',
  );
});

test('the worked example is stepped through, with the errors of the lecture', async ({ page }) => {
  await open(page, ladder({ subject: 'example' }));
  const steps = page.getByRole('region', { name: /^Step \d of 7/ });
  await expect(steps).toContainText('Step 1 of 7');
  await page.getByRole('button', { name: 'Next step' }).click();
  await expect(steps).toContainText('Step 2 of 7');
  await expect
    .poll(async () => (await rowsOf(page, 'The rungs on W')).map((row) => row[3]))
    .toEqual(['2.28', '2.08', '1.70', '0.699', '0.710']);
  for (let step = 3; step <= 6; step++) await page.getByRole('button', { name: 'Next step' }).click();
  await expect(steps).toContainText('Step 6 of 7');
  await expect(page.getByRole('heading', { name: 'MX is two things' })).toBeVisible();
  await expect
    .poll(async () => (await rowsOf(page, 'The rungs on W')).map((row) => row[3]))
    .toEqual(['0.619', '0.197', '0.0218']);
  await page.getByRole('button', { name: 'Next step' }).click();
  await expect(steps).toContainText('Step 7 of 7');
  await expect(page.getByRole('button', { name: 'Next step' })).toBeDisabled();
  await expect.poll(async () => (await rowsOf(page, 'The rungs on W')).map((row) => row[3])).toEqual(['0.287', '2.10']);
});

test('a picture loses what its codes cannot hold; what goes into a layer is climbed as its weights are', async ({
  page,
}) => {
  await open(page, ladder({ subject: 'picture', look: 'values' }));
  const psnr = async () =>
    new Map((await rowsOf(page, 'The rungs on a picture')).map((row) => [row[0] ?? '', Number(row[3])]));
  const four = await psnr();
  expect(four.get('MX9')).toBeGreaterThan((four.get('MX4') ?? NaN) + 20);
  await page.getByRole('radiogroup', { name: 'Bits of an integer code' }).getByRole('radio', { name: '2' }).click();
  await expect.poll(async () => (await psnr()).get('Per tensor')).toBeLessThan((four.get('Per tensor') ?? NaN) - 6);
  await page.getByRole('radiogroup', { name: 'What is quantized' }).getByRole('radio', { name: 'Activations' }).click();
  await expect(rung(page, 'Per channel')).toHaveAttribute('aria-label', /Accuracy \d/, { timeout: 60_000 });
  await expect(rung(page, 'MX6')).toHaveAttribute('aria-label', /Accuracy not measured: .*Uniform \(INT\) only$/);
  const mse = await numbers(page, 'what goes into fc1', MSE);
  expect(mse.get('Per channel')).toBeLessThan(mse.get('Per tensor') ?? NaN);
  expect(mse.get('MX9')).toBeLessThan(mse.get('MX6') ?? NaN);
  await page.reload();
  await expect(panel(page, 'The rungs on what goes into fc1')).toBeVisible();
  await expect(value(page, 'MX6')).toHaveAttribute('aria-valuetext', /^channel 0, position 0:/);
});

test('axe finds nothing, neither wide nor on a phone', async ({ page }) => {
  await open(page, ladder({ outlier: 'seeded' }));
  expect(await findings(page)).toEqual([]);
  await page.getByRole('radiogroup', { name: 'What is quantized' }).getByRole('radio', { name: 'By hand' }).click();
  await expect(page.getByRole('region', { name: /^Step 1 of 7/ })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('radiogroup', { name: 'What is quantized' }).getByRole('radio', { name: 'Weights' }).click();
  await expect(rung(page, 'Per tensor')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
