import fc from 'fast-check';
import { expect, it } from 'vitest';
import { castToMinifloat, largestCode, largestOf, magnitudesOf, type Minifloat, nanCode } from '../numerics/minifloat';
import { roundingFunctions } from '../numerics/round';
import { plainKernels } from './index';
import { agreed, anything } from './kernels-fakes';

const format = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom('none', 'nan', 'ieee'))
  .map(([exponentBits, mantissaBits, special]): Minifloat => {
    return { exponentBits, mantissaBits, bias: Math.max(2 ** (exponentBits - 1) - 1, 1), special };
  });
const divisor = fc.oneof(
  fc.constantFrom(0.25, 1, 2 ** -126, 2 ** 120, 0, NaN),
  fc.double({ min: 1e-3, max: 2, noNaN: true }),
);
const matrix = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 7 })).chain(([rows, columns]) =>
  fc.record({
    columns: fc.constant(columns),
    data: fc.array(anything, { minLength: rows * columns, maxLength: rows * columns }),
    // Blocks of two rows.
    divisors: fc.array(divisor, { minLength: 5 * columns, maxLength: 5 * columns }),
    scales: fc.array(divisor, { minLength: 5 * columns, maxLength: 5 * columns }),
    first: fc.constant(Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 2) * columns)),
  }),
);

it.each(['nearest-even', 'nearest-away', 'toward-zero'] as const)('quantizes to small floats, %s', (rounding) => {
  fc.assert(
    fc.property(matrix, format, ({ columns, data, divisors, scales, first }, f) => {
      const magnitudes = magnitudesOf(f);
      const owners = { columns, first, divisors: Float64Array.from(divisors), scales: Float64Array.from(scales) };
      const grid = {
        mantissaBits: f.mantissaBits,
        smallestExponent: 1 - f.bias,
        largestCode: largestCode(f),
        largest: largestOf(f),
        nanCode: nanCode(f) ?? 0,
      };
      agreed(
        (k) => k.quantizeFloats(Float32Array.from(data), owners, grid, rounding),
        ({ codes, values }) =>
          data.forEach((x, i) => {
            const at = first[Math.floor(i / columns)]! + (i % columns);
            const [by, scale] = [divisors[at]!, scales[at]!];
            const isNan = Number.isNaN(x) && by > 0 && nanCode(f) !== null;
            const element =
              by > 0 && !Number.isNaN(x) ? castToMinifloat(x / by, f, true, roundingFunctions[rounding]) : 0;
            const code = magnitudes.indexOf(Math.abs(element));
            expect(codes[i]).toBe(isNan ? nanCode(f) : element < 0 ? -code : code);
            expect(values[i]).toBe(isNan ? NaN : Math.fround(element * scale) + 0);
          }),
      );
    }),
  );
});

it('sorts the finite elements, or their magnitudes', () => {
  const many = fc.array(anything, { minLength: 990, maxLength: 1300 }).map((list) => Float32Array.from(list));
  const few = fc.array(anything, { maxLength: 20 }).map((list) => Float32Array.from(list));
  fc.assert(
    fc.property(fc.oneof(many, few), fc.boolean(), (data, magnitudes) => {
      const before = data.slice();
      const finite = data.filter(Number.isFinite);
      agreed(
        (k) => k.sortFinite(data, magnitudes),
        (sorted) => expect(sorted).toEqual((magnitudes ? finite.map(Math.abs) : finite).sort()),
      );
      expect(data).toEqual(before);
    }),
    { numRuns: 40 },
  );
});

it('refuses rows that reach beyond the divisors', () => {
  const grid = { mantissaBits: 1, smallestExponent: 0, largestCode: 7, largest: 6, nanCode: 0 };
  const list = Float64Array.of(1, 1, 1);
  const call = (first: number[], scales = list) =>
    plainKernels.quantizeFloats(
      Float32Array.of(1, 2, 3, 4),
      { columns: 2, first: Int32Array.from(first), divisors: list, scales },
      grid,
      'nearest-even',
    );
  expect([...call([0, 1]).codes]).toEqual([2, 4, 5, 6]);
  expect(() => call([0, 2])).toThrow(RangeError);
  expect(() => call([-1, 0])).toThrow(RangeError);
  expect(() => call([0])).toThrow(RangeError);
  expect(() => call([0, 1], Float64Array.of(1))).toThrow(RangeError);
});
