import type { Kernels } from '../kernels/index';
import { uniformStream } from '../numerics/random';
import { quantile, sortedFinite } from '../numerics/stats';

export type LloydStart = 'linear' | 'density' | 'random' | 'kmeans++';

export interface LloydResult {
  /** Centroids before the first pass. */
  readonly start: Float64Array;
  /** Centroids after the last pass. */
  readonly centroids: Float64Array;
  /** Passes run; the last, unchanging one counts. */
  readonly iterations: number;
}

/**
 * Start of Lloyd's iteration (Han et al. 2016, section 3.1).
 * @param data weights; NaN and infinities are left out.
 * @param k number of centroids, at least 1; RangeError otherwise.
 */
export function lloydStart(data: Float32Array, k: number, start: LloydStart, seed: number): Float64Array {
  checkClusters(k);
  const sorted = sortedFinite(data);
  if (sorted.length === 0) return new Float64Array(k);
  if (start === 'linear') return linearStart(sorted, k);
  if (start === 'density') return Float64Array.from({ length: k }, (_, i) => quantile(sorted, (i + 0.5) / k));
  const next = uniformStream(seed, 'codebook-start');
  return (start === 'random' ? randomStart(sorted, k, next) : plusPlusStart(sorted, k, next)).sort();
}

export function checkClusters(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`A codebook needs at least 1 centroid, not ${String(k)}.`);
}

function linearStart(sorted: Float32Array, k: number): Float64Array {
  const min = sorted[0] ?? 0;
  const max = sorted[sorted.length - 1] ?? 0;
  if (k === 1) return Float64Array.of((min + max) / 2);
  return Float64Array.from({ length: k }, (_, i) => min + ((max - min) * i) / (k - 1));
}

function randomStart(sorted: Float32Array, k: number, next: () => number): Float64Array {
  return Float64Array.from({ length: k }, () => sorted[Math.floor(next() * sorted.length)] ?? 0);
}

/** k-means++ (Arthur and Vassilvitskii 2007): the next centre with a probability proportional to its squared distance. */
function plusPlusStart(sorted: Float32Array, k: number, next: () => number): Float64Array {
  const centroids = new Float64Array(k);
  centroids[0] = sorted[Math.floor(next() * sorted.length)] ?? 0;
  const squared = Float64Array.from(sorted, (x) => (x - (centroids[0] ?? 0)) ** 2);
  for (let c = 1; c < k; c++) {
    const total = squared.reduce((sum, d) => sum + d, 0);
    let left = next() * total;
    let pick = 0;
    while (pick < squared.length - 1 && left >= (squared[pick] ?? 0)) left -= squared[pick++] ?? 0;
    const centre = sorted[pick] ?? 0;
    centroids[c] = centre;
    sorted.forEach((x, i) => {
      squared[i] = Math.min(squared[i] ?? 0, (x - centre) ** 2);
    });
  }
  return centroids;
}

/**
 * Code of every weight: the nearest centroid in float64, the lower index of equal ones. Centroids need not be ascending.
 */
export function assignToNearest(data: Float32Array, centroids: Float64Array, kernels: Kernels): Int32Array {
  if (isAscending(centroids)) return kernels.assignNearest(data, centroids);
  const order = Array.from(centroids, (_, i) => i).sort((i, j) => (centroids[i] ?? 0) - (centroids[j] ?? 0) || i - j);
  const codes = kernels.assignNearest(
    data,
    Float64Array.from(order, (i) => centroids[i] ?? 0),
  );
  return codes.map((code) => order[code] ?? 0);
}

function isAscending(values: Float64Array): boolean {
  return values.every((v, i) => i === 0 || v >= (values[i - 1] ?? v));
}

/** One pass: assign, then move every centroid to the mean of its weights; an empty cluster keeps its centroid. */
export function lloydStep(data: Float32Array, centroids: Float64Array, kernels: Kernels): Float64Array {
  const { sums, counts } = kernels.clusterSums(data, assignToNearest(data, centroids, kernels), centroids.length);
  return centroids.map((c, i) => ((counts[i] ?? 0) > 0 ? (sums[i] ?? 0) / (counts[i] ?? 1) : c));
}

/** Passes until no centroid changes or `maxIterations` have run. */
export function lloyd(data: Float32Array, start: Float64Array, maxIterations: number, kernels: Kernels): LloydResult {
  const finite = data.every((x) => Number.isFinite(x)) ? data : data.filter((x) => Number.isFinite(x));
  let centroids = start;
  let iterations = 0;
  while (iterations < maxIterations) {
    const next = lloydStep(finite, centroids, kernels);
    iterations++;
    const moved = next.some((c, i) => c !== centroids[i]);
    centroids = next;
    if (!moved) break;
  }
  return { start, centroids, iterations };
}
