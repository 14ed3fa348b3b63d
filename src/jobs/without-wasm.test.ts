import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { parseModelCard } from '../model/card';
import { countCorrect } from '../model/score';
import { createEvalResources, evalJobs } from './evaluate';
import { finish } from './finish';

const bytes = (path: string): ArrayBuffer =>
  Uint8Array.from(readFileSync(new URL(`../../${path}`, import.meta.url))).buffer;
const json = (path: string): unknown => JSON.parse(Buffer.from(bytes(path)).toString());
const IMAGES = 60;

// In a file of its own: a process chooses its backend once.
it('computes the same in plain JavaScript when WebAssembly cannot be loaded', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const resources = createEvalResources({ simd: '/nowhere', threaded: '/nowhere', plain: '/nowhere' });
  const bundle = {
    card: parseModelCard(json('public/models/lenet-reference/card.json')),
    topology: json('public/models/lenet-reference/model.json'),
    weights: bytes('public/models/lenet-reference/weights.bin'),
  };
  const info = await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  expect(info.backend).toBe('cpu');
  const packed = bytes('public/data/fashion-mnist/test-0-2000.bin');
  const images = { packed, count: 2000, offset: 0, from: 0, to: IMAGES };
  const { labels } = await finish(evalJobs['load-images'](images, resources));
  const shard = await finish(evalJobs.evaluate({ side: null, from: 0, to: IMAGES }, resources));
  expect(countCorrect(shard.predictions, labels) / IMAGES).toBeGreaterThan(0.8);
  const { cases } = json('reference/cases/models/lenet/accuracy.json') as {
    cases: { expected: { firstLogits: number[] } }[];
  };
  cases[0]?.expected.firstLogits.forEach((want, at) => expect(shard.firstLogits?.[at]).toBeCloseTo(want, 3));
  expect(warned).toHaveBeenCalled();
});
