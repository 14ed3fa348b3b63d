/** Multiplication by a real factor in integers alone (Jacob et al. 2018, sections 2.2 to 2.4; gemmlowp). */

/**
 * M = m0 / 2^31 / 2^(shift - lift) with m0 in [2^30, 2^31); a negative shift is one to the left. The accumulator is first
 * shifted to the left by `lift`, by default 0, which leaves more of it to the first of the two roundings.
 */
export interface FixedPoint {
  readonly m0: number;
  readonly shift: number;
  readonly lift?: number;
}

const TWO_16 = 2 ** 16;
const TWO_31 = 2 ** 31;
const MOST = 2 ** 31 - 1;
const LEAST = -(2 ** 31);

const clampInt32 = (v: number): number => Math.min(Math.max(v, LEAST), MOST);

/** The nearest fixed-point form of a multiplier. Throws RangeError unless it is positive and finite. */
export function fixedPointOf(multiplier: number): FixedPoint {
  if (!(multiplier > 0 && multiplier < Infinity)) {
    throw new RangeError(`A multiplier must be positive and finite, not ${String(multiplier)}.`);
  }
  let exponent = 0;
  let fraction = multiplier;
  // Exact: both only move the binary point.
  while (fraction >= 1) [fraction, exponent] = [fraction / 2, exponent + 1];
  while (fraction < 0.5) [fraction, exponent] = [fraction * 2, exponent - 1];
  const m0 = Math.floor(fraction * TWO_31 + 0.5);
  return m0 === TWO_31 ? { m0: TWO_31 / 2, shift: -exponent - 1 } : { m0, shift: 0 - exponent };
}

/** acc * M, rounded as gemmlowp does: to nearest with ties away from zero, in two steps. `accumulator` is an int32. */
export function multiplyFixed(accumulator: number, { m0, shift, lift = 0 }: FixedPoint): number {
  const up = lift + Math.max(0, -shift);
  const left = up > 0 ? clampInt32(accumulator * 2 ** up) : accumulator;
  return roundingShift(highProduct(left, m0), Math.max(shift, 0));
}

/**
 * trunc((acc m0 + nudge) / 2^31) with nudge = 2^30, or 1 - 2^30 for a negative product: the rounding doubling high product.
 * The 62-bit product is kept in two halves, each exact as a double.
 */
function highProduct(accumulator: number, m0: number): number {
  const magnitude = Math.abs(accumulator);
  const high = magnitude * Math.floor(m0 / TWO_16);
  const low = magnitude * (m0 % TWO_16);
  const nudge = accumulator < 0 ? 2 ** 30 - 1 : 2 ** 30;
  const whole = Math.floor((high + Math.floor((low + nudge) / TWO_16)) / 2 ** 15);
  return accumulator < 0 ? 0 - whole : whole;
}

/** v / 2^shift, rounded to nearest with ties away from zero. */
function roundingShift(v: number, shift: number): number {
  if (shift === 0) return v;
  const floor = Math.floor(v / 2 ** shift);
  const remainder = v - floor * 2 ** shift;
  const threshold = Math.floor((2 ** shift - 1) / 2) + (v < 0 ? 1 : 0);
  return remainder > threshold ? floor + 1 : floor;
}
