import { tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Model, sizeOf } from '../model/graph';
import { parseModel } from '../model/model';
import { initBackend } from '../nn/backend';
import { forward } from '../nn/forward';
import { noise, saved } from '../nn/layers-oracle';
import { NetworkWeights } from '../nn/network';
import { roundHalfEven } from '../numerics/round';
import type { CodeGrid } from './float-grid';
import { FloatPlan, type PlanWeights, UNFED } from './float-plan';

/** More than the plan takes together, and no multiple of it. */
const COUNT = 37;
const RELATIVE = 1e-5;

beforeAll(async () => {
  await initBackend({ plain: false });
});

async function parsed(model: tf.LayersModel): Promise<Model> {
  model.setWeights(
    model.weights.map(({ shape }, at) => tf.tensor(noise(sizeOf(shape as number[]), at + 7), shape as number[])),
  );
  return parseModel(await saved(model, (model.inputs[0]?.shape ?? []).slice(1) as number[]));
}

const alone = (layer: tf.layers.Layer, shape: number[]): Promise<Model> =>
  parsed(tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), layer] }));

const weightsOf = ({ kernels, nodes }: Model): PlanWeights => ({
  kernels: kernels.map(({ data }) => data),
  bias: (node) => {
    const op = nodes[node]!.op;
    return 'bias' in op ? op.bias : null;
  },
});

function onTfjs(model: Model, input: Float32Array, count: number, feed?: (kernel: number) => number): Float32Array {
  const weights = new NetworkWeights(model, weightsOf(model).kernels);
  const output = forward({
    model,
    weights,
    known: new Map([[0, tensor(input, [count, ...model.nodes[0]!.shape])]]),
    from: 1,
    ...(feed === undefined ? {} : { feed: (kernel, x) => tf.mul(x, feed(kernel)) }),
  });
  const values = (output.dataSync() as Float32Array).slice();
  output.dispose();
  weights.dispose();
  return values;
}

function agree(got: Float32Array, want: Float32Array): void {
  expect(got.length).toBe(want.length);
  const scale = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(scale).toBeGreaterThan(0);
  const worst = want.reduce((most, value, at) => Math.max(most, Math.abs(value - got[at]!)), 0);
  expect(worst / scale).toBeLessThan(RELATIVE);
}

function planFor(model: Model): FloatPlan {
  const plan = FloatPlan.of(model);
  if (plan === null) throw new Error('The model has no plan.');
  return plan;
}

const inputOf = (model: Model, count: number) => noise(count * sizeOf(model.nodes[0]!.shape), 99);

function check(model: Model): void {
  const input = inputOf(model, COUNT);
  const last = model.nodes.length - 1;
  const run = { count: COUNT, weights: weightsOf(model), known: new Map([[0, input]]), from: 1, feed: UNFED };
  const got = planFor(model)
    .run({ ...run, wanted: new Set([last]) })
    .get(last)!;
  agree(got, onTfjs(model, input, COUNT));
}

const IMAGE = [9, 7, 3];

describe('a plan agrees with tfjs', () => {
  for (const padding of ['same', 'valid'] as const) {
    for (const [kernelSize, strides, dilationRate, filters] of [
      [1, 1, 1, 5],
      [1, 2, 1, 8],
      [3, 1, 1, 13],
      [3, 2, 1, 4],
      [5, 1, 1, 1],
      [4, 2, 1, 6],
      [2, 3, 1, 16],
      [3, 1, 2, 9],
    ] as const) {
      const window = { kernelSize, strides, padding };
      it(`on a convolution ${kernelSize}/${strides}, dilation ${dilationRate}, ${padding}`, async () =>
        check(await alone(tf.layers.conv2d({ ...window, dilationRate, filters, activation: 'relu' }), IMAGE)));
      it(`on a depthwise convolution ${kernelSize}/${strides} ${padding}`, async () => {
        check(await alone(tf.layers.depthwiseConv2d({ ...window, activation: 'relu6' }), IMAGE));
        check(await alone(tf.layers.depthwiseConv2d({ ...window, useBias: false }), [8, 9, 8]));
      });
    }
    it(`on pools, ${padding}`, async () => {
      for (const [poolSize, strides] of [
        [2, 2],
        [3, 2],
        [3, 1],
      ] as const) {
        check(await alone(tf.layers.maxPooling2d({ poolSize, strides, padding }), IMAGE));
        check(await alone(tf.layers.averagePooling2d({ poolSize, strides, padding }), [8, 9, 8]));
      }
    });
  }

  const layers: readonly (readonly [string, () => tf.layers.Layer, number[]])[] = [
    ['a dense layer', () => tf.layers.dense({ units: 10 }), [37]],
    ['a dense layer of one column', () => tf.layers.dense({ units: 1, useBias: false }), [6]],
    ['a mean over the image', () => tf.layers.globalAveragePooling2d({}), IMAGE],
    ['a largest value over the image', () => tf.layers.globalMaxPooling2d({}), IMAGE],
    ['flattening', () => tf.layers.flatten(), IMAGE],
    ['padding', () => tf.layers.zeroPadding2d({ padding: [1, 2] }), IMAGE],
    ['a ReLU', () => tf.layers.reLU(), IMAGE],
    ['a ReLU with a maximum', () => tf.layers.reLU({ maxValue: 0.5 }), IMAGE],
  ];
  it.each(layers)('on %s', async (_name, make, shape) => check(await alone(make(), shape)));

  it('on a graph that splits, adds, joins and needs different borders of one output', async () => {
    const image = tf.input({ shape: [8, 8, 3] });
    const stem = tf.layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same' }).apply(image) as tf.SymbolicTensor;
    const a = tf.layers.conv2d({ filters: 6, kernelSize: 5, padding: 'same' }).apply(stem) as tf.SymbolicTensor;
    const b = tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }).apply(stem) as tf.SymbolicTensor;
    const sum = tf.layers.reLU().apply(tf.layers.add().apply([a, b, stem])) as tf.SymbolicTensor;
    const joined = tf.layers.concatenate().apply([sum, stem]) as tf.SymbolicTensor;
    const output = tf.layers.dense({ units: 4 }).apply(tf.layers.flatten().apply(joined)) as tf.SymbolicTensor;
    const model = await parsed(tf.model({ inputs: image, outputs: output }));
    check(model);

    const input = inputOf(model, COUNT);
    const factor = (kernel: number) => [1, 0.5, 2, 1.5][kernel]!;
    const last = model.nodes.length - 1;
    const run = {
      count: COUNT,
      weights: weightsOf(model),
      known: new Map([[0, input]]),
      from: 1,
      wanted: new Set([last]),
    };
    const fed = planFor(model).run({ ...run, feed: (kernel, x) => x.map((value) => value * factor(kernel)) });
    agree(fed.get(last)!, onTfjs(model, input, COUNT, factor));

    // The output of the first layer goes into three others, each with a grid of its own, and into a sum as it is.
    const gridAt = (kernel: number): CodeGrid => ({ scales: [2 ** -kernel / 4], low: [-20], high: [9 + kernel] });
    const grids = new Map([0, 1, 2].map((kernel) => [kernel, gridAt(kernel)]));
    const rounded = planFor(model).run({ ...run, grids, feed: UNFED });
    const byHand = planFor(model).run({
      ...run,
      feed: (kernel, x) => {
        if (kernel > 2) return null;
        const { scales, low: lows, high: highs } = gridAt(kernel);
        return x.map(
          (value) => scales[0]! * Math.min(Math.max(roundHalfEven(value / scales[0]!), lows[0]!), highs[0]!),
        );
      },
    });
    expect(rounded.get(last)).toEqual(byHand.get(last));
    expect(rounded.get(last)).not.toEqual(fed.get(last));
  });
});

describe('a plan', () => {
  const network = () =>
    parsed(
      tf.sequential({
        layers: [
          tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, padding: 'same' }),
          tf.layers.reLU(),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 5 }),
        ],
      }),
    );

  it('goes on from outputs that are known, to the same bits', async () => {
    const model = await network();
    const plan = planFor(model);
    const last = model.nodes.length - 1;
    const run = { count: COUNT, weights: weightsOf(model), feed: UNFED };
    const whole = plan.run({
      ...run,
      known: new Map([[0, inputOf(model, COUNT)]]),
      from: 1,
      wanted: new Set([last - 1, last]),
    });
    const rest = plan.run({
      ...run,
      known: new Map([[last - 1, whole.get(last - 1)!]]),
      from: last,
      wanted: new Set([last]),
    });
    expect(rest.get(last)).toEqual(whole.get(last));
  });

  it('takes other weights', async () => {
    const model = await network();
    const plan = planFor(model);
    const last = model.nodes.length - 1;
    const run = { count: 3, known: new Map([[0, inputOf(model, 3)]]), from: 1, wanted: new Set([last]), feed: UNFED };
    const own = weightsOf(model);
    const before = plan.run({ ...run, weights: own }).get(last)!;
    const double = { ...own, kernels: own.kernels.map((values, at) => (at === 1 ? values.map((v) => 2 * v) : values)) };
    const bias = own.bias(last)!;
    const after = plan.run({ ...run, weights: double }).get(last)!;
    agree(
      after,
      before.map((value, at) => 2 * value - bias[at % 5]!),
    );
    expect(plan.run({ ...run, weights: own }).get(last)).toEqual(before);
  });

  it('refuses outputs that do not fit', async () => {
    const model = await network();
    const run = { weights: weightsOf(model), known: new Map([[0, new Float32Array(64)]]), from: 1, feed: UNFED };
    expect(() => planFor(model).run({ ...run, count: 2, wanted: new Set([1]) })).toThrow(RangeError);
  });

  it('is not made of layers that have no kernel of our own', async () => {
    for (const layer of [tf.layers.dense({ units: 3, activation: 'tanh' }), tf.layers.batchNormalization()])
      expect(FloatPlan.of(await alone(layer, [6]))).toBeNull();
    expect(
      FloatPlan.of(await alone(tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }), IMAGE)),
    ).toBeNull();
  });
});
