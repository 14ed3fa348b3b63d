import { findings } from './support/axe';
import { expect, test } from './support/test';

test('a sweep draws its points as they come, each opens its recipe, and it is exported as CSV, SVG and PNG', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.getByRole('button', { name: 'Sweep 2–8 bits' }).click();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await lab.startSweep();
  await expect(lab.sweepPoints.nth(1)).toBeAttached();
  expect(await findings(page)).toEqual([]);
  await expect(lab.sweepNote).toHaveText(/\d+ points measured/, { timeout: 60_000 });
  const points = await lab.sweepPoints.count();
  expect(points).toBeGreaterThanOrEqual(24);
  await expect(lab.sweepNote).toHaveText(`${points} points measured`);
  await lab.sweepPoints.first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Open as A' }).click();
  await lab.measured();
  await expect(lab.width('A', 2)).toBeChecked();
  for (const [item, ending] of [
    ['Save CSV', 'csv'],
    ['Save SVG', 'svg'],
    ['Save PNG', 'png'],
  ] as const) {
    await page.getByRole('button', { name: 'Accuracy: table and export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
  }
});

test('a cancelled sweep stops at once, and nothing of it is painted later', async ({ lab, page }) => {
  await lab.open();
  const workers = page.workers().length;
  await lab.startSweep();
  await expect(lab.sweepPoints.nth(1)).toBeAttached();
  await lab.cancelButton.click();
  await expect(lab.cancelButton).toHaveCount(0, { timeout: 2_000 });
  const points = await lab.sweepPoints.count();
  await expect(lab.sweepNote).toHaveText(/^Stopped at \d+ of \d+ points$/);
  // Longer than the point that was under way could have taken.
  await page.waitForTimeout(2_000);
  expect(await lab.sweepPoints.count()).toBe(points);
  await lab.measured();
  expect(page.workers().length).toBeLessThanOrEqual(workers);
});
