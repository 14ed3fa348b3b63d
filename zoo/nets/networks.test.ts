import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { foldBatchNorm } from '../../src/model/batch-norm-folding';
import { channelPairs } from '../../src/model/channel-pairs';
import { equalize, unbalance } from '../../src/model/equalization';
import type { Model } from '../../src/model/graph';
import { writeModel } from '../../src/model/layers-model';
import { parseModel } from '../../src/model/model';
import { initBackend } from '../../src/nn/backend';
import { forward } from '../../src/nn/forward';
import { NetworkWeights } from '../../src/nn/network';
import { uniformStream } from '../../src/numerics/random';
import { dscnn, lenet, mlp, type Network, resnet8 } from './networks';

const BATCH = 4;
const card = {
  id: 'net',
  output: 'logits',
  input: { shape: [28, 28, 1], preprocess: '(pixel/255 - 0.2860)/0.3530' },
};

beforeAll(async () => {
  await initBackend({ plain: false });
});

/** A network with every number drawn, so that nothing is 0 or 1 by chance. */
function drawn(network: Network): Model {
  const uniform = uniformStream(3, 'initial-weights');
  const model = network(card, uniform);
  const draw = (values: Float32Array, low: number): Float32Array => values.map(() => low + uniform());
  const nodes = model.nodes.map((node) => {
    const { op } = node;
    if ('bias' in op && op.bias !== null) return { ...node, op: { ...op, bias: draw(op.bias, -0.5) } };
    if (op.kind !== 'batch-norm') return node;
    const { mean, variance } = op;
    const [gamma, beta] = [draw(mean, 0.5), draw(mean, -0.5)];
    return { ...node, op: { ...op, mean: draw(mean, -0.5), variance: draw(variance, 0.2), gamma, beta } };
  });
  return { ...model, nodes };
}

const images = (): Float32Array => {
  const uniform = uniformStream(4, 'stochastic-rounding');
  return Float32Array.from({ length: BATCH * 784 }, () => 2 * uniform() - 1);
};

function logits(model: Model): Float32Array {
  const kernels = model.kernels.map(({ data }) => data);
  const weights = new NetworkWeights(model, kernels);
  const known = new Map([[0, tf.tensor<tf.Rank>(images(), [BATCH, 28, 28, 1])]]);
  const output = forward({ model, weights, known, from: 1 });
  const values = output.dataSync() as Float32Array;
  output.dispose();
  weights.dispose();
  return values;
}

/** Largest difference, relative to the largest value. */
function distance(a: Float32Array, b: Float32Array): number {
  const largest = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? NaN))), 0) / largest;
}

/** As it comes back from its files. */
function reread(model: Model): Model {
  const { topology, weights } = writeModel(model, 'net');
  const digest = bytesToHex(sha256(weights));
  return parseModel({ card: { ...card, sha256: digest }, topology, weights: weights.buffer });
}

const networks: readonly (readonly [string, Network])[] = [
  ['mlp', mlp(128, 64, 10)],
  ['lenet', lenet],
  ['dscnn', dscnn],
  ['resnet8', resnet8],
];

describe.each(networks)('%s', (_name, network) => {
  const model = drawn(network);
  const folded = foldBatchNorm(model);

  it.each([
    ['as trained', model],
    ['folded', folded],
  ])('comes back from its files, %s', (_form, original) => {
    const { card: written, ...rest } = reread(original);
    const { card: kept, ...wanted } = original;
    expect(rest).toEqual(wanted);
    expect(written.id).toBe(kept.id);
  });

  it.each([
    ['as trained', model],
    ['folded', folded],
  ])('gives in the layers API of tfjs what it gives here, %s', async (_form, original) => {
    const { topology, weights } = writeModel(original, 'net');
    const { modelTopology, weightsManifest } = topology as { modelTopology: object; weightsManifest: object };
    const artifacts = {
      modelTopology,
      weightSpecs: (weightsManifest as { weights: tf.io.WeightsManifestEntry[] }[]).flatMap((group) => group.weights),
      weightData: weights.buffer,
    };
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const output = loaded.predict(tf.tensor(images(), [BATCH, 28, 28, 1])) as tf.Tensor;
    expect(distance(logits(original), output.dataSync() as Float32Array)).toBeLessThan(1e-5);
  });

  it('folds every batch normalization, with the same logits', () => {
    expect(folded.nodes.filter(({ op }) => op.kind === 'batch-norm')).toEqual([]);
    expect(folded.nodes.filter(({ op }) => op.kind === 'activation').length).toBe(_name === 'resnet8' ? 3 : 0);
    expect(distance(logits(folded), logits(model))).toBeLessThan(1e-5);
  });

  it('keeps its logits through equalization, which levels both sides of each pair', () => {
    const equal = equalize(folded, 100);
    expect(distance(logits(equal), logits(folded))).toBeLessThan(1e-5);
    expect(equal.kernels).not.toEqual(folded.kernels);
  });

  it('keeps every bit of its logits when channels are scaled by powers of two', () => {
    const uniform = uniformStream(5, 'imbalance');
    const scaled = unbalance(folded, 3, uniform);
    expect(scaled.kernels).not.toEqual(folded.kernels);
    expect(logits(scaled)).toEqual(logits(folded));
  });
});

it('pairs every layer of a chain, and none across a branch', () => {
  expect(channelPairs(foldBatchNorm(drawn(dscnn))).map(({ first, second }) => [first, second])).toEqual(
    Array.from({ length: 11 }, (_, first) => [first, first + 1]),
  );
  const residual = foldBatchNorm(drawn(resnet8));
  const names = channelPairs(residual).map((pair) =>
    [pair.first, pair.second].map((kernel) => residual.kernels[kernel]?.info.name),
  );
  expect(names).toEqual([1, 2, 3].map((block) => [`block${String(block)}_conv1`, `block${String(block)}_conv2`]));
});

it('has the sizes that the cards state', () => {
  const weights = (network: Network, fold = true): number => {
    const model = network(card, () => 0);
    const { kernels, biasBytes } = fold ? foldBatchNorm(model) : model;
    return kernels.reduce((sum, { info }) => sum + info.weights, biasBytes / 4);
  };
  expect(weights(lenet)).toBe(41_594);
  expect(weights(mlp(128, 64, 10))).toBe(109_386);
  expect(weights(dscnn)).toBe(36_138);
  // With the running statistics, which are not trained.
  expect(weights(dscnn, false)).toBe(36_874 + 2 * 736);
});
