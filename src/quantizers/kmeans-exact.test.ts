import fc from 'fast-check';
import { ckmeans } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { createSimdKernels, plainKernels } from '../kernels/index';
import { kmeansExact } from './kmeans-exact';
import { lloyd, lloydStart } from './kmeans-lloyd';

const kernels = createSimdKernels();

const weights = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -8, max: 8 }), { minLength: 1, maxLength: 120 })
  .map((values) => Float32Array.from(values));
/** Few distinct values, so that multiplicities and k above the number of distinct values come up. */
const repeated = fc
  .array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 120 })
  .map((values) => Float32Array.from(values, (v) => v / 8));
const clusters = fc.integer({ min: 1, max: 12 });

/** Squared distances to the nearest centroid, summed naively. */
function squaredError(data: Float32Array, centroids: ArrayLike<number>): number {
  const list = Array.from(centroids);
  return data.reduce((sum, x) => sum + Math.min(...list.map((c) => (x - c) ** 2)), 0);
}

function errorOfCkmeans(data: Float32Array, k: number): number {
  const groups = ckmeans(Array.from(data), Math.min(k, data.length));
  const centroids = groups.filter((g) => g.length > 0).map((g) => g.reduce((a, b) => a + b, 0) / g.length);
  return squaredError(data, centroids);
}

describe('kmeansExact', () => {
  it.each([
    ['distinct', weights],
    ['repeated', repeated],
  ])('is as good as ckmeans of simple-statistics on %s values', (_name, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, clusters, (data, k) => {
        const { centroids, sse } = kmeansExact(data, k, kernels);
        const theirs = errorOfCkmeans(data, k);
        const scale = squaredError(data, [0]) + 1e-9;
        expect(Math.abs(squaredError(data, centroids) - theirs)).toBeLessThan(1e-9 * scale);
        expect(Math.abs(sse - theirs)).toBeLessThan(1e-9 * scale);
      }),
    );
  });

  it('is never worse than Lloyd from any start', () => {
    fc.assert(
      fc.property(weights, clusters, fc.integer(), (data, k, seed) => {
        const exact = squaredError(data, kmeansExact(data, k, kernels).centroids);
        for (const start of ['linear', 'density', 'random', 'kmeans++'] as const) {
          const found = lloyd(data, lloydStart(data, k, start, seed), 50, plainKernels).centroids;
          expect(exact).toBeLessThanOrEqual(squaredError(data, found) * (1 + 1e-9) + 1e-12);
        }
      }),
    );
  });

  it('gives ascending centroids, one for each distinct value when there are few', () => {
    fc.assert(
      fc.property(repeated, clusters, (data, k) => {
        const { centroids } = kmeansExact(data, k, kernels);
        expect(centroids.length).toBe(Math.min(k, new Set(data).size));
        expect(Array.from(centroids)).toEqual(Array.from(centroids).sort((a, b) => a - b));
      }),
    );
  });

  it('does not lose small differences beside a large offset', () => {
    const data = Float32Array.from({ length: 64 }, (_, i) => 1000 + (i % 4) * 2 ** -10);
    const { centroids, sse } = kmeansExact(data, 2, kernels);
    expect(Array.from(centroids)).toEqual([1000 + 0.5 * 2 ** -10, 1000 + 2.5 * 2 ** -10]);
    expect(sse).toBe(64 * (0.5 * 2 ** -10) ** 2);
  });

  it('leaves out NaN and infinities, and has no centroid without a finite value', () => {
    expect(
      Array.from(kmeansExact(Float32Array.of(Number.NaN, 1, Infinity, 3, -Infinity), 4, kernels).centroids),
    ).toEqual([1, 3]);
    expect(kmeansExact(Float32Array.of(Number.NaN), 4, kernels)).toEqual({ centroids: new Float64Array(0), sse: 0 });
    expect(kmeansExact(new Float32Array(0), 4, kernels).centroids.length).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses k = %d', (k) => {
    expect(() => kmeansExact(Float32Array.of(1), k, kernels)).toThrow(RangeError);
  });
});
