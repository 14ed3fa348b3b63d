/** Finds a Chrome or Chromium for the journeys and the benchmarks, or installs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const variables = ['CHROME_PATH', 'CHROME_BIN', 'CHROMIUM_PATH', 'PUPPETEER_EXECUTABLE_PATH'];
/** The headless shell first: it has no interface of its own to spend time on. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const places = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Some distributions ship a command that only says where to get the browser, and a download may lack libraries. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows the flag opens a window instead.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

function candidates(): string[] {
  const named = variables.map((name) => process.env[name] ?? '');
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...named, ...onPath, ...places, chromium.executablePath()].filter((path) => path !== '');
}

function findBrowser(): string | undefined {
  return candidates().find(starts);
}

function run(command: string, args: readonly string[]): void {
  console.log(`$ ${command} ${args.join(' ')}`);
  spawnSync(command, args, {
    stdio: 'inherit',
    timeout: 300_000,
    shell: process.platform === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function installFromDebian(): void {
  const apt = '/usr/bin/apt-get';
  if (process.getuid?.() !== 0 || !existsSync(apt)) return;
  run(apt, ['update']);
  for (const name of ['chromium-headless-shell', 'chromium']) {
    run(apt, ['install', '-y', '--no-install-recommends', name]);
    if (findBrowser() !== undefined) return;
  }
}

/**
 * The path of a browser that starts: one named by CHROME_PATH, else installed on this machine, else Playwright's own,
 * else Debian's (as root). Throws when none can be had.
 */
export function browserPath(): string {
  const present = findBrowser();
  if (present !== undefined) return present;
  console.log('No Chrome or Chromium found: installing one.');
  for (const install of [() => run('npx', ['playwright', 'install', 'chromium']), installFromDebian]) {
    install();
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error('No Chrome or Chromium: install one, or set CHROME_PATH to the path of its executable.');
}
