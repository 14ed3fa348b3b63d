/** The k-means kernels of both implementations against naive references, and against each other bit for bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
