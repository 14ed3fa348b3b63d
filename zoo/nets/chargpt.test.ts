import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeModel } from '../../src/model/layers-model';
import { layersOf, parseModel } from '../../src/model/model';
import { initBackend } from '../../src/nn/backend';
import { forward } from '../../src/nn/forward';
import { NetworkWeights } from '../../src/nn/network';
import { uniformStream } from '../../src/numerics/random';
import { CHARGPT, chargpt } from './chargpt';

const TIME = 128;
const card = {
  id: 'chargpt',
  output: 'logits',
  task: 'language' as const,
  input: { shape: [TIME], preprocess: 'token' },
};
const made = () => chargpt(card, uniformStream(3, 'initial-weights'));

beforeAll(async () => {
  await initBackend({ plain: false });
});

const text = (count: number): Float32Array => {
  const uniform = uniformStream(4, 'sample-values');
  return Float32Array.from({ length: count }, () => Math.floor(uniform() * CHARGPT.characters));
};

function logits(model: ReturnType<typeof made>, tokens: Float32Array): Float32Array {
  const kernels = model.kernels.map(({ data }) => data);
  const weights = new NetworkWeights(model, kernels);
  const known = new Map([[0, tf.tensor<tf.Rank>(tokens, [tokens.length / TIME, TIME])]]);
  const output = forward({ model, weights, known, from: 1 });
  const values = output.dataSync() as Float32Array;
  output.dispose();
  weights.dispose();
  return values;
}

describe('the character transformer', () => {
  it('keeps every matrix in a kernel of its own', () => {
    const layers = layersOf(made());
    expect(layers.reduce((sum, { weights }) => sum + weights, 0)).toBe(2 * (12 * 128 * 128) + 128 * (81 + 128 + 81));
    expect(layers.map(({ name }) => name)).toEqual([
      'tokens',
      'positions',
      ...[1, 2].flatMap((block) => ['qkv', 'proj', 'fc1', 'fc2'].map((part) => `block${String(block)}_${part}`)),
      'head',
    ]);
  });

  it('starts near a guess', () => {
    const model = made();
    const values = logits(model, text(TIME));
    const spread = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(spread).toBeGreaterThan(0.5);
    expect(spread).toBeLessThan(6);
  });

  it('comes back from its files as it was', () => {
    const { topology, weights } = writeModel(made(), 'chargpt');
    const digest = bytesToHex(sha256(weights));
    const read = parseModel({
      card: { ...card, sha256: digest },
      topology: JSON.parse(JSON.stringify(topology)) as unknown,
      weights: weights.buffer,
    });
    expect(read.card.task).toBe('language');
    expect(layersOf(read)).toEqual(layersOf(made()));
    expect(read.biasBytes).toBe(made().biasBytes);
    const tokens = text(2 * TIME);
    expect(logits(read, tokens)).toEqual(logits(made(), tokens));
  });

  it('does not let a character change what comes before it', () => {
    const tokens = text(TIME);
    const changed = tokens.with(100, ((tokens[100] ?? 0) + 1) % CHARGPT.characters);
    const [before, after] = [tokens, changed].map((given) => logits(made(), given));
    const from = 100 * CHARGPT.characters;
    expect(after?.subarray(0, from)).toEqual(before?.subarray(0, from));
    expect(after?.subarray(from)).not.toEqual(before?.subarray(from));
  });
});
