import type { Kernels, RunPrefix } from '../kernels/index';
import { sortedFinite } from '../numerics/stats';
import { checkClusters } from './kmeans-lloyd';

export interface ExactClusters {
  /** Ascending; as many as there are distinct values, at most k. */
  readonly centroids: Float64Array;
  /** Sum of squared distances of all weights to their centroid. */
  readonly sse: number;
}

interface Prefix extends RunPrefix {
  /** Median, taken off every value against cancellation. */
  readonly shift: number;
}

/**
 * The globally best codebook of at most k centroids for one-dimensional data: the best runs of its sorted distinct values
 * (Wu 1991; Grønlund et al. 2017). NaN and infinities are left out. Throws RangeError when k < 1.
 */
export function kmeansExact(data: Float32Array, k: number, kernels: Kernels): ExactClusters {
  checkClusters(k);
  const { values, counts } = distinct(sortedFinite(data));
  const n = values.length;
  if (n <= k) return { centroids: values, sse: 0 };
  const prefix = prefixSums(values, counts);
  const { splits, error } = kernels.bestRuns(prefix, k);
  return { centroids: traceBack(splits, n, prefix), sse: Math.max(error, 0) };
}

function distinct(sorted: Float32Array): { values: Float64Array; counts: Float64Array } {
  const values = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let last = -1;
  for (const x of sorted) {
    if (last < 0 || values[last] !== x) values[++last] = x + 0;
    counts[last]!++;
  }
  return { values: values.slice(0, last + 1), counts: counts.subarray(0, last + 1) };
}

function prefixSums(values: Float64Array, counts: Float64Array): Prefix {
  const n = values.length;
  const shift = values[n >> 1]!;
  const [count, first, second] = [new Float64Array(n + 1), new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let i = 0; i < n; i++) {
    const x = values[i]! - shift;
    count[i + 1] = count[i]! + counts[i]!;
    first[i + 1] = first[i]! + counts[i]! * x;
    second[i + 1] = second[i]! + counts[i]! * x * x;
  }
  return { count, first, second, shift };
}

function traceBack(splits: readonly Int32Array[], n: number, { count, first, shift }: Prefix): Float64Array {
  const centroids = new Float64Array(splits.length + 1);
  let to = n;
  for (let c = splits.length; c >= 0; c--) {
    const from = c === 0 ? 0 : splits[c - 1]![to]!;
    centroids[c] = shift + (first[to]! - first[from]!) / (count[to]! - count[from]!);
    to = from;
  }
  return centroids;
}
