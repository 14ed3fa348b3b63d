import { type FixedPoint, fixedPointOf } from './fixed-point';
import type { Geometry, ValueCodes } from './layer';

/** Sums stay below it once they are shifted to the left, so that what is added to round a code stays within int32. */
export const MOST_SUM = 2 ** 30;
/** Right shifts of the kernels; what is wanted, after which rounding twice is rounding once for all that matters. */
export const MOST_SHIFT = 30;
const WANTED_SHIFT = 20;

interface Products {
  readonly weights: Int32Array;
  readonly bias: Int32Array;
  readonly geometry: Geometry;
  readonly input: ValueCodes;
}

/** The largest distance of a code from the zero point. */
export function largestCode({ qmin, qmax, zeroPoint }: ValueCodes): number {
  return Math.max(Math.abs(qmin - zeroPoint), Math.abs(qmax - zeroPoint));
}

/** The largest sum that codes can give in each channel, at most K * 127 * 255 for eight bits. */
export function sumBounds({ weights, bias, geometry, input }: Products): Float64Array {
  const largest = largestCode(input);
  const sums = Float64Array.from(bias, Math.abs);
  const outputs = geometry.to[2];
  weights.forEach((w, at) => (sums[at % outputs]! += Math.abs(w) * largest));
  return sums;
}

/**
 * A multiplier for sums up to a bound. The rule rounds twice, the second time by a right shift; after a small one the two
 * roundings often differ from a single one. Sums with room to spare are shifted to the left first, so that the right shift
 * is a larger one.
 */
export function multiplierFor(multiplier: number, bound: number): FixedPoint {
  const point = fixedPointOf(multiplier);
  const room = Math.floor(Math.log2(MOST_SUM / (bound + 1)));
  const lift = Math.min(room, WANTED_SHIFT - point.shift, MOST_SHIFT - point.shift);
  return lift > 0 ? { ...point, shift: point.shift + lift, lift } : point;
}

/** A multiplier for each scale; those of several channels with one scale share it. @param bounds of each channel. */
export function multipliersFor(multipliers: readonly number[], bounds: Float64Array): readonly FixedPoint[] {
  const most = bounds.reduce((largest, bound) => Math.max(largest, bound), 0);
  return multipliers.map((one, channel) => multiplierFor(one, multipliers.length === 1 ? most : bounds[channel]!));
}
