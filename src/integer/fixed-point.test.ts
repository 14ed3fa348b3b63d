import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FixedPoint, fixedPointOf, multiplyFixed } from './fixed-point';

/** The rule as the paper's library has it, in arbitrary precision. */
function oracle(accumulator: number, { m0, shift }: FixedPoint): number {
  const product = BigInt(accumulator) * BigInt(m0);
  const nudge = product >= 0n ? 1n << 30n : 1n - (1n << 30n);
  const high = (product + nudge) / (1n << 31n);
  const mask = (1n << BigInt(shift)) - 1n;
  const remainder = high & mask;
  const threshold = (mask >> 1n) + (high < 0n ? 1n : 0n);
  return Number((high >> BigInt(shift)) + (remainder > threshold ? 1n : 0n));
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('a fixed-point multiplier', () => {
  it('is within half a unit of its last bit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 0.999999, noNaN: true }), (multiplier) => {
        const { m0, shift } = fixedPointOf(multiplier);
        expect(m0).toBeGreaterThanOrEqual(2 ** 30);
        expect(m0).toBeLessThan(2 ** 31);
        expect(Math.abs((m0 / 2 ** 31 / 2 ** shift) * 2 ** (31 + shift) - multiplier * 2 ** (31 + shift))).toBeLessThan(
          0.5001,
        );
      }),
    );
  });

  it('moves the exponent when the fraction rounds up to 1', () => {
    expect(fixedPointOf(1 - 2 ** -40)).toEqual({ m0: 2 ** 30, shift: -1 });
    expect(fixedPointOf(0.5)).toEqual({ m0: 2 ** 30, shift: 0 });
    expect(fixedPointOf(1)).toEqual({ m0: 2 ** 30, shift: -1 });
  });

  it.each([0, -1, Infinity, Number.NaN])('is not made of %s', (multiplier) => {
    expect(() => fixedPointOf(multiplier)).toThrow(RangeError);
  });

  it('multiplies as arbitrary precision does, for every int32', () => {
    const shifts = fc.integer({ min: 0, max: 40 });
    const factors = fc.integer({ min: 2 ** 30, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(int32, factors, shifts, (accumulator, m0, shift) => {
        expect(multiplyFixed(accumulator, { m0, shift })).toBe(oracle(accumulator, { m0, shift }));
      }),
      {
        numRuns: 5000,
        examples: [
          [-(2 ** 31), 2 ** 31 - 1, 0],
          [2 ** 31 - 1, 2 ** 31 - 1, 0],
          [0, 2 ** 30, 3],
          [-3, 2 ** 30, 1],
        ],
      },
    );
  });

  it('rounds a sum that is shifted to the left first as one that is that much larger', () => {
    const point = fixedPointOf(0.3);
    for (const accumulator of [-1000, -7, 0, 5, 12_345]) {
      const lifted = { ...point, shift: point.shift + 4, lift: 4 };
      expect(multiplyFixed(accumulator, lifted)).toBe(
        multiplyFixed(accumulator * 16, { ...point, shift: point.shift + 4 }),
      );
    }
  });

  it('saturates where a multiplier of 1 or more leaves int32', () => {
    expect(multiplyFixed(2 ** 30, fixedPointOf(4))).toBe(2 ** 30);
    expect(multiplyFixed(100, fixedPointOf(4))).toBe(400);
  });
});
