import { type Tensor4D, conv2d, depthwiseConv2d, memory, pad, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniformStream } from '../../numerics/random';
import { momentLoss } from '../../rounding/moment-loss';
import { initBackend } from '../backend';
import { momentsOf } from './moments';
import { patches, positionsOf, type Reading } from './patches';

beforeAll(() => initBackend({ plain: false }));

function noise(length: number, seed: number): Float32Array {
  const next = uniformStream(seed, 'codebook-start');
  return Float32Array.from({ length }, () => 2 * next() - 1);
}

const IMAGES = 3;

interface Shape {
  readonly size: readonly [number, number, number];
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly outputs: number;
  readonly depthwise: boolean;
}

const CASES: readonly Shape[] = [
  { size: [7, 6, 3], kernel: [3, 3], stride: 1, outputs: 5, depthwise: false },
  { size: [7, 7, 2], kernel: [5, 3], stride: 2, outputs: 4, depthwise: false },
  { size: [6, 5, 4], kernel: [3, 3], stride: 1, outputs: 4, depthwise: true },
  { size: [8, 8, 3], kernel: [3, 3], stride: 2, outputs: 6, depthwise: true },
];

function readingFor({ size, kernel, stride, depthwise }: Shape): Reading {
  const around = (taps: number) => [Math.floor((taps - 1) / 2), Math.ceil((taps - 1) / 2)] as const;
  return {
    ...{ shape: size, kernel, strides: [stride, stride], dilation: [1, 1], depthwise },
    borders: { rows: around(kernel[0]), columns: around(kernel[1]) },
  };
}

/** Outputs of tfjs, [positions, outputs]. */
function convolved({ size, kernel, stride, outputs, depthwise }: Shape, x: Float32Array, weights: Float32Array) {
  const reading = readingFor({ size, kernel, stride, outputs, depthwise });
  const input: Tensor4D = tensor4d(x, [IMAGES, ...size]);
  const { rows, columns } = reading.borders;
  const around: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    [...rows],
    [...columns],
    [0, 0],
  ];
  const result = depthwise
    ? depthwiseConv2d(pad(input, around), tensor4d(weights, [...kernel, size[2], outputs / size[2]]), stride, 'valid')
    : conv2d(input, tensor4d(weights, [...kernel, size[2], outputs]), stride, around);
  return { values: Float32Array.from(result.dataSync()), reading };
}

describe.each(CASES)('a layer with input $size, kernel $kernel, stride $stride', (shape) => {
  const { size, kernel, outputs, depthwise } = shape;
  const x = noise(IMAGES * size[0] * size[1] * size[2], 1);
  const rows = kernel[0] * kernel[1] * (depthwise ? 1 : size[2]);
  const weights = noise(rows * outputs, 2);

  it('has the output error that tfjs computes', () => {
    const rounded = weights.map((w) => Math.round(w * 2) / 2);
    const quantizedX = x.map((v) => Math.round(v * 4) / 4);
    const [want, got] = [convolved(shape, x, weights), convolved(shape, quantizedX, rounded)];
    const positions = want.values.length / outputs;
    const error = want.values.reduce((sum, y, i) => sum + (got.values[i]! - y) ** 2, 0) / positions;
    const chosen = Array.from({ length: positions }, (_, p) => p);
    const before = memory().numTensors;
    const moments = momentsOf(
      { float: patches(x, want.reading, chosen), quantized: patches(quantizedX, want.reading, chosen), positions },
      want.reading,
      outputs,
    );
    const loss = momentLoss(Float64Array.from(weights), moments);
    expect(loss.evaluate(Float64Array.from(rounded)).error / error).toBeCloseTo(1, 4);
    moments.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe.each(CASES.filter((shape) => !shape.depthwise))(
  'a layer with input $size, kernel $kernel, stride $stride',
  (shape) => {
    const { size, kernel, outputs } = shape;
    const x = noise(IMAGES * size[0] * size[1] * size[2], 1);
    const rows = kernel[0] * kernel[1] * size[2];
    const weights = noise(rows * outputs, 2);

    it('sees patches whose products with the kernel are its outputs', () => {
      const { values, reading } = convolved(shape, x, weights);
      const [height, width] = positionsOf(reading);
      const positions = IMAGES * height * width;
      expect(positions * outputs).toBe(values.length);
      const seen = patches(
        x,
        reading,
        Array.from({ length: positions }, (_, p) => p),
      );
      values.forEach((want, at) => {
        const [p, o] = [Math.floor(at / outputs), at % outputs];
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += seen[p * rows + r]! * weights[r * outputs + o]!;
        expect(Math.abs(sum - want)).toBeLessThan(1e-4);
      });
    });
  },
);
