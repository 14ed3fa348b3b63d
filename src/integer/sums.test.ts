import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multiplyFixed } from './fixed-point';
import { MOST_SHIFT, MOST_SUM, multiplierFor, sumBounds } from './sums';

describe('the multiplier of sums with room to spare', () => {
  it('stands for the same factor, and keeps every sum within 2^30', () => {
    const factors = fc.double({ min: 1e-6, max: 30, noNaN: true });
    fc.assert(
      fc.property(factors, fc.integer({ min: 1, max: 2 ** 26 }), (factor, bound) => {
        const { m0, shift, lift = 0 } = multiplierFor(factor, bound);
        expect(m0 / 2 ** 31 / 2 ** (shift - lift) / factor).toBeCloseTo(1, 8);
        expect(shift).toBeLessThanOrEqual(MOST_SHIFT);
        if (lift > 0) expect(bound * 2 ** lift).toBeLessThan(MOST_SUM);
      }),
    );
  });

  it('rounds as once where the rule alone would often round twice', () => {
    // Nearly a half: without room every odd sum is a tie after the first rounding.
    const factor = 0.24;
    const point = multiplierFor(factor, 2 ** 16);
    for (let sum = -5000; sum <= 5000; sum++) {
      const exact = sum * factor;
      if (Math.abs(exact - Math.trunc(exact)) !== 0.5) expect(multiplyFixed(sum, point)).toBe(0 + Math.round(exact));
    }
  });
});

it('bounds the sums of each channel by the largest code', () => {
  const borders = { rows: [0, 0], columns: [0, 0] } as const;
  const geometry = {
    depthwise: false,
    from: [1, 1, 2],
    to: [1, 1, 2],
    size: [1, 1],
    strides: [1, 1],
    dilation: [1, 1],
    borders,
  } as const;
  const input = { scale: 1, zeroPoint: 100, qmin: 0, qmax: 255 };
  const bounds = sumBounds({ weights: Int32Array.of(1, -2, 3, 4), bias: Int32Array.of(-10, 5), geometry, input });
  expect([...bounds]).toEqual([4 * 155 + 10, 6 * 155 + 5]);
});
