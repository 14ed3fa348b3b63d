import { expect, test as base } from '@playwright/test';
import { Lab } from './lab';

interface Fixtures {
  readonly lab: Lab;
  /** Messages on the console that a journey provokes on purpose. */
  readonly provoked: RegExp[];
  readonly quiet: undefined;
}

/** What the runner itself writes when it keeps the service worker away. */
const OF_THE_RUNNER = 'Service Worker registration blocked by Playwright';

/** Every journey also shows that nothing is written to the console as an error and that no other host is asked. */
export const test = base.extend<Fixtures>({
  lab: async ({ page }, use) => {
    await use(new Lab(page));
  },
  provoked: [[], { option: true }],
  quiet: [
    async ({ context, provoked, baseURL }, use) => {
      const errors: string[] = [];
      const foreign: string[] = [];
      const home = new URL(baseURL ?? 'http://127.0.0.1').hostname;
      context.on('console', (message) => {
        const isBad = message.type() === 'error' || message.type() === 'warning';
        if (isBad && message.text() !== OF_THE_RUNNER) errors.push(message.text());
      });
      context.on('weberror', (error) => errors.push(String(error.error())));
      context.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol.startsWith('http') && hostname !== home) foreign.push(request.url());
      });
      await use(undefined);
      expect(errors.filter((text) => !provoked.some((pattern) => pattern.test(text)))).toEqual([]);
      expect(foreign).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
