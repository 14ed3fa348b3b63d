import type { LinkDigest } from '../src/experiment/link';
import type { Recipe } from '../src/experiment/spec';
import { codebook, link, reference, TOLERANCE, uniform } from './support/experiments';
import type { Lab, Letter } from './support/lab';
import { expect, test } from './support/test';

async function expectRow(lab: Lab, digest: LinkDigest, letter: Letter, row: string): Promise<void> {
  const { correct, changed, effectiveBits } = reference(row);
  expect(digest.images).toBe(10_000);
  expect(Math.abs(digest[letter === 'A' ? 'a' : 'b'] - correct)).toBeLessThanOrEqual(TOLERANCE.correct);
  const flips = Number.parseInt((await lab.row(letter, 'Predictions changed')).replaceAll(',', ''), 10);
  expect(Math.abs(flips - changed)).toBeLessThanOrEqual(TOLERANCE.changed);
  expect(await lab.row(letter, 'Stored bits')).toContain((effectiveBits ?? 32).toFixed(2));
}

const pairs: readonly { a: [string, Recipe]; b: [string, Recipe] }[] = [
  {
    a: ['sym-tensor-minmax-4', uniform(4, 'tensor', 'minmax')],
    b: ['sym-channel-mse-3', uniform(3, 'channel', 'mse')],
  },
  {
    a: ['sym-group-minmax-2', uniform(2, 'group', 'minmax')],
    b: ['sym-tensor-mse-2', uniform(2, 'tensor', 'mse')],
  },
];

test("the app's workers count what PyTorch counted", async ({ lab }) => {
  for (const { a, b } of pairs)
    await test.step(`${a[0]}, ${b[0]}`, async () => {
      await lab.open(link({ a: a[1], b: b[1], images: 10_000 }));
      const digest = await lab.digest();
      expect(Math.abs(digest.float - reference('float').correct)).toBeLessThanOrEqual(TOLERANCE.correct);
      await expectRow(lab, digest, 'A', a[0]);
      await expectRow(lab, digest, 'B', b[0]);
    });
});

test('the same settings give the same numbers twice', async ({ lab, page }) => {
  const fragment = link({ a: codebook(3), b: uniform(3, 'group', 'percentile') });
  await lab.open(fragment);
  const first = await lab.digest();
  await page.goto('about:blank');
  await lab.open(fragment);
  expect(await lab.digest()).toEqual(first);
});
