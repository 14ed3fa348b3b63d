import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Model, kernelsOf, parseModel } from '../../model/model';
import { initBackend } from '../../nn/backend';
import { forward } from '../../nn/forward';
import { NetworkWeights } from '../../nn/network';
import { expectedNetwork, fixture, fixtures } from './fixtures-fakes';
import { readFiles } from './read';
import type { GivenFile, ReadNetwork } from './types';

beforeAll(async () => {
  await initBackend({ plain: false });
  await setBackend('wasm');
});

async function networkIn(files: readonly GivenFile[]): Promise<ReadNetwork> {
  const read = await readFiles(files);
  expect(read.kind, read.notes.join('\n')).toBe('network');
  return read as ReadNetwork;
}

function modelOf({ topology, weights, input }: ReadNetwork): Model {
  const digest = bytesToHex(sha256(new Uint8Array(weights)));
  const card = { id: 'given', output: 'anything', sha256: digest, input: { ...input, preprocess: 'pixel' } };
  return parseModel({ card, topology, weights });
}

/** The outputs of the engine for a batch. */
function outputs(model: Model, shape: readonly number[], values: readonly number[]): Float32Array {
  const weights = new NetworkWeights(
    model,
    model.kernels.map(({ data }) => data),
  );
  const known = new Map([[0, tensor(values as number[], [...shape])]]);
  const output = forward({ model, weights, known, from: 1 });
  const got = output.dataSync() as Float32Array;
  output.dispose();
  weights.dispose();
  return got;
}

const RELATIVE = 1e-5;

describe.each([
  ['tfjs-layers', 'tfjs-layers', 'probabilities', ['stem', 'depth', 'point', 'head']],
  ['tfjs-layers-quantized.zip', 'tfjs-layers', 'logits', ['conv', 'hidden', 'logits']],
])('the network in %s', (name, format, output, layers) => {
  const files = name.includes('.') ? [fixture(name)] : fixtures(name);

  it('gives what the program that made it computes', async () => {
    const read = await networkIn(files);
    const { input, output: wanted } = expectedNetwork(name);
    expect(read).toMatchObject({ format, output, input: { shape: input.shape.slice(1) } });
    const model = modelOf(read);
    expect([...kernelsOf(model).keys()]).toEqual(layers);
    const got = outputs(model, input.shape, input.values);
    const scale = Math.max(...wanted.values.map(Math.abs));
    expect(got).toHaveLength(wanted.values.length);
    expect(Math.max(...wanted.values.map((value, at) => Math.abs(value - got[at]!))) / scale).toBeLessThan(RELATIVE);
  });

  it('has the weights that the program has, bit by bit', async () => {
    const { tensors } = await readFiles(files);
    const { weights } = expectedNetwork(name);
    const byName = new Map(tensors.map((one) => [one.name, one]));
    expect(tensors.length).toBeGreaterThanOrEqual(Object.keys(weights).length);
    for (const [key, { shape, values }] of Object.entries(weights)) {
      expect(byName.get(key)?.shape).toEqual(shape);
      expect(await byName.get(key)?.load()).toEqual(Float32Array.from(values));
    }
  });
});
