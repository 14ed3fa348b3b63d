import type { ClusterSums, Integers } from '../types';
import { emptySums, total } from './sums';

export function assignNearest(data: Float32Array, centroids: Float64Array): Integers {
  const codes = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) codes[i] = nearest(data[i]!, centroids);
  return codes;
}

function nearest(value: number, centroids: Float64Array): number {
  const x = within(value, centroids);
  const below = lastAtMost(x, centroids);
  const above = Math.min(below + 1, centroids.length - 1);
  const distance = Math.abs(x - centroids[below]!);
  if (Math.abs(x - centroids[above]!) < distance) return above;
  // Lower centroids can be as near: equal ones, or such as differ by less than the distance is rounded to.
  let lowest = below;
  while (lowest > 0 && Math.abs(x - centroids[lowest - 1]!) === distance) lowest--;
  return lowest;
}

/** The value itself, 0 for NaN, and the end centroids for infinities. */
function within(value: number, centroids: Float64Array): number {
  if (Number.isNaN(value)) return 0;
  if (Number.isFinite(value)) return value;
  return value < 0 ? centroids[0]! : centroids[centroids.length - 1]!;
}

/** Index of the last centroid <= x, 0 if there is none. */
function lastAtMost(x: number, centroids: Float64Array): number {
  let start = 0;
  let length = centroids.length;
  while (length > 1) {
    const half = length >>> 1;
    if (centroids[start + half]! <= x) start += half;
    length -= half;
  }
  return start;
}

export function clusterSums(data: Float32Array, codes: Int32Array, k: number): ClusterSums | null {
  const partial = Array.from({ length: k }, emptySums);
  const counts = new Uint32Array(k);
  for (let i = 0; i < data.length; i++) {
    const code = codes[i]!;
    if (code < 0 || code >= k) return null;
    const x = data[i]!;
    if (!Number.isFinite(x)) continue;
    partial[code]![i & 3]! += x;
    counts[code]!++;
  }
  return { sums: Float64Array.from(partial, total), counts };
}
