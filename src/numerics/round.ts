/**
 * Rounding of float64 values to integers, exact for every finite value.
 * Infinities and NaN pass through. No function returns -0, so that results can be compared with any equality.
 */

/** How a real number picks one of its two neighbouring integers. */
export type Rounding = 'nearest-even' | 'nearest-away' | 'floor' | 'ceil' | 'toward-zero';

/** From here on every float64 is an integer, and below it adding 2^52 leaves exactly the integer part. */
const TWO_52 = 4503599627370496;

/** Nearest integer, ties to the even one (IEEE 754 roundTiesToEven). `Math.round` sends ties upwards instead. */
export function roundHalfEven(v: number): number {
  const magnitude = Math.abs(v);
  if (!(magnitude < TWO_52)) return v;
  // The sum is rounded by the hardware, half to even, to a multiple of its own spacing, which is 1.
  const rounded = magnitude + TWO_52 - TWO_52;
  return v < 0 ? 0 - rounded : rounded;
}

/** Nearest integer, ties away from zero (IEEE 754 roundTiesToAway). */
export function roundHalfAway(v: number): number {
  const whole = Math.trunc(v);
  // The fraction is exact, whereas floor(v + 0.5) goes wrong next to 0.5 and above 2^52.
  const fraction = v - whole;
  if (fraction >= 0.5) return whole + 1;
  if (fraction <= -0.5) return whole - 1;
  return whole + 0;
}

export function roundDown(v: number): number {
  return Math.floor(v) + 0;
}

export function roundUp(v: number): number {
  return Math.ceil(v) + 0;
}

export function roundTowardZero(v: number): number {
  return Math.trunc(v) + 0;
}

/** The function of each rounding. */
export const roundingFunctions: Readonly<Record<Rounding, (v: number) => number>> = {
  'nearest-even': roundHalfEven,
  'nearest-away': roundHalfAway,
  floor: roundDown,
  ceil: roundUp,
  'toward-zero': roundTowardZero,
};
