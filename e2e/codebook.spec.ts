import { codebook, link } from './support/experiments';
import { expect, test } from './support/test';

test('centroids are dragged, and Lloyd steps on from where they stand; confusion and changed images are shown', async ({
  lab,
  page,
}) => {
  await lab.open(link({ b: codebook(2) }));
  const exact = await lab.percent('B');
  const centroid = page.getByRole('slider', { name: 'Centroid 1 of 4 in B' });
  const start = Number(await centroid.getAttribute('aria-valuenow'));
  const step = (Number(await centroid.getAttribute('aria-valuemax')) * 2) / 400;
  await centroid.focus();
  // Keys that come faster than the drawing follows.
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight');
  await expect
    .poll(async () => Math.abs(Number(await centroid.getAttribute('aria-valuenow')) - start - 3 * step))
    .toBeLessThan(step / 2);
  for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => Number(await centroid.getAttribute('aria-valuenow'))).toBeGreaterThan(start);
  const moved = Number(await centroid.getAttribute('aria-valuenow'));
  await lab.measured();

  const lloyd = page.getByRole('group', { name: "Lloyd's iteration of B" });
  await lloyd.getByRole('button', { name: 'Step', exact: true }).click();
  await lab.measured();
  await expect.poll(async () => Number(await centroid.getAttribute('aria-valuenow'))).not.toBe(moved);
  await lloyd.getByRole('button', { name: 'Run to convergence' }).click();
  await lab.measured();
  // Lloyd's iteration ends in a local optimum at or near the exact one, from which it was pushed away.
  await expect.poll(async () => Number(await centroid.getAttribute('aria-valuenow'))).toBeLessThan(moved);
  expect(Math.abs((await lab.percent('B')) - exact)).toBeLessThan(25);

  const cells = page.getByRole('grid', { name: 'True class by predicted class' });
  await cells.scrollIntoViewIfNeeded();
  await expect(cells).toBeVisible();
  const images = page.getByRole('list', { name: 'Test images' });
  await images.scrollIntoViewIfNeeded();
  await expect(images.getByRole('img').first()).toBeVisible();
});
