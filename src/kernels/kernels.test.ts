/** Both implementations against naive references, and against each other bit for bit, on awkward data. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainKernels } from './index';
import {
  ROUNDINGS,
  anything,
  tensor,
  cutTensor,
  slices,
  agreed,
  interleavedSum,
  naiveRound,
  naiveCode,
  naiveScale,
  naiveAffineError,
  quantizerInput,
} from './kernels-fakes';

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
