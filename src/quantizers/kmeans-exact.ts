import { sortedFinite } from '../numerics/stats';
import { checkClusters } from './kmeans-lloyd';

export interface ExactClusters {
  /** Ascending; as many as there are distinct values, at most k. */
  readonly centroids: Float64Array;
  /** Sum of squared distances of all weights to their centroid. */
  readonly sse: number;
}

/** Prefix sums over distinct values, shifted by the median against cancellation. */
class Costs {
  private readonly weight: Float64Array;
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private readonly shift: number;

  constructor(values: Float64Array, counts: Float64Array) {
    this.shift = values[values.length >> 1] ?? 0;
    this.weight = new Float64Array(values.length + 1);
    this.first = new Float64Array(values.length + 1);
    this.second = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) {
      const x = (values[i] ?? 0) - this.shift;
      const count = counts[i] ?? 0;
      this.weight[i + 1] = (this.weight[i] ?? 0) + count;
      this.first[i + 1] = (this.first[i] ?? 0) + count * x;
      this.second[i + 1] = (this.second[i] ?? 0) + count * x * x;
    }
  }

  /** Squared error of the values [from, to) around their mean. */
  sse(from: number, to: number): number {
    const n = (this.weight[to] ?? 0) - (this.weight[from] ?? 0);
    const sum = (this.first[to] ?? 0) - (this.first[from] ?? 0);
    return Math.max((this.second[to] ?? 0) - (this.second[from] ?? 0) - (sum * sum) / n, 0);
  }

  mean(from: number, to: number): number {
    const n = (this.weight[to] ?? 0) - (this.weight[from] ?? 0);
    return this.shift + ((this.first[to] ?? 0) - (this.first[from] ?? 0)) / n;
  }
}

/**
 * The globally best codebook of at most k centroids for one-dimensional data: dynamic programming over the sorted
 * distinct values, each layer filled by divide and conquer because the best split never moves left (Wu 1991; Grønlund
 * et al. 2017). O(k n log n). NaN and infinities are left out. Throws RangeError when k < 1.
 */
export function kmeansExact(data: Float32Array, k: number): ExactClusters {
  checkClusters(k);
  const { values, counts } = distinct(sortedFinite(data));
  if (values.length <= k) return { centroids: values, sse: 0 };
  const costs = new Costs(values, counts);
  const splits: Int32Array[] = [];
  let best: Float64Array = Float64Array.from({ length: values.length + 1 }, (_, to) => (to === 0 ? 0 : costs.sse(0, to)));
  for (let clusters = 2; clusters <= k; clusters++) {
    const filled = fillLayer(best, clusters, costs);
    best = filled.best;
    splits.push(filled.split);
  }
  return { centroids: traceBack(splits, values.length, costs), sse: best[values.length] ?? 0 };
}

function distinct(sorted: Float32Array): { values: Float64Array; counts: Float64Array } {
  const values: number[] = [];
  const counts: number[] = [];
  for (const x of sorted) {
    if (values.length > 0 && values[values.length - 1] === x) counts[counts.length - 1] = (counts[counts.length - 1] ?? 0) + 1;
    else {
      values.push(x === 0 ? 0 : x);
      counts.push(1);
    }
  }
  return { values: Float64Array.from(values), counts: Float64Array.from(counts) };
}

/** Best error of the first `to` values in `clusters` clusters, and where the last cluster begins. */
function fillLayer(previous: Float64Array, clusters: number, costs: Costs): { best: Float64Array; split: Int32Array } {
  const n = previous.length - 1;
  const best = new Float64Array(n + 1).fill(Infinity);
  const split = new Int32Array(n + 1);
  const stack: [number, number, number, number][] = [[clusters, n, clusters - 1, n - 1]];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    const [low, high, from, until] = task;
    if (low > high) continue;
    const middle = (low + high) >> 1;
    let at = Math.max(from, clusters - 1);
    for (let i = at; i <= Math.min(until, middle - 1); i++) {
      const total = (previous[i] ?? Infinity) + costs.sse(i, middle);
      if (total < (best[middle] ?? Infinity)) {
        best[middle] = total;
        at = i;
      }
    }
    split[middle] = at;
    stack.push([low, middle - 1, from, at], [middle + 1, high, at, until]);
  }
  return { best, split };
}

function traceBack(splits: readonly Int32Array[], n: number, costs: Costs): Float64Array {
  const centroids = new Float64Array(splits.length + 1);
  let to = n;
  for (let c = splits.length; c >= 0; c--) {
    const from = c === 0 ? 0 : (splits[c - 1]?.[to] ?? 0);
    centroids[c] = costs.mean(from, to);
    to = from;
  }
  return centroids;
}
