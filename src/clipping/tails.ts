import { sortedFinite } from '../numerics/stats';

/** The values of one sign, by magnitude, with sums that answer questions about a tail without a pass over the data. */
interface Tail {
  /** Ascending magnitudes. */
  readonly magnitudes: Float32Array;
  /** Sums over the magnitudes from index i upwards, and over their squares; one entry more than there are magnitudes. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Values beyond a threshold on either side. */
export interface Clipped {
  readonly count: number;
  /** Sum of (|x| - level)^2 over them. */
  readonly error: number;
}

/** The tails of a tensor, sorted once so that any threshold is answered in the time of two binary searches. */
export interface Tails {
  readonly above: Tail;
  readonly below: Tail;
}

/** NaN and infinities are left out. */
export function tailsOf(data: Float32Array): Tails {
  const sorted = sortedFinite(data);
  const firstAbove = firstBeyond(sorted, 0);
  const below = sorted.subarray(0, lastBelowZero(sorted)).map((x) => -x);
  return { above: tailOf(sorted.slice(firstAbove)), below: tailOf(below.reverse()) };
}

/** Where the range ends on one side, and its outermost level there; both as magnitudes. */
export interface RangeEnd {
  readonly from: number;
  readonly level: number;
}

/**
 * What a range clips. The outermost level is the end of the range itself for restricted codes, one step less above zero for
 * full ones; without codes below zero that side ends at 0.
 */
export function clippedBeyond(tails: Tails, above: RangeEnd, below: RangeEnd): Clipped {
  const [up, down] = [beyond(tails.above, above), beyond(tails.below, below)];
  return { count: up.count + down.count, error: up.error + down.error };
}

function beyond({ magnitudes, sums, squares }: Tail, { from, level }: RangeEnd): Clipped {
  const first = firstBeyond(magnitudes, from);
  const count = magnitudes.length - first;
  const error = (squares[first] ?? 0) - 2 * level * (sums[first] ?? 0) + count * level * level;
  return { count, error: Math.max(error, 0) };
}

function tailOf(magnitudes: Float32Array): Tail {
  const n = magnitudes.length;
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  for (let i = n - 1; i >= 0; i--) {
    const x = magnitudes[i] ?? 0;
    sums[i] = (sums[i + 1] ?? 0) + x;
    squares[i] = (squares[i + 1] ?? 0) + x * x;
  }
  return { magnitudes, sums, squares };
}

/** Index of the first value above a bound in ascending values. */
function firstBeyond(ascending: Float32Array, bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Number of values below zero in ascending values. */
function lastBelowZero(ascending: Float32Array): number {
  const first = ascending.findIndex((x) => x >= 0);
  return first < 0 ? ascending.length : first;
}
