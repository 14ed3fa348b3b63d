/** Laws of quantization that no code of ours produced: published tables and theorems, read from the reference cases. */
import fc from 'fast-check';
import { ckmeans } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import laws from '../../reference/cases/formats/laws.json';
import type { Recipe } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { plainKernels } from '../kernels/index';
import { uniformStream } from '../numerics/random';
import { huffmanBits, entropyBits } from '../numerics/stats';
import { kmeansExact } from './kmeans-exact';
import { assignToNearest, lloyd, lloydStart, type LloydStart } from './kmeans-lloyd';
import { measure } from './metrics';
import { quantizeTensor } from './quantize';
import type { WeightTensor } from './types';

const law = (id: string): Record<string, Record<string, number>> =>
  laws.cases.find((one) => one.id === `law/${id}`)?.expected as unknown as Record<string, Record<string, number>>;

const asTensor = (data: Float32Array): WeightTensor => ({ data, shape: [data.length, 1], layout: 'dense' });

function recipe(quantizer: string, params: Record<string, number | string | boolean>, clipper = 'minmax'): Recipe {
  return {
    quantizer: choose('quantizer', quantizer, params),
    granularity: choose('granularity', 'tensor'),
    clipper: choose('clipper', clipper),
    rounder: choose('rounder', 'nearest-even'),
  };
}

const metricsOf = (data: Float32Array, one: Recipe) => {
  const tensor = asTensor(data);
  return measure(tensor, quantizeTensor(tensor, one, { kernels: plainKernels, seed: 1 }), plainKernels);
};

/** Laplace of unit variance at quantile p. */
const laplaceQuantile = (p: number): number => (p < 0.5 ? Math.log(2 * p) : -Math.log(2 - 2 * p)) / Math.SQRT2;

/** Standard normal at quantile p by bisection of the Taylor series of erf. */
function gaussQuantile(p: number): number {
  let [low, high] = [-5, 5];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (0.5 * (1 + erf(middle / Math.SQRT2)) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function erf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const SAMPLE = 4000;
const samples = {
  gaussian: Float32Array.from({ length: SAMPLE }, (_, i) => gaussQuantile((i + 0.5) / SAMPLE)),
  laplace: Float32Array.from({ length: SAMPLE }, (_, i) => laplaceQuantile((i + 0.5) / SAMPLE)),
};

describe.each(['gaussian', 'laplace'] as const)('the Lloyd-Max tables of the %s', (distribution) => {
  it.each([2, 4, 8])('are met by exact k-means with %i centroids', (k) => {
    const want = law(`lloyd-max-nonuniform-${distribution}`)[String(k)]?.['mse'] ?? Number.NaN;
    const ratio = kmeansExact(samples[distribution], k, plainKernels).sse / SAMPLE / want;
    expect(ratio).toBeGreaterThanOrEqual(0.98);
    expect(ratio).toBeLessThanOrEqual(1.0);
  });

  // The quantile sample has no tail beyond 1 / 8000, which the grids of more bits would feel.
  it.each([2, 3])('are met by the MSE clipper at %i bits', (bits) => {
    const want = law(`lloyd-max-uniform-${distribution}`)[String(2 ** bits - 1)]?.['mse'] ?? Number.NaN;
    const { mse } = metricsOf(samples[distribution], recipe('uniform', { bits }, 'mse'));
    expect(mse / want).toBeGreaterThan(0.97);
    expect(mse / want).toBeLessThan(1.03);
  });
});

describe('uniform noise', () => {
  const next = uniformStream(5, 'stochastic-rounding');
  const n = 100_000;
  const data = Float32Array.from({ length: n }, () => 2 * next() - 1);

  it('has a power of step^2 / 12', () => {
    for (const bits of [4, 6, 8]) {
      const { mse } = metricsOf(data, recipe('uniform', { bits, range: 'restricted' }));
      const step = 1 / (2 ** (bits - 1) - 1);
      expect(Math.abs(mse / (step ** 2 / 12) - 1)).toBeLessThan(5 / Math.sqrt(n) + 0.01);
    }
  });

  it('falls by 6.02 dB for every bit', () => {
    const perBit = law('uniform-noise')['dbPerBit'] as unknown as number;
    const sqnr = [8, 9, 10, 11].map((bits) => metricsOf(data, recipe('uniform', { bits, range: 'midpoint' })).sqnrDb);
    sqnr.slice(1).forEach((db, i) => {
      expect(Math.abs(db - (sqnr[i] ?? 0) - perBit)).toBeLessThan(0.15);
    });
  });
});

const weights = fc.float32Array({
  minLength: 2,
  maxLength: 80,
  noNaN: true,
  noDefaultInfinity: true,
  min: -100,
  max: 100,
});

describe('orderings', () => {
  it('exact k-means is never worse than Lloyd from any start, nor than a uniform grid with as many levels', () => {
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom<LloydStart>('linear', 'density', 'random', 'kmeans++'),
        (data, k, start) => {
          const exact = kmeansExact(data, k, plainKernels).sse;
          const { centroids } = lloyd(data, lloydStart(data, k, start, 3), 50, plainKernels);
          const codes = assignToNearest(data, centroids, plainKernels);
          const iterated = data.reduce((sum, x, i) => sum + (x - (centroids[codes[i] ?? 0] ?? 0)) ** 2, 0);
          expect(exact).toBeLessThanOrEqual(iterated * (1 + 1e-9) + 1e-9);
          const uniform = metricsOf(data, recipe('uniform', { bits: 3, range: 'full' })).mse * data.length;
          expect(kmeansExact(data, 8, plainKernels).sse).toBeLessThanOrEqual(uniform * (1 + 1e-6) + 1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('exact k-means agrees with an independent implementation', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 6 }), (data, k) => {
        const clusters = Math.min(k, new Set(data).size);
        const theirs = ckmeans(Array.from(data), clusters).reduce((sum, cluster) => {
          const mean = cluster.reduce((s, x) => s + x, 0) / cluster.length;
          return sum + cluster.reduce((s, x) => s + (x - mean) ** 2, 0);
        }, 0);
        expect(Math.abs(kmeansExact(data, k, plainKernels).sse - theirs)).toBeLessThanOrEqual(
          1e-7 * (1 + theirs) + 1e-4,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('the MSE clipper is never worse than min-max', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 2, max: 8 }), (data, bits) => {
        const [searched, full] = ['mse', 'minmax'].map(
          (clipper) => metricsOf(data, recipe('uniform', { bits }, clipper)).mse,
        );
        expect(searched ?? 0).toBeLessThanOrEqual((full ?? 0) * (1 + 1e-12));
      }),
    );
  });

  it('a Huffman code lies within one bit of the entropy', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 64 }), (counts) => {
        const average = huffmanBits(counts) / counts.reduce((sum, c) => sum + c, 0);
        expect(average).toBeGreaterThanOrEqual(entropyBits(counts) - 1e-9);
        expect(average).toBeLessThan(entropyBits(counts) + 1);
      }),
    );
  });

  it('zero stays exactly zero', () => {
    for (const one of [
      recipe('uniform', { bits: 4 }),
      recipe('uniform', { bits: 4, scheme: 'affine' }),
      recipe('mx-shared', {}),
      recipe('vsquant', {}),
    ]) {
      const { values } = quantizeTensor(asTensor(Float32Array.of(-0.7, 0, 1.9, 0.2)), one, {
        kernels: plainKernels,
        seed: 0,
      });
      expect(values[1]).toBe(0);
    }
  });
});

describe('shared micro-exponents', () => {
  const bounds = law('mx-qsnr-lower-bound') as unknown as Record<string, number>;

  it.each([
    ['MX4', 2],
    ['MX6', 4],
    ['MX9', 7],
  ])('%s never falls below its bound', (name, m) => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
          minLength: 32,
          maxLength: 32,
        }),
        (values) => {
          const data = Float32Array.from(values, (v) => (Math.abs(v) < 1e-20 ? 0 : v));
          if (data.every((v) => v === 0)) return;
          expect(metricsOf(data, recipe('mx-shared', { m })).sqnrDb).toBeGreaterThanOrEqual(
            (bounds[name] ?? Infinity) - 1e-9,
          );
        },
      ),
    );
  });

  it('stores 4, 6 and 9 bits', () => {
    const stated = law('effective-bits') as unknown as Record<string, number>;
    for (const [name, m] of [
      ['MX4', 2],
      ['MX6', 4],
      ['MX9', 7],
    ] as const) {
      expect(metricsOf(new Float32Array(64).fill(1), recipe('mx-shared', { m })).bitsPerWeight).toBe(stated[name]);
    }
  });
});

describe('stochastic rounding', () => {
  it('is unbiased, and its variance is step^2 p (1 - p)', () => {
    const n = 40_000;
    const data = new Float32Array(n).fill(0.3);
    data[0] = 7;
    const one = { ...recipe('uniform', { bits: 4 }), rounder: choose('rounder', 'stochastic') };
    const { values } = quantizeTensor(asTensor(data), one, { kernels: plainKernels, seed: 9 });
    const rest = values.subarray(1);
    const mean = rest.reduce((sum, v) => sum + v, 0) / rest.length;
    const variance = rest.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rest.length;
    expect(Math.abs(mean - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / n));
    expect(Math.abs(variance - 0.3 * 0.7)).toBeLessThan(0.01);
  });
});
