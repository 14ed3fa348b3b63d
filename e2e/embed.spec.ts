import { findings } from './support/axe';
import { expect, test } from './support/test';

test('the code of a frame shows one chart with the present settings, tells its height and stores nothing', async ({
  lab,
  page,
  baseURL,
}) => {
  await lab.open();
  const accuracy = await lab.accuracy('B').textContent();
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'What the frame shows' }).selectOption({ label: 'Accuracy' });
  const code = await dialog.getByRole('textbox', { name: 'Code of the frame' }).inputValue();
  expect(code).toMatch(/^<iframe src="http.*\?embed=.*#e=.*" title="Quantization Playground: Accuracy"/);

  // On a page of the same host, that its own policy leaves alone.
  await page.route('**/course.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<title>Course</title><script>addEventListener('message', (e) => (window.height = e.data.height))</script>${code}`,
    }),
  );
  await page.goto(`${baseURL ?? ''}course.html`);
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('heading', { name: 'Accuracy' })).toBeVisible();
  await expect(frame.getByRole('heading', { name: 'Confusion' })).toBeHidden();
  await expect(frame.getByRole('figure')).toHaveAccessibleName(new RegExp(`B .*${accuracy ?? '?'}`), {
    timeout: 60_000,
  });
  await expect(frame.getByRole('link', { name: /Open in the Quantization Playground/ })).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { height: number }).height)).toBeGreaterThan(200);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await page.goto(/src="([^"]*)"/.exec(code)?.[1] ?? '');
  await expect(page.getByRole('heading', { name: 'Accuracy' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
});
