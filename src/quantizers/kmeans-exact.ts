import { sortedFinite } from '../numerics/stats';
import { checkClusters } from './kmeans-lloyd';

export interface ExactClusters {
  /** Ascending; as many as there are distinct values, at most k. */
  readonly centroids: Float64Array;
  /** Sum of squared distances of all weights to their centroid. */
  readonly sse: number;
}

/** Prefix sums over distinct values: entry i covers the first i of them. */
interface Prefix {
  /** Number of weights. */
  readonly count: Float64Array;
  /** Sum of x - shift. */
  readonly first: Float64Array;
  /** Sum of (x - shift)^2. */
  readonly second: Float64Array;
  /** Median, taken off every value against cancellation. */
  readonly shift: number;
}

/**
 * The globally best codebook of at most k centroids for one-dimensional data: dynamic programming over the sorted
 * distinct values, each layer filled by divide and conquer because the best split never moves left (Wu 1991; Grønlund
 * et al. 2017). O(k n log n). NaN and infinities are left out. Throws RangeError when k < 1.
 */
export function kmeansExact(data: Float32Array, k: number): ExactClusters {
  checkClusters(k);
  const { values, counts } = distinct(sortedFinite(data));
  const n = values.length;
  if (n <= k) return { centroids: values, sse: 0 };
  const prefix = prefixSums(values, counts);
  const splits: Int32Array[] = [];
  let best = new Float64Array(n + 1);
  for (let to = 1; to <= n; to++) best[to] = squaredError(prefix, 0, to);
  for (let clusters = 2; clusters <= k; clusters++) {
    const layer = { previous: best, best: new Float64Array(n + 1).fill(Infinity), split: new Int32Array(n + 1) };
    fillLayer(prefix, layer, clusters);
    best = layer.best;
    splits.push(layer.split);
  }
  return { centroids: traceBack(splits, n, prefix), sse: Math.max(best[n]!, 0) };
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

/** Squared error of the values [from, to) around their mean. */
function squaredError({ count, first, second }: Prefix, from: number, to: number): number {
  const sum = first[to]! - first[from]!;
  return second[to]! - second[from]! - (sum * sum) / (count[to]! - count[from]!);
}

interface Layer {
  /** Best errors with one cluster less. */
  readonly previous: Float64Array;
  /** Best error of the first `to` values. */
  readonly best: Float64Array;
  /** Where the last cluster begins. */
  readonly split: Int32Array;
}

/** Fills a layer from the middle outwards: the split of the middle bounds those on both sides. */
function fillLayer(prefix: Prefix, layer: Layer, clusters: number): void {
  const n = layer.best.length - 1;
  const stack = [clusters, n, clusters - 1, n - 1];
  while (stack.length > 0) {
    const until = stack.pop()!;
    const from = stack.pop()!;
    const high = stack.pop()!;
    const low = stack.pop()!;
    const middle = (low + high) >> 1;
    const at = bestSplit(prefix, layer, middle, from, Math.min(until, middle - 1));
    if (low < middle) stack.push(low, middle - 1, from, at);
    if (middle < high) stack.push(middle + 1, high, at, until);
  }
}

/** The first best beginning, within [from, until], of the last cluster of the first `to` values. */
function bestSplit({ count, first, second }: Prefix, layer: Layer, to: number, from: number, until: number): number {
  const { previous } = layer;
  const [countTo, firstTo, secondTo] = [count[to]!, first[to]!, second[to]!];
  let least = Infinity;
  let at = from;
  for (let i = from; i <= until; i++) {
    const sum = firstTo - first[i]!;
    const total = previous[i]! - second[i]! - (sum * sum) / (countTo - count[i]!);
    if (total < least) {
      least = total;
      at = i;
    }
  }
  layer.best[to] = least + secondTo;
  layer.split[to] = at;
  return at;
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
