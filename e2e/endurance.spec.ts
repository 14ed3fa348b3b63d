import type { Page } from '@playwright/test';
import { link, uniform } from './support/experiments';
import { expect, test } from './support/test';

/** Tensors alive in every worker that has tfjs, which keeps its engine in a global. */
async function tensors(page: Page): Promise<number[]> {
  const workers = page.workers().filter((worker) => worker.url().includes('eval.worker'));
  const counts = workers.map((worker) => worker.evaluate<number>('self._tfengine.memory().numTensors'));
  return (await Promise.all(counts)).sort((a, b) => a - b);
}

test('200 changes leave the tensors and the workers as they were', async ({ lab, page }) => {
  await lab.open(link({ b: uniform(3, 'tensor', 'minmax') }));
  const before = { tensors: await tensors(page), workers: page.workers().length };
  const slider = lab.recipe('B').getByRole('slider', { name: /^Threshold of B/ });
  await slider.focus();
  for (let change = 1; change <= 200; change++) {
    await page.keyboard.press(change % 100 < 50 ? 'ArrowLeft' : 'ArrowRight');
    if (change % 20 === 0) await lab.measured();
  }
  await lab.measured();
  await expect.poll(() => page.workers().length).toBeLessThanOrEqual(before.workers);
  await expect.poll(() => tensors(page)).toEqual(before.tensors);
});
