/** For tests: runs a network that was read. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { tensor } from '@tensorflow/tfjs-core';
import { type Model, parseModel } from '../../model/model';
import { forward } from '../../nn/forward';
import { NetworkWeights } from '../../nn/network';
import { readFiles } from './read';
import type { GivenFile, ReadNetwork } from './types';

/** Fails the test with the notes of files that hold no network that runs. */
export async function networkIn(files: readonly GivenFile[]): Promise<ReadNetwork> {
  const read = await readFiles(files);
  if (read.kind === 'weights') throw new Error(read.notes.join('\n'));
  return read;
}

export function modelOf({ topology, weights, input }: ReadNetwork): Model {
  const digest = bytesToHex(sha256(new Uint8Array(weights)));
  const card = { id: 'given', output: 'anything', sha256: digest, input: { ...input, preprocess: 'pixel' } };
  return parseModel({ card, topology, weights });
}

/** The outputs of the engine for a batch; `shape` with the batch. */
export function outputs(model: Model, shape: readonly number[], values: Float32Array): Float32Array {
  const weights = new NetworkWeights(
    model,
    model.kernels.map(({ data }) => data),
  );
  const known = new Map([[0, tensor(values, [...shape])]]);
  const output = forward({ model, weights, known, from: 1 });
  const got = output.dataSync<'float32'>();
  output.dispose();
  weights.dispose();
  return got;
}

/** Largest difference over the largest magnitude; NaN for lists of different lengths. */
export function apart(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const pairs = Array.from({ length: Math.max(got.length, wanted.length) }, (_, at) => [got[at], wanted[at]] as const);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const worst = most(pairs.map(([a = NaN, b = NaN]) => Math.abs(a - b)));
  return worst / most(pairs.map(([, b = NaN]) => Math.abs(b)));
}
