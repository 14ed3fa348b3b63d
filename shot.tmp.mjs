// node shot.mjs OUT.png URL-PATH [WIDTH HEIGHT dark|light [fullPage]] ; needs `vite preview` on QP_PORT
import { chromium } from '@playwright/test';
const [out, path = '', w = 1440, h = 900, theme = 'light', full] = process.argv.slice(2);
const port = process.env.QP_PORT ?? 4173;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--disable-gpu', '--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: +w, height: +h }, colorScheme: theme, reducedMotion: 'reduce' });
page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log('CONSOLE', m.type(), m.text()));
page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
await page.goto(`http://127.0.0.1:${port}/${path}`);
await page.waitForTimeout(+(process.env.WAIT ?? 6000));
const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
if (overflow > 0) console.log('OVERFLOW', overflow);
await page.screenshot({ path: out, fullPage: full === 'full' });
await browser.close();
