/** The release build in Chromium, and what is measured there. */
import { readdirSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { preview } from 'vite';
import { browserPath } from '../scripts/browser';
import type { Row } from './rows';

/** tsx wraps named functions into calls of this helper, which the page does not have. */
export const NAME_HELPER = 'globalThis.__name ??= (value) => value;';

/** Builds nothing: serves `folder`; `npm run bench` has built `dist` before. */
export async function inChromium<T>(
  work: (browser: Browser, address: string) => Promise<T>,
  folder = 'dist',
): Promise<T> {
  if (!readdirSync(folder).includes('index.html')) throw new Error(`There is no build in ${folder}.`);
  const server = await preview({
    build: { outDir: folder },
    preview: { port: 4196, strictPort: true, host: '127.0.0.1' },
  });
  const browser = await chromium.launch({ executablePath: browserPath(), args: ['--disable-gpu'] });
  try {
    return await work(browser, 'http://127.0.0.1:4196/');
  } finally {
    await browser.close();
    await server.close();
  }
}

export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(NAME_HELPER);
  return page;
}

export function row(id: string, what: string, value: number, budget: number | null): Row {
  return { id: `page/${id}`, what, value, unit: 'ms', budget, peer: null };
}

/** From now on notes the longest task of the main thread. */
export async function watchLongest(page: Page): Promise<void> {
  await page.evaluate(() => {
    const notes = { blocking: 0 };
    Object.assign(window, { longest: notes });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) notes.blocking = Math.max(notes.blocking, duration);
    }).observe({ type: 'longtask' });
  });
}

export function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { longest: { blocking: number } }).longest.blocking);
}

/** Milliseconds that pass in this process until `done` holds; the page is asked without pause. */
export async function until(done: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await done;
  return performance.now() - start;
}
