import { describe, expect, it } from 'vitest';
import { type SampleShapeId, sampleShapes } from './sample-shapes';
import { drawSample } from './samples';
import { excessKurtosis } from './stats';

const COUNT = 40_000;
const shapes = Object.keys(sampleShapes) as SampleShapeId[];

function moments(values: Float32Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length };
}

describe('drawSample', () => {
  it.each(shapes)('%s is centred, finite, and the same for the same seed', (shape) => {
    const values = drawSample(shape, COUNT, 7, false);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(Math.abs(moments(values).mean)).toBeLessThan(5 / Math.sqrt(COUNT) + 0.01);
    expect(drawSample(shape, COUNT, 7, false)).toEqual(values);
    expect(drawSample(shape, 10, 8, false)).not.toEqual(values.subarray(0, 10));
  });

  it.each(['gauss', 'laplace', 'uniform', 'bimodal'] as const)('%s has unit variance', (shape) => {
    expect(moments(drawSample(shape, COUNT, 1, false)).variance).toBeCloseTo(1, 1);
  });

  it('has the tails of its name', () => {
    const kurtosis = (shape: SampleShapeId) => excessKurtosis(drawSample(shape, COUNT, 3, false));
    expect(kurtosis('gauss')).toBeCloseTo(0, 0);
    // Uniform -1.2, Laplace 3 (Johnson, Kotz and Balakrishnan 1995, chapters 24 and 26).
    expect(kurtosis('uniform')).toBeCloseTo(-1.2, 1);
    expect(Math.abs(kurtosis('laplace') - 3)).toBeLessThan(0.6);
    expect(kurtosis('bimodal')).toBeLessThan(-1.4);
    expect(kurtosis('outliers')).toBeGreaterThan(20);
  });

  it('rectifies as ReLU does', () => {
    const plain = drawSample('gauss', 1000, 5, false);
    expect(drawSample('gauss', 1000, 5, true)).toEqual(plain.map((x) => Math.max(x, 0)));
  });
});
