import { link, uniform } from './support/experiments';
import type { Lab } from './support/lab';
import { expect, test } from './support/test';

const start = link({ b: uniform(3, 'tensor', 'minmax') });

async function openOnMinmax(lab: Lab): Promise<number> {
  await lab.open(start);
  expect(await lab.ratio('B')).toBe(1);
  return lab.percent('B');
}

test('dragging a threshold with the mouse moves the clip, the error and the accuracy', async ({ lab, page }) => {
  const before = await openOnMinmax(lab);
  const grip = lab.threshold('B');
  await grip.scrollIntoViewIfNeeded();
  const box = await grip.boundingBox();
  if (box === null) throw new Error('The threshold is not on the page.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) await page.mouse.move(x - 6 * step, y);
  await page.mouse.up();
  await expect(lab.clipping('B')).toHaveValue('manual');
  await lab.measured();
  const ratio = await lab.ratio('B');
  expect(ratio).toBeLessThan(0.98);
  expect(ratio).toBeGreaterThan(0.2);
  // Three bits on one scale for a whole layer: clipping a little always helps this network by tens of points.
  expect(await lab.percent('B')).toBeGreaterThan(before + 2);
  await page.keyboard.press('Control+z');
  await expect(lab.clipping('B')).toHaveValue('minmax');
  await lab.measured();
  expect(await lab.percent('B')).toBe(before);
});

test('arrow keys move a threshold by one step, Shift by ten, Delete gives it back to the recipe', async ({
  lab,
  page,
}) => {
  await openOnMinmax(lab);
  await lab.threshold('B').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(lab.clipping('B')).toHaveValue('manual');
  const one = await lab.ratio('B');
  expect(one).toBeLessThan(1);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => lab.ratio('B')).toBeLessThan(one);
  expect(1 - (await lab.ratio('B'))).toBeCloseTo(11 * (1 - one), 6);
  await lab.measured();
});

test('the slider of the recipe and the grip of the chart are the same threshold', async ({ lab }) => {
  await openOnMinmax(lab);
  await lab
    .recipe('B')
    .getByRole('spinbutton', { name: /^Threshold of B/ })
    .fill('0.5');
  await lab
    .recipe('B')
    .getByRole('spinbutton', { name: /^Threshold of B/ })
    .press('Enter');
  await expect(lab.threshold('B')).toHaveAttribute('aria-valuenow', '50');
});
