/**
 * What rounding up or down decides: value = scale · clip(base + up, low, high), one entry a weight in any order
 * (Nagel et al. 2020, equation 22).
 */
export interface RoundingChoices {
  readonly weights: Float64Array;
  readonly scale: Float64Array;
  /** ⌊w / scale⌋, frozen. */
  readonly base: Float64Array;
  /** Smallest and largest code, zero point taken off. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface CodeGrid {
  /** Scale of the weight at an index. */
  readonly scaleOf: (index: number) => number;
  readonly zeroPointOf?: (index: number) => number;
  readonly qmin: number;
  readonly qmax: number;
}

export function roundingChoices(values: ArrayLike<number>, grid: CodeGrid): RoundingChoices {
  const weights = Float64Array.from(values);
  const scale = weights.map((_, i) => grid.scaleOf(i));
  const zero = (i: number): number => grid.zeroPointOf?.(i) ?? 0;
  return {
    weights,
    scale,
    base: weights.map((w, i) => Math.floor(w / scale[i]!)),
    low: weights.map((_, i) => grid.qmin - zero(i)),
    high: weights.map((_, i) => grid.qmax - zero(i)),
  };
}

/** Values for `up`: 0, 1 or, soft, between. */
export function valuesWith({ base, scale, low, high }: RoundingChoices, up: (index: number) => number): Float64Array {
  return base.map((b, i) => scale[i]! * Math.min(Math.max(b + up(i), low[i]!), high[i]!));
}

/** How far each weight lies above its floor, in steps: 0 to 1. */
export function fractionAt({ weights, scale, base }: RoundingChoices, i: number): number {
  return weights[i]! / scale[i]! - base[i]!;
}

/** 1 where rounding to nearest goes up; a tie goes to the even code. */
export function nearestUps(choices: RoundingChoices): Uint8Array {
  return Uint8Array.from(choices.base, (b, i) => {
    const fraction = fractionAt(choices, i);
    return fraction > 0.5 || (fraction === 0.5 && Math.abs(b % 2) === 1) ? 1 : 0;
  });
}
