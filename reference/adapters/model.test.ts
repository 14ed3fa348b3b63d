import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotImplemented } from '../result';
import { runModelFolder } from './model';
import { recipeOfRow } from './model-recipes';

const LENET = fileURLToPath(new URL('../cases/models/lenet', import.meta.url));
const THREE_BITS = {
  quantizer: 'linear_symmetric',
  range: 'restricted',
  bits: 3,
  granularity: 'tensor',
  groupSize: null,
  clip: 'minmax',
  gridSize: null,
};
const row = (id: string, params: object, expected: object) => ({ id, technique: 'model_accuracy', params, expected });

describe('recipeOfRow', () => {
  it('maps what it knows', () => {
    expect(recipeOfRow({})).toBeNull();
    expect(recipeOfRow(THREE_BITS)).toEqual({
      quantizer: { id: 'uniform', params: { bits: 3, scheme: 'symmetric', range: 'restricted' } },
      granularity: { id: 'tensor', params: {} },
      clipper: { id: 'minmax', params: {} },
      rounder: { id: 'nearest-even', params: {} },
    });
    expect(recipeOfRow({ quantizer: 'twn', granularity: 'group', groupSize: 8, deltaFactor: 0.5 })).toMatchObject({
      quantizer: { id: 'ternary', params: { factor: 0.5 } },
      granularity: { id: 'group', params: { groupSize: 8 } },
    });
  });

  it.each([
    ['a quantizer', { quantizer: 'gptq' }, 'quantizer = "gptq"'],
    ['a parameter', { ...THREE_BITS, damping: 0.1 }, 'damping'],
    ['a value', { ...THREE_BITS, clip: 'kl' }, 'clip = "kl"'],
    [
      'an order of blocks',
      { quantizer: 'mx_shared', m: 2, k1: 16, k2: 2, d1: 8, d2: 1, blocksAlong: 'rows' },
      'blocksAlong = "rows"',
    ],
    ['a missing size', { ...THREE_BITS, granularity: 'group' }, 'without parameter groupSize'],
    ['a size that means nothing', { ...THREE_BITS, groupSize: 16 }, 'groupSize'],
    ['a ternary code of other width', { quantizer: 'twn', granularity: 'channel', nominalBits: 3 }, 'nominalBits'],
  ])('reports %s by name', (_what, params, named) => {
    expect(() => recipeOfRow(params)).toThrow(NotImplemented);
    expect(() => recipeOfRow(params)).toThrow(named);
  });
});

describe('runModelFolder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'model-case-'));
    await cp(LENET, folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('passes, fails and skips rows one by one', async () => {
    const cases = [
      row('right', THREE_BITS, {
        correct: 5702,
        changed: 4259,
        effectiveBits: 3.003083,
        logitsMse: 18.207375139008573,
      }),
      row('wrong', {}, { correct: 9024, changed: 0 }),
      row('unknown', { ...THREE_BITS, quantizer: 'awq' }, { correct: 1 }),
      row('unknown field', {}, { perplexity: 1 }),
      { ...row('other', {}, {}), technique: 'model_latency' },
    ];
    await writeFile(join(folder, 'accuracy.json'), JSON.stringify({ cases }));
    const results = await runModelFolder(folder);
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['right', 'passed'],
      ['wrong', 'failed'],
      ['unknown', 'skipped'],
      ['unknown field', 'skipped'],
      ['other', 'skipped'],
    ]);
    expect(results[1]?.detail).toBe('correct: got 9028, want 9024');
    expect(results.slice(2).map(({ detail }) => detail)).toEqual([
      'model_accuracy with quantizer = "awq"',
      'model_accuracy with expected perplexity',
      'technique model_latency',
    ]);
  });

  it('fails every row of a model that cannot be loaded', async () => {
    await writeFile(join(folder, 'weights.bin'), Buffer.alloc(100));
    await writeFile(join(folder, 'accuracy.json'), JSON.stringify({ cases: [row('a', {}, {}), row('b', {}, {})] }));
    const results = await runModelFolder(folder);
    expect(results.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(results[0]?.detail).toContain('weights.bin is incomplete');
  });
});
