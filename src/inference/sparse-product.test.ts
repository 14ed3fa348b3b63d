import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Model, sizeOf } from '../model/graph';
import { parseModel } from '../model/model';
import { initBackend } from '../nn/backend';
import { noise, saved } from '../nn/layers-oracle';
import { FloatPlan, UNFED } from './float-plan';

/** More than the plan takes together, and no multiple of it. */
const COUNT = 37;
const IMAGE = [5, 6, 7];

beforeAll(async () => {
  await initBackend({ plain: false });
});

interface Weights {
  readonly kernel: Float32Array;
  readonly bias: Float32Array | null;
}

/** A layer alone, after a ReLU or not: the values of its input stay as they are, so that both see the same. */
async function layerAfter(isRectified: boolean, layer: tf.layers.Layer): Promise<Model> {
  const before = isRectified ? [tf.layers.reLU()] : [];
  const shape = layer.getClassName() === 'Dense' ? [IMAGE[2]!] : IMAGE;
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), ...before, layer] });
  return parseModel(await saved(model, shape));
}

function run(model: Model, input: Float32Array, { kernel, bias }: Weights): Uint32Array {
  const last = model.nodes.length - 1;
  const weights = { kernels: [kernel], bias: () => bias };
  const found = FloatPlan.of(model)!.run({
    count: COUNT,
    weights,
    known: new Map([[0, input]]),
    from: 1,
    wanted: new Set([last]),
    feed: UNFED,
  });
  return new Uint32Array(found.get(last)!.buffer);
}

/** Values as a ReLU leaves them: two in three are 0, some of them in whole windows. */
function rectified(model: Model): Float32Array {
  const values = noise(COUNT * sizeOf(model.nodes[0]!.shape), 99);
  return values.map((value, at) => (at % 97 < 20 ? 0 : Math.max(value - 0.1, 0)));
}

const LAYERS: readonly (readonly [string, () => tf.layers.Layer])[] = [
  ['a pointwise convolution', () => tf.layers.conv2d({ filters: 64, kernelSize: 1 })],
  ['a convolution of three by three', () => tf.layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same' })],
  ['a dilated convolution', () => tf.layers.conv2d({ filters: 32, kernelSize: 2, dilationRate: 2 })],
  ['a convolution in steps', () => tf.layers.conv2d({ filters: 96, kernelSize: 3, strides: 2, activation: 'relu6' })],
  ['a dense layer', () => tf.layers.dense({ units: 64 })],
];

describe('passing over the zeros after a ReLU', () => {
  it.each(LAYERS)('gives %s the bits of the product of everything', async (_name, make) => {
    const [sparse, dense] = [await layerAfter(true, make()), await layerAfter(false, make())];
    const { info } = sparse.kernels[0]!;
    const kernel = noise(sizeOf(info.shape), 5);
    const columns = info.shape.at(-1)!;
    const input = rectified(sparse);
    const bias = noise(columns, 3);
    // Half the kernel 0 as well, so that whole sums are.
    const holey = kernel.map((value, at) => (at % 2 === 0 ? value : -0));
    const cases: readonly Weights[] = [
      { kernel, bias },
      { kernel, bias: null },
      { kernel: holey, bias: new Float32Array(columns) },
      { kernel: holey, bias: new Float32Array(columns).fill(-0) },
      { kernel: kernel.map((value, at) => (at === 40 ? Infinity : value)), bias },
      { kernel: kernel.map((value, at) => (at === 40 ? NaN : value)), bias },
    ];
    for (const weights of cases) expect(run(sparse, input, weights)).toEqual(run(dense, input, weights));
  });

  it('keeps what is not a number, and signs of 0 in the input', async () => {
    const [, make] = LAYERS[0]!;
    const [sparse, dense] = [await layerAfter(true, make()), await layerAfter(false, make())];
    const input = rectified(sparse);
    input.forEach((_value, at) => {
      if (at % 5 === 0) input[at] = -0;
    });
    input.set([NaN, Infinity], 50);
    const weights = { kernel: noise(sizeOf(sparse.kernels[0]!.info.shape), 5), bias: null };
    const found = run(sparse, input, weights);
    expect(found).toEqual(run(dense, input, weights));
    expect(new Float32Array(found.buffer).some(Number.isNaN)).toBe(true);
  });
});
