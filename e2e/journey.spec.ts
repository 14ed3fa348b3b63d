import { reference, TOLERANCE } from './support/experiments';
import { expect, test } from './support/test';

test('the finished example stands at once, marked pre-computed, until this tab has measured it', async ({
  lab,
  page,
}) => {
  await page.route('**/models/*/weights.bin', async (route) => {
    await expect(lab.recipe('A').getByText('pre-computed', { exact: true })).toBeVisible();
    await expect(lab.accuracy('A')).toHaveText(/\d/);
    await expect(page.locator('figure svg').first()).toBeVisible();
    await route.continue();
  });
  await lab.open('');
  await expect(lab.recipe('A').getByText('pre-computed', { exact: true })).toHaveCount(0);
});

test('the accuracy falls to the reference when B gets one scale and three bits, on all 10,000 images', async ({
  lab,
  page,
}) => {
  await lab.open();
  const float = await lab.digest();
  await page.getByRole('button', { name: /on Fashion-MNIST/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /10,000/ })
    .click();
  await page.keyboard.press('Escape');
  await lab.press('B', 'Granularity', 'Tensor');
  await lab.clipping('B').selectOption('minmax');
  await lab.bits('B', 8);
  await lab.bits('B', 3);
  const digest = await lab.digest();
  const { correct, changed } = reference('sym-tensor-minmax-3');
  expect(digest.images).toBe(10_000);
  expect(float.images).toBe(2_000);
  expect(Math.abs(digest.b - correct)).toBeLessThanOrEqual(TOLERANCE.correct);
  await expect(lab.accuracy('B')).toHaveText(`${(digest.b / 100).toFixed(1)} %`);
  const flips = Number.parseInt((await lab.row('B', 'Predictions changed')).replaceAll(',', ''), 10);
  expect(Math.abs(flips - changed)).toBeLessThanOrEqual(TOLERANCE.changed);
});

test('choosing a layer changes what the charts show; copy and swap can be undone from the message they leave', async ({
  lab,
  page,
}) => {
  await lab.open();
  await lab.selectLayer('conv1');
  await expect(page.getByRole('heading', { name: 'conv1 weights' })).toBeVisible();
  await lab.measured();
  const [a, b] = [await lab.percent('A'), await lab.percent('B')];
  await page.getByRole('button', { name: 'Swap', exact: true }).click();
  await lab.measured();
  expect([await lab.percent('A'), await lab.percent('B')]).toEqual([b, a]);
  await page.keyboard.press('c');
  await lab.measured();
  expect(await lab.percent('B')).toBe(b);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await lab.measured();
  expect(await lab.percent('B')).toBe(a);
});
