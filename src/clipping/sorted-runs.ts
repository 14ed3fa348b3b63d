import { roundHalfEven } from '../numerics/round';

/** Values of one run. */
const LENGTH = 64;

/** Index of the first of ascending values above s. */
export function firstAbove(values: Float32Array, s: number): number {
  return firstWhere(values, (x) => x > s);
}

/** Index of the first of ascending values for which something holds, as it does for all after it. */
export function firstWhere(values: Float32Array, holds: (x: number) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(values[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** A scale and the codes that it may use, relative to the zero point. */
export interface CodeGrid {
  readonly scale: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Ascending values cut into runs of 64, each with its mean and its squared distance to it. The squared distance of a run to
 * any point follows from these without cancellation, so that one pass over the values serves every grid: a grid only looks at
 * single values where a run is cut by two of its codes.
 */
export class SortedRuns {
  private readonly means: Float64Array;
  private readonly spreads: Float64Array;

  /** @param values ascending and finite. */
  constructor(readonly values: Float32Array) {
    const count = Math.floor(values.length / LENGTH);
    this.means = new Float64Array(count);
    this.spreads = new Float64Array(count);
    for (let run = 0; run < count; run++) {
      const [from, to] = [run * LENGTH, (run + 1) * LENGTH];
      let sum = 0;
      for (let i = from; i < to; i++) sum += values[i]!;
      const mean = sum / LENGTH;
      let spread = 0;
      for (let i = from; i < to; i++) spread += (values[i]! - mean) * (values[i]! - mean);
      this.means[run] = mean;
      this.spreads[run] = spread;
    }
  }

  /** Sum of the squared distances of the values from index `from` up to, not including, `to` to a point. */
  distance(from: number, to: number, point: number): number {
    const first = Math.ceil(from / LENGTH);
    const last = Math.floor(to / LENGTH);
    if (first >= last) return this.single(from, to, point);
    let sum = this.single(from, first * LENGTH, point) + this.single(last * LENGTH, to, point);
    for (let run = first; run < last; run++) {
      const gap = this.means[run]! - point;
      sum += this.spreads[run]! + LENGTH * gap * gap;
    }
    return sum;
  }

  private single(from: number, to: number, point: number): number {
    let sum = 0;
    for (let i = from; i < to; i++) sum += (this.values[i]! - point) * (this.values[i]! - point);
    return sum;
  }

  /** Sum of (x - fround(q * scale))^2 with q = clamp(roundHalfEven(x / scale), lowest, highest). */
  error({ scale, lowest, highest }: CodeGrid): number {
    const { values } = this;
    let [sum, from, length] = [0, 0, LENGTH];
    for (let code = lowest; code <= highest && from < values.length; code++) {
      const to = code === highest ? values.length : this.firstBeyond(code, scale, from, length);
      sum += this.distance(from, to, Math.fround(code * scale));
      [from, length] = [to, to - from];
    }
    return sum;
  }

  /** Index from `from` on of the first value with a higher code; `length` guesses how far that is. */
  private firstBeyond(code: number, scale: number, from: number, length: number): number {
    const { values } = this;
    let ahead = 2 * length + 1;
    let to = from + ahead;
    while (to < values.length && roundHalfEven(values[to]! / scale) <= code) {
      from = to + 1;
      ahead *= 2;
      to = from + ahead;
    }
    to = Math.min(to, values.length);
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (roundHalfEven(values[middle]! / scale) > code) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}
