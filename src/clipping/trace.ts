/** How clippers came to a range: what they tried and what each trial was worth. Plain data. */
import { type ClipInput, type ClipRanges, withinValues } from './input';

/** What only one kind of clipper has to show. */
export type ClipDetail =
  /** One range, no search. */
  | { readonly kind: 'fixed' }
  /** Mean squared error of the values outside each range, and of those inside; they add up to the objective. */
  | { readonly kind: 'mse'; readonly clip: Float64Array; readonly round: Float64Array }
  /** Percentile of each candidate. */
  | { readonly kind: 'percentile'; readonly percentiles: Float64Array }
  /** Counts of |x| in equal bins of [0, absMax]; candidate i is the lower edge of bin i. */
  | { readonly kind: 'percentile-histogram'; readonly histogram: Uint32Array; readonly absMax: number }
  /** Smoothed ends after each batch. */
  | { readonly kind: 'ema'; readonly min: Float64Array; readonly max: Float64Array }
  /**
   * Counts of |x| in equal bins of [0, absMax]; candidate i keeps `bins[i]` of them. `klDistributions` gives P and Q.
   */
  | {
      readonly kind: 'kl';
      readonly histogram: Uint32Array;
      readonly absMax: number;
      readonly levels: number;
      readonly bins: Int32Array;
    }
  /** Thresholds s0, s1 ... of the iteration and the objective at each. */
  | { readonly kind: 'octav'; readonly iterates: Float64Array; readonly objectives: Float64Array }
  /** Fitted distribution; the threshold is ratio x spread from the mean. */
  | {
      readonly kind: 'aciq';
      readonly distribution: 'gaussian' | 'laplace';
      readonly mean: number;
      readonly spread: number;
      readonly ratio: number;
    };

export interface ClipTrace {
  /** Ranges that were tried, widening; a symmetric threshold is `high`. At least one. */
  readonly candidates: ClipRanges;
  /** Objective at each candidate; Infinity where it is not defined. */
  readonly values: Float64Array;
  /** The candidate that was taken. */
  readonly chosen: number;
  readonly objective: {
    readonly label: string;
    /** Empty for a bare number; `w²` for the square of the unit of the values. */
    readonly unit: string;
    /** Whether the clipper looks for the smallest value, or the curve only shows what its rule reads. */
    readonly minimized: boolean;
  };
  readonly detail: ClipDetail;
}

/** The trace of a rule that tries nothing: its range and the share of the finite values outside. */
export function fixedTrace({ data }: ClipInput, ranges: ClipRanges): ClipTrace {
  const [low, high] = [ranges.low[0] ?? 0, ranges.high[0] ?? 0];
  let [outside, finite] = [0, 0];
  for (const x of data) {
    if (!Number.isFinite(x)) continue;
    finite++;
    if (x < low || x > high) outside++;
  }
  return {
    candidates: { low: Float64Array.of(low), high: Float64Array.of(high) },
    values: Float64Array.of(finite === 0 ? 0 : outside / finite),
    chosen: 0,
    objective: { label: 'Clipped share', unit: '', minimized: false },
    detail: { kind: 'fixed' },
  };
}

/** The only scale group of an input. Throws RangeError when there are several. */
export function onlyGroup(input: ClipInput): Float32Array {
  if (input.segments === 1) return input.data;
  throw new RangeError(`A trace is of one scale group, not of ${String(input.segments)}.`);
}

/** The ranges [-T, T] of thresholds, as far as the values of the group reach. */
export function candidatesOf(
  symmetric: boolean,
  values: readonly [number, number],
  thresholds: ArrayLike<number>,
): ClipRanges {
  const ranges = Array.from(thresholds, (t) => withinValues(symmetric, values, [-t, t]));
  return { low: Float64Array.from(ranges, ([low]) => low), high: Float64Array.from(ranges, ([, high]) => high) };
}

/** Points of a curve drawn over thresholds that a rule does not try one by one. */
const CURVE_POINTS = 100;

/** Ascending thresholds A i / 100, with `chosen` put in its place unless it is one of them. */
export function curveThresholds(absMax: number, chosen: number): { thresholds: Float64Array; at: number } {
  const grid = Array.from({ length: CURVE_POINTS }, (_, i) => (absMax * (i + 1)) / CURVE_POINTS);
  const thresholds = Float64Array.from(new Set([...grid, chosen])).sort();
  return { thresholds, at: thresholds.indexOf(chosen) };
}
