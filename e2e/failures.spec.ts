import type { Page, Worker } from '@playwright/test';
import { encodeLink } from '../src/experiment/codec';
import { defaultExperiment } from '../src/experiment/defaults';
import { link, uniform } from './support/experiments';
import { expect, test } from './support/test';

const WEIGHTS = '**/models/*/weights.bin';

async function replaceWeights(page: Page, change: (bytes: Buffer) => Buffer): Promise<void> {
  await page.route(WEIGHTS, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: change(await response.body()),
      headers: { 'content-type': 'application/octet-stream' },
    });
  });
}

test.describe('weights that are not there', () => {
  test.use({ provoked: [/404/] });
  test('are a problem with a cause and a next step', async ({ lab, page }) => {
    await page.route(WEIGHTS, (route) => route.fulfill({ status: 404, body: '' }));
    await lab.visit();
    await expect(page.getByRole('alert')).toContainText(/weights/i);
    await page.unroute(WEIGHTS);
    await page.getByRole('button', { name: 'Try again' }).click();
    await lab.measured();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('weights that were cut short are refused', async ({ lab, page }) => {
  await replaceWeights(page, (bytes) => bytes.subarray(0, bytes.length - 1000));
  await lab.visit();
  await expect(page.getByRole('alert')).toContainText(/weights/i);
});

test('weights that were tampered with are refused', async ({ lab, page }) => {
  await replaceWeights(page, (bytes) => {
    const changed = Buffer.from(bytes);
    changed[1234] = changed.readUInt8(1234) ^ 1;
    return changed;
  });
  await lab.visit();
  await expect(page.getByRole('alert')).toContainText(/weights/i);
});

test.describe('a model that does not exist', () => {
  test.use({ provoked: [/404/] });
  test('is named', async ({ lab, page }) => {
    await lab.visit(encodeLink({ experiment: { ...defaultExperiment(), model: 'no-such-net' } }));
    await expect(page.getByRole('alert')).toContainText('no-such-net');
  });
});

test.describe('the code of a panel that is not there', () => {
  test.use({ provoked: [/Failed to load resource|could not be shown|dynamically imported/] });
  test('leaves the other panels alone, and is fetched again', async ({ lab, page }) => {
    const code = /ErrorMapPanel[^/]*\.js/;
    await page.route(code, (route) => route.abort());
    await lab.visit();
    await expect(page.getByRole('alert')).toContainText('Error map could not be shown');
    await expect(page.getByRole('region', { name: 'Accuracy', exact: true })).toBeVisible();
    await page.unroute(code);
    await page.getByRole('button', { name: 'Show it again' }).click();
    await expect(page.getByRole('region', { name: 'Where the error sits', exact: true })).toBeVisible();
  });
});

function evalWorkers(page: Page): Worker[] {
  return page.workers().filter((worker) => worker.url().includes('eval.worker'));
}

test.describe('a worker that crashes', () => {
  test.use({ provoked: [/crash on purpose/] });
  test('is replaced, and the numbers come out the same', async ({ lab, page }) => {
    await lab.open();
    const before = await lab.percent('B');
    const count = page.workers().length;
    for (const worker of evalWorkers(page)) {
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error('crash on purpose');
        });
      });
    }
    await lab.bits('B', 5);
    await lab.measured();
    await lab.bits('B', 3);
    await lab.measured();
    expect(await lab.percent('B')).toBe(before);
    await expect.poll(() => page.workers().length).toBeLessThanOrEqual(count);
  });
});

test('a worker that hangs is given up', async ({ lab, page }) => {
  await lab.open();
  const before = await lab.percent('B');
  for (const worker of evalWorkers(page)) {
    // Never answers: the promise ends with the worker.
    void worker.evaluate('for (;;);').catch(() => undefined);
  }
  await lab.bits('B', 6);
  await page.waitForTimeout(100);
  await lab.bits('B', 5);
  await lab.bits('B', 3);
  await lab.measured();
  expect(await lab.percent('B')).toBe(before);
});

test('without SIMD everything is slower, says so, and gives the same numbers', async ({ lab, page }) => {
  const fragment = link({ a: uniform(4, 'tensor', 'minmax'), b: uniform(3, 'channel', 'mse') });
  await lab.open(fragment);
  const simd = await lab.digest();
  await page.goto('about:blank');
  await lab.open(fragment, '?backend=plain');
  await expect(page.getByText(/No SIMD/)).toBeVisible();
  const plain = await lab.digest();
  for (const key of ['float', 'a', 'b'] as const) expect(Math.abs(plain[key] - simd[key])).toBeLessThanOrEqual(1);
});

test('a typed value outside its range is kept out, with the range beside it', async ({ lab, page }) => {
  await lab.open();
  const field = lab.recipe('A').getByRole('spinbutton', { name: 'Bits of A, typed' });
  await field.fill('99');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('16');
  await expect(lab.width('A', 3)).toBeChecked();
});
