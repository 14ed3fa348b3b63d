import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniformStream } from '../../numerics/random';
import { roundingChoices } from '../../rounding/choices';
import { sampleLoss } from '../../rounding/output-loss';
import { initBackend } from '../backend';
import { reluLoss } from './relu-loss';

beforeAll(() => initBackend({ plain: false }));

function noise(length: number, seed: number): Float32Array {
  const next = uniformStream(seed, 'sample-values');
  return Float32Array.from({ length }, () => 2 * next() - 1);
}

function layerOf(
  weights: Float32Array,
  rows: number,
  bias: Float32Array | null,
  depthwise: boolean,
): Parameters<typeof reluLoss>[1] {
  const columns = weights.length / rows;
  const channels = depthwise ? columns : rows;
  return {
    ...{ rows, columns, bias },
    choices: roundingChoices(weights, { scaleOf: () => 0.2, qmin: -7, qmax: 7 }),
    reading: {
      ...{
        shape: [1, 1, channels],
        kernel: depthwise ? [rows, 1] : [1, 1],
        strides: [1, 1],
        dilation: [1, 1],
        depthwise,
      },
      borders: { rows: [0, 0], columns: [0, 0] },
    },
  };
}

describe('the loss behind a ReLU', () => {
  it('is that over all samples one by one, and leaves no tensor behind', () => {
    const [positions, rows, columns] = [20, 6, 4];
    const [x, q] = [noise(positions * rows, 1), noise(positions * rows, 2)];
    const weights = noise(rows * columns, 3);
    const values = Float64Array.from(weights, (w) => Math.round(w * 5) / 5);
    const before = memory().numTensors;
    const loss = reluLoss({ float: x, quantized: q, positions }, layerOf(weights, rows, null, false));
    const turned = (from: ArrayLike<number>) =>
      Float64Array.from({ length: rows * columns }, (_, at) => from[(at % rows) * columns + Math.floor(at / rows)]!);
    const matrix = (data: Float64Array, count: number) => ({ rows: count, columns: rows, data });
    const want = sampleLoss({
      weights: matrix(turned(weights), columns),
      inputs: matrix(Float64Array.from(x), positions),
      quantizedInputs: matrix(Float64Array.from(q), positions),
      activation: 'relu',
    });
    const [got, expected] = [loss.evaluate(values), want.evaluate(turned(values))];
    expect(got.error).toBeCloseTo(expected.error, 5);
    turned(got.gradient).forEach((g, i) => expect(g).toBeCloseTo(expected.gradient[i]!, 5));
    expect(loss.errorOnFloatInputs(values)).toBeCloseTo(want.errorOnFloatInputs(turned(values)), 5);
    loss.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('has the gradient that differences give, for a kernel that reads each channel by itself, with bias', () => {
    const [positions, taps, channels] = [30, 9, 3];
    const x = noise(positions * taps * channels, 4);
    const weights = noise(taps * channels, 5);
    const layer = layerOf(weights, taps, Float32Array.of(0.5, -0.2, 0.1), true);
    const loss = reluLoss({ float: x, quantized: x, positions }, layer);
    const values = Float64Array.from(weights, (w) => Math.round(w * 5) / 5);
    const { gradient } = loss.evaluate(values);
    expect(loss.evaluate(Float64Array.from(weights)).error).toBeLessThan(1e-9);
    for (const at of [0, 7, 13, 26]) {
      const [above, below] = [0.01, -0.01].map((step) => loss.evaluate(values.with(at, values[at]! + step)).error);
      expect((above! - below!) / 0.02).toBeCloseTo(gradient[at]!, 1);
    }
    loss.dispose();
  });
});
