import { type Tensor4D, conv2d, depthwiseConv2d, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { initBackend } from '../backend';
import { numbers } from './against-cpu';
import { registerTrainingKernels } from './register';

/** [batch, height, width, channels], outputs (0: depthwise), kernel, stride, padding. */
const CASES = [
  [[2, 14, 14, 16], 32, 1, 1, 'same'],
  [[2, 7, 7, 128], 128, 1, 1, 'same'],
  [[3, 28, 28, 1], 16, 3, 2, 'same'],
  [[2, 14, 14, 8], 16, 5, 1, 'same'],
  [[2, 9, 11, 5], 7, 3, 1, 'valid'],
  [[2, 14, 14, 32], 0, 3, 2, 'same'],
  [[2, 7, 7, 64], 0, 3, 1, 'same'],
  [[2, 8, 9, 6], 0, 3, 1, 'valid'],
] as const;

const given = CASES.map(([shape, outputs, size, stride, padding]) => {
  const kernel = [size, size, shape[3], outputs || 1] as [number, number, number, number];
  const product = outputs > 0 ? conv2d : depthwiseConv2d;
  const length = (sides: readonly number[]) => sides.reduce((all, side) => all * side, 1);
  return {
    title: `${shape.join(' x ')} to ${String(outputs || 'the same channels')} by ${String(size)}, ${padding}`,
    run: (): Float32Array => {
      const x = tensor4d(numbers(length(shape), 1), [...shape]);
      const w = tensor4d(numbers(length(kernel), 2), kernel);
      return (product as (...of: unknown[]) => Tensor4D)(x, w, stride, padding).dataSync<'float32'>().slice();
    },
  };
});

let stock: Float32Array[] = [];

beforeAll(async () => {
  await initBackend({ plain: false });
  stock = given.map(({ run }) => run());
  expect(registerTrainingKernels()).toBe('own');
});

// Weights trained by the kernels of tfjs before stay what they are.
it.each(given.map((each, index) => ({ ...each, index })))('$title: the bits of XNNPACK', ({ run, index }) => {
  expect(run()).toEqual(stock[index]);
});
