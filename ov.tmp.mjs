import { chromium } from '@playwright/test';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--disable-gpu', '--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
await page.goto('http://127.0.0.1:4390/' + process.argv[2]);
for (let i = 0; i < 60; i++) { await page.waitForTimeout(150); const w = await page.evaluate(() => document.documentElement.scrollWidth); if (w > 320) break; }
console.log(await page.evaluate(() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 320.5).slice(0, 14).map((e) => e.tagName + '.' + (e.className.baseVal ?? e.className) + ' ' + Math.round(e.getBoundingClientRect().left) + '-' + Math.round(e.getBoundingClientRect().right) + ' ' + (e.textContent ?? '').slice(0, 40))].join('\n')));
await browser.close();
