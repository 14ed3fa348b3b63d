/** Naive references and awkward data for the tests of the kernels. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Rounding } from '../numerics/round';
import { createSimdKernels, plainKernels } from './index';

const simdKernels = createSimdKernels();
const both = [plainKernels, simdKernels];

export const ROUNDINGS = ['nearest-even', 'nearest-away', 'floor', 'ceil', 'toward-zero'] as const;
const SMALLEST = 2 ** -149;
const LARGEST = Math.fround(3.4028234663852886e38);

const finite = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround),
  fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, SMALLEST, -SMALLEST, 2 ** -126, LARGEST, -LARGEST),
);
export const anything = fc.oneof({ weight: 6, arbitrary: finite }, fc.constantFrom(NaN, Infinity, -Infinity));
const scale = fc.oneof(
  fc.constantFrom(0.25, 0.5, 1, 2, SMALLEST),
  fc.double({ min: 1e-3, max: 2, noNaN: true }).map(Math.fround),
);

export function tensor(element = anything, maxLength = 70) {
  return fc.array(element, { maxLength }).map((values) => Float32Array.from(values));
}

interface Cut {
  readonly data: Float32Array<ArrayBuffer>;
  readonly rows: number;
  readonly length: number;
  /** Number of segments. */
  readonly count: number;
}

export function cutTensor(element = anything): fc.Arbitrary<Cut> {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 24 }),
    channels: fc.integer({ min: 0, max: 5 }),
    length: fc.integer({ min: 1, max: 30 }),
  });
  return sizes.chain(({ rows, channels, length }) =>
    fc.array(element, { minLength: rows * channels, maxLength: rows * channels }).map((values) => ({
      data: Float32Array.from(values),
      rows,
      length,
      count: channels * Math.ceil(rows / length),
    })),
  );
}

/** The segments as arrays, cut with slices only. */
export function slices({ data, rows, length }: Cut): number[][] {
  const channels = Array.from({ length: data.length / rows }, (_, c) => [...data.slice(c * rows, (c + 1) * rows)]);
  return channels.flatMap((channel) =>
    Array.from({ length: Math.ceil(rows / length) }, (_, s) => channel.slice(s * length, (s + 1) * length)),
  );
}

/** Runs the property on the result of each implementation, after checking that the results are the same bits. */
export function agreed<T>(compute: (kernels: typeof plainKernels) => T, check: (result: T) => void): void {
  const [plain, simd] = both.map(compute);
  expect(simd).toStrictEqual(plain);
  check(simd!);
}

/** (p0 + p2) + (p1 + p3) of the documented partial sums. */
export function interleavedSum(terms: readonly number[]): number {
  const p = [0, 0, 0, 0];
  terms.forEach((term, i) => (p[i % 4]! += term));
  return p[0]! + p[2]! + (p[1]! + p[3]!);
}

export function naiveRound(v: number, rounding: Rounding): number {
  const down = Math.floor(v);
  const up = Math.ceil(v);
  if (rounding === 'floor') return down;
  if (rounding === 'ceil') return up;
  if (rounding === 'toward-zero') return v < 0 ? up : down;
  if (v - down !== up - v) return v - down < up - v ? down : up;
  if (rounding === 'nearest-away') return v < 0 ? down : up;
  return down % 2 === 0 ? down : up;
}

export function naiveCode(
  x: number,
  s: number,
  z: number,
  [qmin, qmax]: readonly [number, number],
  round: (v: number) => number,
) {
  if (Number.isNaN(x)) return z;
  if (!Number.isFinite(x)) return x > 0 ? qmax : qmin;
  return Math.min(Math.max(round(x / s) + z, qmin), qmax);
}

export function naiveScale(value: number): number {
  const stored = Math.fround(value);
  return stored === 0 || !Number.isFinite(stored) ? 1 : stored;
}

export function naiveAffineError(
  values: readonly number[],
  [low, high]: readonly [number, number],
  range: readonly [number, number],
) {
  const [qmin, qmax] = range;
  const s = naiveScale((high - low) / (qmax - qmin));
  const even = (v: number) => naiveRound(v, 'nearest-even');
  const z = Math.min(Math.max(qmin - even(low / s), qmin), qmax);
  const terms = values.map((x) => {
    if (!Number.isFinite(x)) return 0;
    return (x - Math.fround((naiveCode(x, s, z, range, even) - z) * s)) ** 2;
  });
  return interleavedSum(terms) / values.length;
}

export const quantizerInput = cutTensor().chain((cut) =>
  fc.record({
    cut: fc.constant(cut),
    scales: fc.array(scale, { minLength: cut.count, maxLength: cut.count }).map((s) => Float32Array.from(s)),
    zeroPoints: fc.option(
      fc
        .array(fc.integer({ min: -4, max: 7 }), { minLength: cut.count, maxLength: cut.count })
        .map((z) => Int32Array.from(z)),
    ),
    range: fc.constantFrom([-4, 7] as const, [-127, 127] as const, [-(2 ** 31), 2 ** 31 - 1] as const),
  }),
);
