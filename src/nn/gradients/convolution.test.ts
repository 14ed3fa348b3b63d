import { type Tensor4D, conv2d, depthwiseConv2d, maxPool } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend';
import { type Differentiable, type Given, errorAgainstCpu, random } from './against-cpu';
import { registerTrainingKernels } from './register';

beforeAll(async () => {
  await initBackend({ plain: false });
  expect(registerTrainingKernels()).toBe('own');
});

const LIMIT = 5e-6;
const EXPLICIT: [number, number][] = [
  [0, 0],
  [2, 1],
  [0, 3],
  [0, 0],
];
const windows = [1, 2, 3, 5].flatMap((size) =>
  [1, 2, 3].flatMap((stride) => (['same', 'valid', EXPLICIT] as const).map((padding) => ({ size, stride, padding }))),
);

/** Told `same`, the forward pass of the backend returns zeros where the stride is larger than the kernel. */
const runs = (size: number, stride: number, padding: unknown): boolean => padding !== 'same' || stride <= size;

/** [batch, height, width, input channels], output channels. */
const images: readonly [number[], number][] = [
  [[3, 7, 6, 1], 8],
  [[2, 5, 8, 3], 5],
  [[3, 6, 6, 8], 12],
  [[1, 9, 5, 5], 17],
  [[2, 13, 11, 12], 16],
];

const convolutions = windows
  .filter(({ size, stride, padding }) => runs(size, stride, padding))
  .flatMap((window) => images.map(([shape, outputs]) => ({ ...window, shape, outputs })));

describe(`convolutions and their gradients, ${convolutions.length} configurations`, () => {
  it.each(convolutions)('$shape to $outputs by $size, stride $stride, padding $padding', async (each) => {
    const { size, stride, shape, outputs } = each;
    const padding = each.padding as 'same' | 'valid';
    const kernel = random([size, size, shape[3]!, outputs], 2);
    const f: Differentiable = (x, w) => conv2d(x as Tensor4D, w as Tensor4D, stride, padding);
    expect(await errorAgainstCpu(f, [random(shape, 1), kernel])).toBeLessThanOrEqual(LIMIT);
  });

  it.each([
    { kernel: [1, 4], strides: [1, 2] },
    { kernel: [3, 2], strides: [2, 1] },
    { kernel: [4, 1], strides: [3, 2] },
  ])('oblong: $kernel, strides $strides', async ({ kernel, strides }) => {
    const f: Differentiable = (x, w) => conv2d(x as Tensor4D, w as Tensor4D, strides as [number, number], 'valid');
    expect(await errorAgainstCpu(f, [random([2, 9, 10, 6], 1), random([...kernel, 6, 7], 2)])).toBeLessThanOrEqual(
      LIMIT,
    );
  });
});

const depthwise = windows
  .filter(({ size, stride, padding }) => runs(size, stride, padding) && stride < 3)
  .flatMap((window) =>
    [
      { shape: [3, 7, 6, 1], multiplier: 1 },
      { shape: [2, 5, 8, 3], multiplier: 1 },
      { shape: [2, 6, 6, 20], multiplier: 1 },
      { shape: [1, 9, 5, 8], multiplier: 1 },
      { shape: [2, 6, 7, 3], multiplier: 2 },
    ].map((image) => ({ ...window, ...image })),
  );

describe(`depthwise convolutions and their gradients, ${depthwise.length} configurations`, () => {
  it.each(depthwise)('$shape times $multiplier by $size, stride $stride, padding $padding', async (each) => {
    const { size, stride, shape, multiplier } = each;
    const padding = each.padding as 'same' | 'valid';
    const kernel = random([size, size, shape[3]!, multiplier], 2);
    const f: Differentiable = (x, w) => depthwiseConv2d(x as Tensor4D, w as Tensor4D, stride, padding);
    expect(await errorAgainstCpu(f, [random(shape, 1), kernel])).toBeLessThanOrEqual(LIMIT);
  });
});

/** Whole numbers, most of them negative: ties, and windows without a positive value. */
function tied(shape: readonly number[]): Given {
  const { values } = random(shape, 4);
  return { shape, values: values.map((value) => Math.round(value) - 1) };
}

const pools = [1, 2, 3].flatMap((size) =>
  [1, 2, 3].flatMap((stride) =>
    (['same', 'valid'] as const).flatMap((padding) =>
      [
        [3, 7, 6, 1],
        [2, 5, 8, 3],
        [2, 6, 6, 8],
      ].map((shape) => ({ size, stride, padding, shape })),
    ),
  ),
);

describe(`gradients of max-pooling, ${pools.length} configurations`, () => {
  it.each(pools)('$shape by $size, stride $stride, padding $padding', async ({ size, stride, padding, shape }) => {
    const f: Differentiable = (x) => maxPool(x as Tensor4D, size, stride, padding);
    expect(await errorAgainstCpu(f, [tied(shape)])).toBeLessThanOrEqual(LIMIT);
  });
});
