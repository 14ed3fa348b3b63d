/** The k-means kernels of both implementations against naive references, and against each other bit for bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSample } from '../numerics/samples';
import { createSimdKernels, plainKernels } from './index';

const simdKernels = createSimdKernels();

const element = fc.oneof(
  fc.double({ min: -12, max: 12, noNaN: true }).map(Math.fround),
  fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
  fc.float(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** -149, (2 - 2 ** -23) * 2 ** 127),
);

/** Runs the check on the result of the SIMD kernels, after checking that the plain ones give the same bits. */
function agreed<T>(compute: (kernels: typeof plainKernels) => T, check: (result: T) => void): void {
  const result = compute(simdKernels);
  expect(result).toStrictEqual(compute(plainKernels));
  check(result);
}

/** (p0 + p2) + (p1 + p3) of the documented partial sums. */
function interleavedSum(terms: readonly number[]): number {
  const p = [0, 0, 0, 0];
  terms.forEach((term, i) => (p[i % 4]! += term));
  return p[0]! + p[2]! + (p[1]! + p[3]!);
}

describe('clusters', () => {
  const centroidLists = fc.oneof(
    fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 20 }),
    fc.array(
      fc.integer({ min: -20, max: 20 }).map((n) => n / 2),
      { minLength: 1, maxLength: 20 },
    ),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 5 }),
    // More than are compared with at once.
    fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 66, maxLength: 90 }),
  );
  const tensor = fc.array(element, { maxLength: 70 }).map((values) => Float32Array.from(values));
  const ascending = centroidLists.map((list) => Float64Array.from(list).sort());

  it('assigns the nearest centroid, the lowest of equal ones', () => {
    fc.assert(
      fc.property(tensor, ascending, (data, centroids) => {
        const expected = Array.from(data, (value) => {
          const inside = Math.min(Math.max(value, centroids[0]!), centroids[centroids.length - 1]!);
          const x = Number.isNaN(value) ? 0 : Number.isFinite(value) ? value : inside;
          const distances = centroids.map((c) => Math.abs(x - c));
          return distances.indexOf(Math.min(...distances));
        });
        agreed(
          (k) => k.assignNearest(data, centroids),
          (codes) => expect([...codes]).toEqual(expected),
        );
      }),
    );
  });

  it('takes the lower of two centroids that float64 cannot tell apart from afar', () => {
    const centroids = Float64Array.of(-1, 1, 1 + 2 ** -52);
    agreed(
      (k) => k.assignNearest(Float32Array.of(1, 2 ** 20, Infinity, NaN), centroids),
      (codes) => expect([...codes]).toEqual([1, 1, 2, 0]),
    );
  });

  it('sums and counts the finite elements of each code', () => {
    const coded = fc.array(fc.tuple(element, fc.integer({ min: 0, max: 6 })), { maxLength: 70 });
    fc.assert(
      fc.property(coded, (list) => {
        const data = Float32Array.from(list, ([x]) => x);
        const codes = Int32Array.from(list, ([, code]) => code);
        const members = Array.from({ length: 7 }, (_, k) =>
          Array.from(data, (x, i) => (codes[i] === k && Number.isFinite(x) ? x : null)),
        );
        agreed(
          (k) => k.clusterSums(data, codes, 7),
          ({ sums, counts }) => {
            expect([...counts]).toEqual(members.map((m) => m.filter((x) => x !== null).length));
            expect([...sums]).toEqual(members.map((m) => interleavedSum(m.map((x) => x ?? 0))));
          },
        );
      }),
    );
  });
});

/** Every way to cut n values into k runs: the first values of all but the first run. */
function cuts(n: number, k: number, from = 1): number[][] {
  if (k === 1) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap((cut) =>
    cuts(n, k - 1, cut + 1).map((rest) => [cut, ...rest]),
  );
}

describe('runs', () => {
  const values = fc
    .uniqueArray(
      fc.tuple(
        fc.integer({ min: -60, max: 60 }).map((n) => n / 8),
        fc.integer({ min: 1, max: 3 }),
      ),
      { selector: ([x]) => x, minLength: 1, maxLength: 9 },
    )
    .map((list) => list.sort(([x], [y]) => x - y));

  /** Sums over the first values, 0 of them to all. */
  const prefixOf = (list: readonly (readonly [number, number])[]) => {
    const sumsOf = (term: (x: number, times: number) => number) => {
      let sum = 0;
      return Float64Array.of(0, ...list.map(([x, times]) => (sum += term(x, times))));
    };
    return {
      count: sumsOf((_, times) => times),
      first: sumsOf((x, times) => times * x),
      second: sumsOf((x, times) => times * x * x),
    };
  };

  it('are the best of all partitions', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 4 }), (list, most) => {
        const k = Math.min(most, list.length);
        const spread = (run: typeof list): number => {
          const weight = run.reduce((sum, [, times]) => sum + times, 0);
          const mean = run.reduce((sum, [x, times]) => sum + times * x, 0) / weight;
          return run.reduce((sum, [x, times]) => sum + times * (x - mean) ** 2, 0);
        };
        const errors = cuts(list.length, k).map((starts) =>
          [0, ...starts].reduce((sum, start, i) => sum + spread(list.slice(start, starts[i])), 0),
        );
        agreed(
          (kernels) => kernels.bestRuns(prefixOf(list), k),
          ({ splits, error }) => {
            expect(splits.length).toBe(k - 1);
            expect(error).toBeCloseTo(Math.min(...errors), 9);
          },
        );
      }),
    );
  });

  it.each([2, 3, 17, 64])('are the same in both implementations over many values, %i runs', (k) => {
    const list = [...drawSample('outliers', 3001, k, false)].sort((x, y) => x - y).map((x) => [x, 1] as const);
    agreed(
      (kernels) => kernels.bestRuns(prefixOf(list), k),
      ({ error }) => expect(error).toBeGreaterThan(0),
    );
  });
});
