import {
  type Rank,
  type Tensor1D,
  type Tensor,
  type Tensor4D,
  add,
  batchNorm,
  broadcastTo,
  concat,
  matMul,
  mean,
  memory,
  mul,
  ones,
  reshape,
  setBackend,
  sum,
  tensor,
  tile,
  zeros,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend';
import { type Differentiable, type Given, errorAgainstCpu, numbers, random, relativeError } from './against-cpu';
import {
  absMaxScale,
  adamStep,
  batchNormTraining,
  biasAdd,
  embedding,
  fakeQuantize,
  gelu,
  layerNorm,
  observedRange,
  rectifiedFakeQuantize,
  rectifiedSigmoid,
  softmaxCrossEntropy,
} from './ops';
import { roundHalfEven } from '../../numerics/round';
import { firstOutside } from './rectified-grid';
import { registerTrainingKernels } from './register';

beforeAll(async () => {
  await initBackend({ plain: false });
  expect(registerTrainingKernels()).toBe('own');
});

const LIMIT = 5e-6;

async function agrees(f: Differentiable, given: readonly Given[]): Promise<void> {
  expect(await errorAgainstCpu(f, given)).toBeLessThanOrEqual(LIMIT);
}

/** Whole numbers from 0 to `below` - 1. */
function integers(count: number, below: number): Given {
  return { shape: [count], values: Int32Array.from(numbers(count, 5), (v) => Math.floor(((v + 3.5) / 7) * below)) };
}

const shapes = [
  [1, 1],
  [3, 1],
  [5, 3],
  [7, 4],
  [130, 6],
  [2, 3, 5, 8],
  [3, 9, 9, 10],
  [33, 17],
  [900, 16],
  [9, 64],
  [10, 129],
];
const grids = [
  [-7, 7],
  [-8, 7],
  [0, 15],
  [-2, 1],
  [0, 255],
] as const;

describe.each(shapes.map((shape) => ({ shape })))('on shape $shape', ({ shape }) => {
  const channels = shape.at(-1)!;
  const x = random(shape, 1);
  const rows = x.values.length / channels;
  const vectors = [random([channels], 2), random([channels], 3)];

  it.each(['linear', 'relu', 'relu6'] as const)('biasAdd, %s', (activation) =>
    agrees((a, b) => biasAdd(mul(a, 4), b as Tensor1D, activation), [x, vectors[0]!]),
  );

  it.each(['clipped', 'pass-through', 'torch'] as const)('fakeQuantize, %s', async (ste) => {
    for (const [qmin, qmax] of grids) {
      for (const scales of [1, channels]) {
        const scale = (a: Tensor) => absMaxScale(a, scales, qmax * 1.3);
        await agrees((a) => fakeQuantize(a, scale(a), { qmin, qmax, ste }), [x]);
      }
    }
  });

  it.each(['clipped', 'pass-through', 'torch'] as const)('rectifiedFakeQuantize, %s', async (ste) => {
    // A share of the range, so that values lie beyond the grid.
    const gridFor = (share: number) => (range: readonly number[]) => ({
      ...{ scale: Math.fround(((range[1] || 1) * share) / 15), qmin: 0, qmax: 15, ste },
    });
    for (const share of [0.6, 1])
      await agrees((a, b) => rectifiedFakeQuantize(a, b as Tensor1D, gridFor(share)), [x, vectors[0]!]);
  });

  it('absMaxScale and observedRange', async () => {
    await agrees((a) => mul(absMaxScale(a, channels, 7), a), [x]);
    await agrees((a) => mul(observedRange(a), reshape(a, [-1, 1])), [x]);
  });

  it('rectifiedSigmoid', () => agrees((a) => rectifiedSigmoid(mul(a, 2)), [x]));

  it('gelu', () => agrees((a) => gelu(mul(a, 2)), [x]));

  it('layerNorm', () => agrees((a, g, b) => layerNorm(a, g as Tensor1D, b as Tensor1D, 1e-5), [x, ...vectors]));

  it('batchNormTraining', () =>
    agrees((a, g, b) => batchNormTraining(a, g as Tensor1D, b as Tensor1D, 1e-3).y, [x, ...vectors]));

  it('batchNormTraining with gradients through its statistics', () =>
    agrees(
      (a, g, b) => {
        const normalized = batchNormTraining(a, g as Tensor1D, b as Tensor1D, 1e-3);
        return add(mul(normalized.y, normalized.variance), normalized.mean);
      },
      [x, ...vectors],
    ));

  it('adamStep', async () => {
    const step = () => {
      const [value, gradient] = [tensor(x.values, shape), tensor(numbers(x.values.length, 8), shape)];
      const state = { value, m: mul(value, 0.1), v: mul(value, value) };
      const next = adamStep(state, gradient, { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 3 });
      return [next.value, next.m, next.v].map((each) => each.dataSync<'float32'>());
    };
    await setBackend('cpu');
    const wanted = step();
    await setBackend('wasm');
    step().forEach((got, at) => expect(relativeError(got, wanted[at]!)).toBeLessThanOrEqual(LIMIT));
  });

  // One class is no classification, and tfjs refuses it.
  const classes = Math.max(2, channels);
  it('softmaxCrossEntropy', () =>
    agrees(
      (a, labels) => softmaxCrossEntropy(mul(a, 3), labels as Tensor1D),
      [random([rows, classes], 1), integers(rows, classes)],
    ));

  it('embedding', () =>
    agrees((a, ids) => embedding(reshape<Rank.R2>(a, [rows, channels]), ids), [x, integers(23, rows)]));
});

const sizes = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 16],
  [9, 10, 33],
  [17, 48, 21],
  [5, 3, 600],
] as const;
const flips = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describe.each(sizes)('product of [%i, k] and [k, %i] with k = %i', (m, n, k) => {
  const factors = (left: number[], right: number[], flipA: boolean, flipB: boolean) => [
    random([...left, ...(flipA ? [k, m] : [m, k])], 1),
    random([...right, ...(flipB ? [n, k] : [k, n])], 2),
  ];

  it.each([[[]], [[3]], [[2, 3]]])('in batches %j, with and without transposing', async (outer: number[]) => {
    for (const [flipA, flipB] of flips)
      await agrees((a, b) => matMul(a, b, flipA, flipB), factors(outer, outer, flipA, flipB));
  });

  it.each([
    { left: [2, 3], right: [3], all: [2, 3] },
    { left: [2, 1], right: [1, 3], all: [2, 3] },
    { left: [], right: [2], all: [2] },
  ])('of $left and $right matrices', async ({ left, right, all }) => {
    // The cpu backend gets some of these wrong unless they are repeated first, and tfjs has no gradient of them.
    for (const [flipA, flipB] of flips) {
      const tensors = factors(left, right, flipA, flipB).map(({ values, shape }) => tensor(values, [...shape]));
      await setBackend('cpu');
      const [a, b] = tensors.map((each) => broadcastTo(each, [...all, ...each.shape.slice(-2)]));
      const wanted = matMul(a!, b!, flipA, flipB).dataSync<'float32'>();
      await setBackend('wasm');
      const got = matMul(tensors[0]!, tensors[1]!, flipA, flipB).dataSync<'float32'>();
      expect(relativeError(got, wanted)).toBeLessThanOrEqual(LIMIT);
    }
  });
});

it.each([
  { shape: [1, 1, 1, 7], reps: [2, 3, 5, 1] },
  { shape: [6], reps: [1] },
  { shape: [1, 4], reps: [3, 2] },
  { shape: [2, 3], reps: [2, 1] },
])('tile of $shape, $reps times', ({ shape, reps }) => agrees((x) => tile(x, reps), [random(shape, 1)]));

it('batch normalization by running statistics', () =>
  agrees(
    (x, gamma, beta) => batchNorm(x as Tensor4D, zeros([8]), ones([8]), beta as Tensor1D, gamma as Tensor1D, 1e-3),
    [random([3, 5, 4, 8], 1), random([8], 2), random([8], 3)],
  ));

it('observedRange of values with a NaN anywhere is NaN', () => {
  for (const at of [0, 5, 16, 18]) {
    const values = numbers(19, 1);
    values[at] = NaN;
    expect([...observedRange(tensor(values)).dataSync()]).toEqual([NaN, NaN]);
  }
});

it('a clone shares its values, and outlives the tensor that it was made of', () => {
  const [before, x] = [memory().numDataBuffers, tensor(numbers(1000, 3))];
  const clone = x.clone();
  expect(memory().numDataBuffers).toBe(before + 1);
  x.dispose();
  expect([...clone.dataSync()]).toEqual([...numbers(1000, 3)]);
  clone.dispose();
  expect(memory().numDataBuffers).toBe(before);
});

describe('the end of a grid', () => {
  it('is the first value whose quotient is outside', () => {
    const neighbour = (value: number, step: number) => {
      const bits = new Int32Array(Float32Array.of(value).buffer);
      bits[0] = bits[0]! + step;
      return new Float32Array(bits.buffer)[0]!;
    };
    for (const qmax of [1, 7, 15, 254, 255]) {
      for (const scale of [1e-30, 0.0013, 1 / 3, 0.1, 1, 7.3, 1e9].map(Math.fround)) {
        const end = firstOutside({ scale, qmin: 0, qmax, ste: 'clipped' });
        expect(Math.fround(end / scale)).toBeGreaterThan(qmax);
        expect(Math.fround(neighbour(end, -1) / scale)).toBeLessThanOrEqual(qmax);
        const rounded = firstOutside({ scale, qmin: 0, qmax, ste: 'torch' });
        expect(roundHalfEven(Math.fround(rounded / scale))).toBeGreaterThan(qmax);
        expect(roundHalfEven(Math.fround(neighbour(rounded, -1) / scale))).toBeLessThanOrEqual(qmax);
      }
    }
  });

  it('is 0 where the grid has nothing above 0', () => {
    expect(firstOutside({ scale: 0.1, qmin: -15, qmax: 0 })).toBe(0);
    expect(firstOutside({ scale: 1e-50, qmin: 0, qmax: 15 })).toBe(0);
  });

  it('lies nowhere where the scale is infinite', () => {
    expect(firstOutside({ scale: Infinity, qmin: 0, qmax: 15 })).toBe(Infinity);
  });
});

describe('sums and means', () => {
  const axes = [[0], [1], [0, 1], [1, 2], [0, 1, 2], [3], [0, 2], [0, 1, 2, 3]];
  it.each(axes.map((axis) => ({ axis })))('over the axes $axis', async ({ axis }) => {
    for (const keep of [true, false]) {
      await agrees(
        (x) => concat([reshape(sum(x, axis, keep), [-1]), reshape(mean(x, axis, keep), [-1])]),
        [random([3, 5, 4, 7], 1)],
      );
    }
  });
});
