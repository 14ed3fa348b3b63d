import { findings } from './support/axe';
import { AREA_IDS } from '../src/experiment/screens/registry';
import { stepLink } from './support/course';
import { codebook, link } from './support/experiments';
import { hiddenStops } from './support/focus';
import { expect, test } from './support/test';

test('axe finds nothing in the Lab, with codebooks, and in the dialogs', async ({ lab, page }) => {
  await lab.open();
  expect(await findings(page)).toEqual([]);
  await lab.open(link({ a: codebook(2), b: codebook(4) }));
  expect(await findings(page)).toEqual([]);
  for (const name of ['Share', 'Glossary', 'Shortcuts', /on Fashion-MNIST/]) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  test('axe finds nothing, and what the keyboard leads to is in sight', async ({ lab, page }) => {
    await lab.visit();
    await expect(page.getByRole('tab', { name: /measured|%/ }).first()).toBeVisible();
    await expect(lab.accuracy('B').first()).toContainText(/\d/);
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    const { stops, hidden } = await hiddenStops(page);
    expect(hidden).toEqual([]);
    expect(stops).toBeGreaterThan(30);
    // It stands at the right edge, in the sheet at the bottom.
    await page.getByRole('button', { name: 'More for recipe A' }).press('Enter');
    for (const item of await page.getByRole('menuitem').all()) await expect(item).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'More for recipe A' })).toBeFocused();
  });
});

test.describe('with an error shown', () => {
  test.use({ provoked: [/404/] });
  test('axe finds nothing', async ({ lab, page }) => {
    await page.route('**/models/*/weights.bin', (route) => route.fulfill({ status: 404, body: '' }));
    await lab.visit();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
});

test('the main control is within five Tab stops, and every stop is in sight', async ({ lab, page }) => {
  await lab.open();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inside = await lab.recipe('A').evaluate((element) => element.contains(document.activeElement));
  expect(inside).toBe(true);
  const { stops, hidden } = await hiddenStops(page);
  expect(hidden).toEqual([]);
  expect(stops).toBeGreaterThan(80);
});

/** The narrowest phone, and a window of 1440 × 900 at 200 % zoom. */
const NARROW = [
  { width: 320, height: 640 },
  { width: 720, height: 450 },
];

test('no screen is wider than 320 or 720 pixels, nor is a lesson beside it', async ({ lab, page }) => {
  const links = [...AREA_IDS.map((area) => link({ area })), ...['1.6', '5.1'].map((id) => stepLink(id))];
  for (const fragment of links) {
    await lab.visit(fragment);
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    for (const size of NARROW) {
      await page.setViewportSize(size);
      // What is drawn for this width may have to be fetched and measured first.
      await page.waitForTimeout(300);
      await page.locator('html[data-state="idle"]').waitFor({ state: 'attached', timeout: 60_000 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), fragment).toBeLessThanOrEqual(size.width);
    }
  }
});
