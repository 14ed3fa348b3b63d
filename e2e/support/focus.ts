import type { Page } from '@playwright/test';

/** Stops of the Tab key that are walked through at most. */
const MOST = 250;

/**
 * Presses Tab from where the focus is until it leaves the page. Returns how many stops there are, and the names of those of
 * which nothing is seen when they have the focus: outside of the window, or under what stays in sight.
 */
export async function hiddenStops(page: Page): Promise<{ readonly stops: number; readonly hidden: readonly string[] }> {
  const hidden: string[] = [];
  for (let stops = 0; stops < MOST; stops++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const { x, y, width, height } = element.getBoundingClientRect();
      const isSeen = [0.1, 0.5, 0.9].some((share) => {
        const found = document.elementFromPoint(x + width * share, y + height * share);
        return found !== null && (element.contains(found) || found.contains(element));
      });
      return isSeen ? '' : (element.getAttribute('aria-label') ?? element.textContent);
    });
    if (name === null) return { stops, hidden };
    if (name !== '') hidden.push(name);
  }
  throw new Error(`The focus does not leave the page within ${String(MOST)} stops.`);
}
