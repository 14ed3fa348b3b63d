import { defineConfig } from '@playwright/test';
import { plainSite, site } from './e2e/support/sites';
import { browserPath } from './scripts/browser';

// The workers of the test runner read this file too; they find the browser by the name it leaves here.
process.env['CHROME_PATH'] = browserPath();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Long: a machine that does other work too is slow, not wrong.
  timeout: 300_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    baseURL: site.address,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROME_PATH'], args: ['--disable-gpu'] },
    contextOptions: { reducedMotion: 'reduce' },
    // Journeys fetch what they are told to, not what a worker kept; the one about being offline allows it.
    serviceWorkers: 'block',
  },
  webServer: [
    {
      command: `npx vite preview --host 127.0.0.1 --port ${site.port} --strictPort`,
      url: site.address,
      reuseExistingServer: false,
    },
    {
      command: `npx tsx scripts/serve-plain.ts ${plainSite.path} ${plainSite.port}`,
      url: plainSite.address,
      reuseExistingServer: false,
    },
  ],
});
