import { findings } from './support/axe';
import { expect, test } from './support/test';
import { link, uniform } from './support/experiments';
import { addressWith } from './support/lab';
import { Mixed } from './support/mixed';

const DIGITS = { model: 'digits-mlp', a: uniform(3, 'tensor', 'minmax'), b: uniform(3, 'tensor', 'minmax') };
const FOUR = uniform(4, 'tensor', 'minmax');
const DSCNN = { model: 'dscnn', a: FOUR, b: FOUR };

test('bits are dragged and the accuracy moves; undo and a link bring them back', async ({ lab, page }) => {
  await lab.open(link(DIGITS));
  const mixed = new Mixed(page);
  await mixed.open();
  // On the 500 test images: 416 right with 3 bits in both layers, 208 with a single one in the first, 415 with that in float.
  expect(await mixed.accuracyOfB()).toBe(83.2);
  const bar = mixed.bar('fc1');
  await expect(bar).toHaveAttribute('aria-valuetext', '3 bits');
  const box = (await bar.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 4, { steps: 5 });
  await page.mouse.up();
  await expect(bar).toHaveAttribute('aria-valuetext', '1 bit');
  await expect(page.locator('[data-cost="Weight bits, mean"]')).toHaveText('1.27');
  await expect.poll(() => mixed.accuracyOfB()).toBe(41.6);

  await bar.press('End');
  await expect(bar).toHaveAttribute('aria-valuetext', 'float');
  await expect.poll(() => mixed.accuracyOfB()).toBe(83);
  await bar.press('ArrowDown');
  await expect(bar).toHaveAttribute('aria-valuetext', '8 bits');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(bar).toHaveAttribute('aria-valuetext', '1 bit');
  await expect.poll(() => mixed.accuracyOfB()).toBe(41.6);

  await mixed.type('Budget in bits', '5');
  await mixed.choose('Hardware', 'bismo-edge');
  const settings = { budget: 5, machine: 'bismo-edge' };
  const address = await addressWith(page, { mixed: settings });
  const other = await page.context().newPage();
  await other.goto(address);
  const restored = new Mixed(other);
  await restored.isReady();
  await expect(restored.bar('fc1')).toHaveAttribute('aria-valuetext', '1 bit');
  await expect(other.getByRole('spinbutton', { name: 'Budget in bits' })).toHaveValue('5');
  await expect(other.getByRole('combobox', { name: 'Hardware', exact: true })).toHaveValue('bismo-edge');
  expect(await restored.accuracyOfB()).toBe(41.6);
});

test('every search runs to its end on a small network; its policy is saved and opened', async ({ lab, page }) => {
  await lab.open(link(DIGITS));
  const mixed = new Mixed(page);
  await mixed.open();
  expect(await findings(page)).toEqual([]);
  await mixed.type('Budget in bits', '4');
  await mixed.type('Evaluations', '24');
  for (const method of ['greedy', 'random', 'evolutionary', 'ilp', 'haq']) await mixed.search(method);
  const policy = (await mixed.saved(page.getByRole('button', { name: 'Save the best of HAQ agent as JSON' }))) as {
    layers: { weightBits: number }[];
    budget: { limit: number; cost: number };
  };
  expect(policy.budget.cost).toBeLessThanOrEqual(policy.budget.limit);
  await page.getByRole('button', { name: 'Open the best of HAQ agent as B' }).click();
  await expect(mixed.bar('fc1')).toHaveAttribute('aria-valuetext', `${policy.layers[0]!.weightBits} bits`);
  await expect(mixed.results.locator('[data-own]')).toHaveAttribute('data-own', 'inside');
  await expect(mixed.results.locator('[data-own]')).toContainText('As good as');
  expect(await findings(page)).toEqual([]);
});

test('the agent finds on the DS-CNN what uniform bits lose; it is cancelled, resumed, and survives a reload', async ({
  lab,
  page,
}) => {
  await lab.open(link(DSCNN));
  const mixed = new Mixed(page);
  await mixed.open();
  await mixed.type('Search images', '100');
  await mixed.type('Evaluations', '40');
  await mixed.isReady();
  await expect(mixed.run).toBeEnabled({ timeout: 60_000 });
  await mixed.run.click();
  await expect(mixed.row('haq')).toContainText(/[5-9] of 40|\d\d of 40/, { timeout: 90_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(mixed.row('haq')).toHaveAttribute('data-state', 'paused');
  // What it is compared with may still be measured; the search itself stands still.
  const tried = async () => /\d+ of 40/.exec((await mixed.row('haq').textContent()) ?? '')?.[0];
  const stopped = await tried();
  await page.waitForTimeout(1000);
  expect(await tried()).toBe(stopped);
  await page.getByRole('button', { name: /^Resume HAQ agent/ }).click();
  await expect(mixed.row('haq')).toContainText(/[23]\d of 40/, { timeout: 90_000 });

  await page.reload();
  await mixed.isReady();
  const offer = page.getByRole('region', { name: 'Interrupted search' });
  await expect(offer).toContainText(/HAQ agent on dscnn, \d+ of 40/);
  await offer.getByRole('button', { name: 'Resume' }).click();
  await expect(mixed.row('haq')).toHaveAttribute('data-state', 'finished', { timeout: 180_000 });
  await expect(mixed.row('haq').locator('[data-cell="search"]')).toHaveText(/^\d/);
  const found = Number(await mixed.row('haq').locator('[data-cell="search"]').textContent());
  // Uniform 4 bits get about a quarter of the images right.
  expect(found).toBeGreaterThan(50);
  await expect(page.locator('[data-step]')).toContainText(/State.*action.*bits.*reward/);
});

test('budgets and constants that make no sense are refused', async ({ lab, page }) => {
  await lab.open(link(DIGITS));
  const mixed = new Mixed(page);
  await mixed.open();
  await mixed.type('Budget in bits', '1.5');
  await expect(page.getByRole('alert').filter({ hasText: 'smallest feasible' })).toContainText('2 bits');
  await expect(mixed.run).toBeDisabled();
  await page.getByRole('button', { name: 'Use 2', exact: true }).click();
  await expect(mixed.run).toBeEnabled();

  await page.getByText('Edit the constants').click();
  const before = await page.locator('[data-cost="Latency"]').textContent();
  await mixed.type('Clock of BitFusion', '-3');
  await expect(page.getByRole('alert').filter({ hasText: /between|to/ })).toBeVisible();
  await expect(page.locator('[data-cost="Latency"]')).toHaveText(before ?? '');
  await mixed.type('Clock of BitFusion', '1');
  await expect(page.locator('[data-cost="Latency"]')).not.toHaveText(before ?? '');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  test('nothing is wider than the screen, and a bar can be set', async ({ page }) => {
    await page.goto(`/${link({ ...DIGITS, area: 'mixed' })}`);
    const mixed = new Mixed(page);
    await mixed.isReady();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await mixed.bar('fc2').press('ArrowUp');
    await expect(mixed.bar('fc2')).toHaveAttribute('aria-valuetext', '4 bits');
  });
});
