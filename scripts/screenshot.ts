/** `npm run screenshot`: the picture of the Lab in the README, taken from the release build in `dist`. */
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { Lab } from '../e2e/support/lab';
import { browserPath } from './browser';

const server = await preview({ preview: { port: 4195, strictPort: true, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath: browserPath() });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
await page.goto('http://127.0.0.1:4195/');
await new Lab(page).measured();
await page.screenshot({ path: 'docs/lab.png' });
await browser.close();
await server.close();
