import { link, uniform } from './support/experiments';
import type { Lab } from './support/lab';
import { expect, test } from './support/test';

const start = link({ b: uniform(3, 'tensor', 'minmax') });

async function openOnMinmax(lab: Lab): Promise<number> {
  await lab.open(start);
  expect(await lab.ratio('B')).toBeCloseTo(1, 3);
  return lab.percent('B');
}

test('dragging a threshold with the mouse moves the clip, the error and the accuracy', async ({ lab, page }) => {
  const before = await openOnMinmax(lab);
  const box = await lab.threshold('B').locator('line').first().boundingBox();
  if (box === null) throw new Error('The threshold is not on the page.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 1];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) await page.mouse.move(x - 8 * step, y);
  await expect.poll(() => lab.ratio('B')).toBeLessThan(0.9);
  await page.mouse.up();
  await expect(lab.recipe('B')).toContainText('Own settings');
  await lab.measured();
  expect(await lab.ratio('B')).toBeGreaterThan(0.4);
  // Three bits on one scale for a whole layer: a tighter step in the largest layer gains more than it clips.
  expect(await lab.percent('B')).toBeGreaterThan(before);
  await page.keyboard.press('Control+z');
  await expect(lab.recipe('B')).not.toContainText('Own settings');
  await lab.measured();
  expect(await lab.percent('B')).toBe(before);
});

test('arrow keys move a threshold by one step, Shift by ten, Delete gives it back to the recipe; one that is typed stands on the chart', async ({
  lab,
  page,
}) => {
  const before = await openOnMinmax(lab);
  await lab.threshold('B').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => lab.ratio('B')).toBeLessThan(0.999);
  const one = 1 - (await lab.ratio('B'));
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => 1 - (await lab.ratio('B'))).toBeGreaterThan(10 * one);
  expect(1 - (await lab.ratio('B'))).toBeCloseTo(11 * one, 3);
  await lab.measured();
  await page.keyboard.press('Delete');
  await lab.measured();
  expect(await lab.ratio('B')).toBeCloseTo(1, 3);
  expect(await lab.percent('B')).toBe(before);
  const field = lab.recipe('B').getByRole('spinbutton', { name: /^Threshold of B/ });
  await field.fill('0.5');
  await field.press('Enter');
  await expect(lab.clipping('B')).toHaveValue('manual');
  await expect.poll(() => lab.ratio('B')).toBeCloseTo(0.5, 2);
});
