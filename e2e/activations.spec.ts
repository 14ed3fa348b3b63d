import { link, uniform } from './support/experiments';
import { Lab, type Letter, readLink } from './support/lab';
import { expect, test } from './support/test';

async function activations(lab: Lab, letter: Letter, option: string): Promise<void> {
  await lab.press(letter, 'Bits of the activations', option);
  await lab.measured();
}

/** Accuracies on 2,000 images within this many points are the same for all they can tell. */
const NOISE = 1;

test('activations cost nothing at 8 bits and much at 2, undo brings them back, and a dynamic range needs no calibration', async ({
  lab,
  page,
}) => {
  await lab.open(link({ a: uniform(8, 'channel', 'minmax'), b: uniform(8, 'channel', 'minmax') }));
  const float = await lab.percent('A');
  await activations(lab, 'A', '8');
  expect(Math.abs((await lab.percent('A')) - float)).toBeLessThan(NOISE);
  expect(await lab.row('A', 'Weights, activations')).toBe('W8 A8 bits');
  await activations(lab, 'A', '2');
  expect(await lab.percent('A')).toBeLessThan(float - 3);
  expect(await lab.percent('B')).toBe(float);
  await page.keyboard.press('Control+z');
  await lab.measured();
  expect(await lab.row('A', 'Weights, activations')).toBe('W8 A8 bits');

  const a = lab.recipe('A');
  await a.locator('summary', { hasText: /^How/ }).click();
  await a.getByRole('combobox', { name: 'Granularity of the activations of A' }).selectOption('sample');
  await lab.measured();
  const option = a
    .getByRole('combobox', { name: 'Clipping of the activations of A' })
    .getByRole('option', { name: /KL/ });
  await expect(option).toBeDisabled();
  await expect(a.getByText('need no calibration')).toBeVisible();
});

test('the speed bench times the network here and finds int8 ahead of tfjs', async ({ lab, page }) => {
  await lab.open(link({ model: 'dscnn' }));
  const bench = page.getByRole('region', { name: 'Speed bench', exact: true });
  await bench.scrollIntoViewIfNeeded();
  await bench.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(bench.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 60_000 });
  const summary = (await bench.getByRole('figure').getAttribute('aria-label')) ?? '';
  expect(summary).toMatch(/float32, tfjs .* ms .*; float32, ours .* ms .*; int8 .* ms .*; int4 weights .* ms/);
  const gain = /int8 is ([\d.]+) × as fast as tfjs/.exec(summary);
  expect(Number(gain?.[1])).toBeGreaterThan(1);
  await expect(bench.getByText(/of the float time|gains in every layer/)).toBeVisible();
  await bench.getByRole('radio', { name: 'float32, ours' }).click();
  await expect(bench.getByRole('radio', { name: 'float32, ours' })).toBeChecked();
});

test('a link restores quantized activations with identical numbers', async ({ lab, context }) => {
  await lab.open();
  await activations(lab, 'B', '3');
  const b = lab.recipe('B');
  await b.locator('summary', { hasText: /^How/ }).click();
  await b.getByRole('combobox', { name: 'Clipping of the activations of B' }).selectOption('percentile');
  await lab.measured();
  const digest = await lab.digest();
  const address = await lab.sharedLink();
  expect(readLink(address).experiment.b.activations?.recipe.clipper.id).toBe('percentile');
  const copy = new Lab(await context.newPage());
  await copy.page.goto(address);
  await copy.measured();
  expect(await copy.digest()).toEqual(digest);
});
