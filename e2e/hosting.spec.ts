import { readFileSync } from 'node:fs';
import { expect, test } from './support/test';
import { plainSite, site } from './support/sites';

test('npm start isolates the page, forbids other origins and lets hashed files be kept', async ({ page, request }) => {
  const response = await request.get(site.address);
  const headers = response.headers();
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['cache-control'] ?? '').not.toContain('immutable');

  const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(await response.text())?.[1] ?? '';
  const asset = await request.get(site.address + script);
  expect(asset.headers()['cache-control']).toContain('immutable');
  expect(asset.headers()['content-type']).toContain('javascript');

  await page.goto(site.address);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a missing file is not found, instead of being the page', async ({ request }) => {
  const response = await request.get(`${site.address}models/none/weights.bin`);
  expect(response.status()).toBe(404);
});

test('the notices of everything that ships are there', async ({ request }) => {
  const response = await request.get(`${site.address}THIRD-PARTY-NOTICES.md`);
  expect(await response.text()).toBe(readFileSync('THIRD-PARTY-NOTICES.md', 'utf8'));
});

test.describe('below a path, on a host that sets no headers', () => {
  test.use({ baseURL: plainSite.address });

  test('everything works', async ({ lab, page }) => {
    await lab.open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await lab.bits('B', 8);
    await lab.measured();
    expect(await lab.percent('B')).toBeGreaterThan(85);
    expect(new URL(await lab.sharedLink()).pathname).toBe(plainSite.path);
  });

  test.describe('other origins', () => {
    test.use({ provoked: [/Content Security Policy/] });
    test('the policy in the page refuses other origins', async ({ page }) => {
      await page.goto('./');
      const outcome = await page.evaluate(() =>
        fetch('http://192.0.2.1/').then(
          () => 'answered',
          (error: unknown) => String(error),
        ),
      );
      expect(outcome).toContain('Failed to fetch');
      const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
      await expect(policy).toHaveAttribute('content', /connect-src 'self'/);
    });
  });
});
