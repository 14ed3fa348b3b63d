/**
 * `npm run screenshot [-- SCREEN ...]`: the pictures of the README, one for each screen, taken from the release build in
 * `dist`. Where ImageMagick is installed they are cut down to a palette, which halves them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { type Page, chromium } from '@playwright/test';
import { preview } from 'vite';
import { lesson, stepLink } from '../e2e/support/course';
import { encodeLink } from '../src/experiment/codec';
import { defaultExperiment } from '../src/experiment/defaults';
import { type AreaId, AREA_IDS } from '../src/experiment/screens/registry';
import type { Params } from '../src/params/param';
import { browserPath } from './browser';

const PORT = 4195;
const COLOURS = 160;
const SETTLE_MS = 3000;

interface Picture {
  readonly link: string;
  /** Brings the screen to where there is something to see. */
  readonly act?: (page: Page) => Promise<void>;
}

/** A screen on the network that the app opens with. */
function screen(area: AreaId, settings: Params = {}, layer?: string): string {
  const experiment = { ...defaultExperiment(), screens: { [area]: settings } };
  return encodeLink({ experiment, view: { area, ...(layer === undefined ? {} : { layer }) } });
}

const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true });

const shown = { timeout: 240_000 };

const OTHERS: Readonly<Record<string, Picture>> = {
  rounding: {
    link: screen('rounding', { iterations: 300 }, 'dw1'),
    act: (page) => button(page, 'Run again').waitFor(shown),
  },
  training: {
    link: screen('training', { images: 3000, control: false, train: 'a' }, 'dw5'),
    act: async (page) => {
      await button(page, 'Start').click(shown);
      await button(page, 'Pause').waitFor(shown);
      await button(page, 'Start').waitFor(shown);
    },
  },
  mixed: { link: screen('mixed'), act: (page) => page.getByText(/policies a second measured here/).waitFor(shown) },
  lesson: {
    link: stepLink('2.2'),
    act: (page) => lesson(page).getByRole('slider').press('ArrowLeft'),
  },
};

const pictures: Readonly<Record<string, Picture>> = {
  ...Object.fromEntries(AREA_IDS.map((area) => [area, { link: screen(area) }])),
  ...OTHERS,
};

async function take(page: Page, name: string, { link, act }: Picture): Promise<void> {
  const file = `docs/${name}.png`;
  await page.goto('about:blank');
  await page.goto(`http://127.0.0.1:${PORT}/${link}`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  const idle = () => page.locator('html[data-state="idle"]').waitFor({ state: 'attached', ...shown });
  await idle();
  await act?.(page);
  // What a screen measures begins a moment after it is drawn.
  await page.waitForTimeout(SETTLE_MS);
  await idle();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
  if (hasMagick) execFileSync('convert', [file, '+dither', '-colors', String(COLOURS), '-strip', `PNG8:${file}`]);
  console.log(`${file}: ${((await stat(file)).size / 1000).toFixed(0)} kB`);
}

const hasMagick = spawnSync('convert', ['-version'], { encoding: 'utf8' }).status === 0;
const asked = process.argv.slice(2);
const server = await preview({ preview: { port: PORT, strictPort: true, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath: browserPath() });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
for (const [name, picture] of Object.entries(pictures))
  if (asked.length === 0 || asked.includes(name)) await take(page, name, picture);
await browser.close();
await server.close();
