import { expect, test } from './support/test';

test.use({ serviceWorkers: 'allow' });

test('after the first visit the page opens without a network, with the model that was open', async ({
  lab,
  page,
  context,
}) => {
  await lab.open();
  const accuracy = await page.locator('[data-result="accuracy-b"]').textContent();
  // The worker has taken over, and has kept what the page had fetched before.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('models-and-data')).keys()).length), {
      timeout: 30_000,
    })
    .toBeGreaterThanOrEqual(4);
  await context.setOffline(true);
  await page.reload();
  await lab.measured();
  await expect(page.locator('[data-result="accuracy-b"]')).toHaveText(accuracy ?? '');
  await page.getByRole('navigation').getByRole('button', { name: 'Clipping', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
