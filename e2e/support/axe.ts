import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds wrong, one line each: rule, element. Every rule is tried in the theme on screen; in the other only
 * contrast, as the themes differ in nothing but colours.
 */
export async function findings(page: Page): Promise<string[]> {
  const here = await themeOf(page);
  const other = here === 'dark' ? 'light' : 'dark';
  const found = await violations(page, here);
  await show(page, other);
  found.push(...(await violations(page, other, ['color-contrast'])));
  await show(page, here);
  return found;
}

type Theme = 'light' | 'dark';

async function themeOf(page: Page): Promise<Theme> {
  return (await page.locator('html').getAttribute('data-theme')) === 'dark' ? 'dark' : 'light';
}

async function show(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: 'attached' });
}

/** Only violations are worked out: naming all that is right takes far longer. */
async function violations(page: Page, theme: Theme, rules?: string[]): Promise<string[]> {
  // In one run inside the page, as there are no frames: to collect partial runs takes three times as long.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({
    resultTypes: ['violations'],
    // Part of WCAG 2.2 AA, which axe tries only when asked.
    rules: { 'target-size': { enabled: true } },
    ...(rules && { runOnly: { type: 'rule' as const, values: rules } }),
  });
  const { violations: wrong } = await builder.analyze();
  return wrong.flatMap(({ id, nodes }) => nodes.map((node) => `${theme}, ${id}: ${node.target.join(' ')}`));
}
