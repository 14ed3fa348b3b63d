/** Both implementations against naive references, and against each other bit for bit, on awkward data. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rounding } from '../numerics/round';
import { createSimdKernels, plainKernels } from './index';

const simdKernels = createSimdKernels();
const both = [plainKernels, simdKernels];

const ROUNDINGS = ['nearest-even', 'nearest-away', 'floor', 'ceil', 'toward-zero'] as const;
const SMALLEST = 2 ** -149;
const LARGEST = Math.fround(3.4028234663852886e38);

const finite = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround),
  fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, SMALLEST, -SMALLEST, 2 ** -126, LARGEST, -LARGEST),
);
const anything = fc.oneof({ weight: 6, arbitrary: finite }, fc.constantFrom(NaN, Infinity, -Infinity));
const scale = fc.oneof(
  fc.constantFrom(0.25, 0.5, 1, 2, SMALLEST),
  fc.double({ min: 1e-3, max: 2, noNaN: true }).map(Math.fround),
);

function tensor(element = anything, maxLength = 70) {
  return fc.array(element, { maxLength }).map((values) => Float32Array.from(values));
}

interface Cut {
  readonly data: Float32Array<ArrayBuffer>;
  readonly rows: number;
  readonly length: number;
  /** Number of segments. */
  readonly count: number;
}

function cutTensor(element = anything): fc.Arbitrary<Cut> {
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
function slices({ data, rows, length }: Cut): number[][] {
  const channels = Array.from({ length: data.length / rows }, (_, c) => [...data.slice(c * rows, (c + 1) * rows)]);
  return channels.flatMap((channel) =>
    Array.from({ length: Math.ceil(rows / length) }, (_, s) => channel.slice(s * length, (s + 1) * length)),
  );
}

/** Runs the property on the result of each implementation, after checking that the results are the same bits. */
function agreed<T>(compute: (kernels: typeof plainKernels) => T, check: (result: T) => void): void {
  const [plain, simd] = both.map(compute);
  expect(simd).toStrictEqual(plain);
  check(simd!);
}

/** (p0 + p2) + (p1 + p3) of the documented partial sums. */
function interleavedSum(terms: readonly number[]): number {
  const p = [0, 0, 0, 0];
  terms.forEach((term, i) => (p[i % 4]! += term));
  return p[0]! + p[2]! + (p[1]! + p[3]!);
}

function naiveRound(v: number, rounding: Rounding): number {
  const down = Math.floor(v);
  const up = Math.ceil(v);
  if (rounding === 'floor') return down;
  if (rounding === 'ceil') return up;
  if (rounding === 'toward-zero') return v < 0 ? up : down;
  if (v - down !== up - v) return v - down < up - v ? down : up;
  if (rounding === 'nearest-away') return v < 0 ? down : up;
  return down % 2 === 0 ? down : up;
}

function naiveCode(
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

function naiveScale(value: number): number {
  const stored = Math.fround(value);
  return stored === 0 || !Number.isFinite(stored) ? 1 : stored;
}

function naiveAffineError(
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

const quantizerInput = cutTensor().chain((cut) =>
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

describe('ranges', () => {
  it('are those of the finite elements', () => {
    fc.assert(
      fc.property(cutTensor(), (cut) => {
        const { data, rows, length } = cut;
        const finites = slices(cut).map((segment) => segment.filter(Number.isFinite));
        agreed(
          (k) => ({ abs: k.segmentAbsMax(data, rows, length), ...k.segmentMinMax(data, rows, length) }),
          ({ abs, low, high }) => {
            expect([...abs]).toEqual(finites.map((s) => Math.max(0, ...s.map(Math.abs))));
            expect([...low]).toEqual(finites.map((s) => (s.length === 0 ? 0 : Math.min(...s) + 0)));
            expect([...high]).toEqual(finites.map((s) => (s.length === 0 ? 0 : Math.max(...s) + 0)));
          },
        );
        const all = finites.flat();
        const range = all.length === 0 ? [0, 0] : [Math.min(...all) + 0, Math.max(...all) + 0];
        agreed(
          (k) => [k.absMax(data), ...k.minMax(data)],
          (whole) => expect(whole).toEqual([Math.max(0, ...all.map(Math.abs)), ...range]),
        );
      }),
    );
  });
});

describe('quantize', () => {
  it.each(ROUNDINGS)('%s rounds the quotient, shifts, clamps and maps back', (rounding) => {
    fc.assert(
      fc.property(quantizerInput, ({ cut, scales, zeroPoints, range }) => {
        const [qmin, qmax] = range;
        const expected = slices(cut).flatMap((segment, s) => {
          const z = zeroPoints?.[s] ?? 0;
          return segment.map((x) => naiveCode(x, scales[s]!, z, range, (v) => naiveRound(v, rounding)) + 0);
        });
        agreed(
          (k) => k.quantize(cut.data, cut.rows, cut.length, scales, zeroPoints, qmin, qmax, rounding),
          ({ codes, values }) => {
            expect([...codes]).toEqual(expected);
            const owner = slices(cut).flatMap((segment, s) => segment.map(() => s));
            const back = owner.map((s, i) => Math.fround((expected[i]! - (zeroPoints?.[s] ?? 0)) * scales[s]!));
            expect([...values]).toEqual(back);
          },
        );
      }),
    );
  });

  it('with uniforms goes up when the uniform is below the fraction', () => {
    const input = quantizerInput.chain((q) => {
      const uniform = fc.oneof(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom(0, 0.25, 0.5, 0.75),
      );
      const uniforms = fc.array(uniform, { minLength: q.cut.data.length, maxLength: q.cut.data.length });
      return uniforms.map((u) => ({ ...q, uniforms: Float64Array.from(u) }));
    });
    fc.assert(
      fc.property(input, ({ cut, scales, zeroPoints, range, uniforms }) => {
        const owner = slices(cut).flatMap((segment, s) => segment.map(() => s));
        const expected = owner.map((s, i) => {
          const round = (v: number) => (uniforms[i]! < v - Math.floor(v) ? Math.ceil(v) : Math.floor(v));
          return naiveCode(cut.data[i]!, scales[s]!, zeroPoints?.[s] ?? 0, range, round) + 0;
        });
        agreed(
          (k) => k.quantizeWithUniforms(cut.data, cut.rows, cut.length, scales, zeroPoints, ...range, uniforms),
          ({ codes }) => expect([...codes]).toEqual(expected),
        );
      }),
    );
  });
});

describe('errorSums', () => {
  it('adds in the documented order and leaves non-finite pairs out', () => {
    const pairs = fc.array(fc.tuple(anything, anything), { maxLength: 70 });
    fc.assert(
      fc.property(pairs, (list) => {
        const x = Float32Array.from(list, ([a]) => a);
        const y = Float32Array.from(list, ([, b]) => b);
        const finitePair = [...x].map((a, i) => Number.isFinite(a) && Number.isFinite(y[i]!));
        const difference = [...x].map((a, i) => (finitePair[i] ? a - y[i]! : 0));
        agreed(
          (k) => k.errorSums(x, y),
          (sums) =>
            expect(sums).toEqual({
              signal: interleavedSum([...x].map((a, i) => (finitePair[i] ? a * a : 0))),
              error: interleavedSum(difference.map((d) => d * d)),
              maxError: Math.max(0, ...difference.map(Math.abs)),
              nonFinite: finitePair.filter((f) => !f).length,
            }),
        );
      }),
    );
  });
});

describe('threshold search', () => {
  const ranges = fc.constantFrom(
    { qmin: -7, qmax: 7, divisor: 7 },
    { qmin: -8, qmax: 7, divisor: 8 },
    { qmin: -2, qmax: 1, divisor: 1.5 },
    { qmin: 0, qmax: 15, divisor: 15 },
  );
  const grids = fc.tuple(ranges, fc.integer({ min: 1, max: 12 })).map(([range, gridSize]) => ({ ...range, gridSize }));

  it('gives the mean squared error of quantizing at every threshold', () => {
    fc.assert(
      fc.property(tensor(), grids, (data, grid) => {
        const absMax = plainKernels.absMax(data);
        agreed(
          (k) => k.mseCurve(data, absMax, grid),
          (curve) => {
            expect(curve.length).toBe(grid.gridSize);
            curve.forEach((mse, i) => {
              const s = naiveScale((absMax * (i + 1)) / grid.gridSize / grid.divisor);
              const terms = [...data].map((x) => {
                if (!Number.isFinite(x)) return 0;
                const code = naiveCode(x, s, 0, [grid.qmin, grid.qmax], (v) => naiveRound(v, 'nearest-even'));
                return (x - Math.fround(code * s)) ** 2;
              });
              expect(mse).toBe(data.length === 0 ? 0 : interleavedSum(terms) / data.length);
            });
          },
        );
      }),
    );
  });

  it('finds the first minimum of the curve of every segment', () => {
    fc.assert(
      fc.property(cutTensor(), grids, (cut, grid) => {
        const absMax = plainKernels.segmentAbsMax(cut.data, cut.rows, cut.length);
        agreed(
          (k) => k.mseSearch(cut.data, cut.rows, cut.length, absMax, grid),
          ({ gridIndex, threshold, mse }) => {
            slices(cut).forEach((segment, s) => {
              const curve = plainKernels.mseCurve(Float32Array.from(segment), absMax[s]!, grid);
              const best = curve.indexOf(Math.min(...curve));
              expect([gridIndex[s], mse[s]]).toEqual([best + 1, curve[best]]);
              expect(threshold[s]).toBe((absMax[s]! * (best + 1)) / grid.gridSize);
            });
          },
        );
      }),
    );
  });

  it('finds the first minimum over shrinking affine ranges', () => {
    const codes = fc.constantFrom([0, 15] as const, [-8, 7] as const, [0, 1] as const);
    fc.assert(
      fc.property(cutTensor(), codes, fc.integer({ min: 1, max: 9 }), (cut, [qmin, qmax], gridSize) => {
        const ranges = plainKernels.segmentMinMax(cut.data, cut.rows, cut.length);
        const low = Float64Array.from(ranges.low, (x) => Math.min(x, 0));
        const high = Float64Array.from(ranges.high, (x) => Math.max(x, 0));
        agreed(
          (k) => k.mseSearchAffine(cut.data, cut.rows, cut.length, low, high, { qmin, qmax, gridSize }),
          (found) =>
            slices(cut).forEach((segment, s) => {
              const errors = Array.from({ length: gridSize }, (_, i) => {
                const ends = [low[s]!, high[s]!].map((end) => (end * (i + 1)) / gridSize) as [number, number];
                return naiveAffineError(segment, ends, [qmin, qmax]);
              });
              const best = errors.indexOf(Math.min(...errors));
              expect([found.gridIndex[s], found.mse[s]]).toEqual([best + 1, errors[best]]);
              expect(found.low[s]).toBe((low[s]! * (best + 1)) / gridSize);
              expect(found.high[s]).toBe((high[s]! * (best + 1)) / gridSize);
            }),
        );
      }),
    );
  });

  it('adds across chunks in the same order as within one', () => {
    const data = Float32Array.from({ length: 2 * 2048 + 1027 }, (_, i) => Math.fround(Math.sin(i * 12.9898) ** 3));
    agreed(
      (k) => k.mseCurve(data, 1, { qmin: -3, qmax: 3, divisor: 3, gridSize: 40 }),
      (curve) => expect(curve.indexOf(Math.min(...curve))).toBeGreaterThan(0),
    );
  });
});
