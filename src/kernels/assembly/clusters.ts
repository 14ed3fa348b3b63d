import { total } from './lanes';

export function assignNearest(data: usize, count: usize, centroids: usize, k: usize, codes: usize): void {
  const end = data + (count << 2);
  for (; data < end; data += 4) {
    store<i32>(codes, <i32>nearest(<f64>load<f32>(data), centroids, k));
    codes += 4;
  }
}

// @ts-ignore: decorator
@inline
function nearest(value: f64, centroids: usize, k: usize): usize {
  const x = value == value ? value : 0;
  const below = lastAtMost(x, centroids, k);
  if (abs(x) == Infinity) return below;
  const above = min(below + 1, k - 1);
  const distance = distanceTo(x, centroids, below);
  if (distanceTo(x, centroids, above) < distance) return above;
  let lowest = below;
  while (lowest > 0 && distanceTo(x, centroids, lowest - 1) == distance) lowest--;
  return lowest;
}

// @ts-ignore: decorator
@inline
function distanceTo(x: f64, centroids: usize, index: usize): f64 {
  return abs(x - load<f64>(centroids + (index << 3)));
}

/** Index of the last centroid <= x, 0 if there is none; the number of steps depends on k alone, so nothing is mispredicted. */
// @ts-ignore: decorator
@inline
function lastAtMost(x: f64, centroids: usize, k: usize): usize {
  let start: usize = 0;
  let length = k;
  while (length > 1) {
    const half = length >> 1;
    start = select(start + half, start, load<f64>(centroids + ((start + half) << 3)) <= x);
    length -= half;
  }
  return start;
}

/**
 * Sums to `sums` (k float64) and numbers to `counts` (k zeroed 32-bit counters), with 4 k zeroed float64 of scratch.
 * Returns false at the first code outside 0 .. k - 1.
 */
export function clusterSums(
  data: usize, count: usize, codes: usize, k: u32, scratch: usize, sums: usize, counts: usize,
): bool {
  for (let i: usize = 0; i < count; i++) {
    const code = load<u32>(codes + (i << 2));
    if (code >= k) return false;
    const x = load<f32>(data + (i << 2));
    if (!(abs(x) < Infinity)) continue;
    const partial = scratch + (<usize>code << 5) + ((i & 3) << 3);
    store<f64>(partial, load<f64>(partial) + <f64>x);
    const counter = counts + (<usize>code << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  for (let code: usize = 0; code < <usize>k; code++) {
    const partial = scratch + (code << 5);
    store<f64>(sums + (code << 3), total(v128.load(partial), v128.load(partial, 16)));
  }
  return true;
}
