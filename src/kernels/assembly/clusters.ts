import { total } from './lanes';

/** With up to this many boundaries, comparing with all of them at once is quicker than searching. */
const FEW: usize = 64;

/** Code = number of boundaries <= x, with NaN taken as 0; `boundaries` are `bounds` ascending float32. */
export function countBoundaries(data: usize, count: usize, boundaries: usize, bounds: usize, codes: usize): void {
  const end = data + (count << 2);
  const last = boundaries + (bounds << 2);
  if (bounds <= FEW) {
    for (; data + 64 <= end; data += 64) {
      countSixteen(data, boundaries, last, codes);
      codes += 64;
    }
    for (; data < end; data += 4) {
      v128.store32_lane(codes, countFour(v128.load32_zero(data), boundaries, last), 0);
      codes += 4;
    }
  } else {
    for (; data < end; data += 4) {
      store<usize>(codes, countBySearch(load<f32>(data), boundaries, bounds));
      codes += 4;
    }
  }
}

/** Sixteen values for each boundary loaded. */
@inline
function countSixteen(data: usize, boundary: usize, last: usize, codes: usize): void {
  const x0 = withoutNaN(v128.load(data));
  const x1 = withoutNaN(v128.load(data, 16));
  const x2 = withoutNaN(v128.load(data, 32));
  const x3 = withoutNaN(v128.load(data, 48));
  let c0 = i32x4.splat(0);
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(0);
  let c3 = i32x4.splat(0);
  for (; boundary < last; boundary += 4) {
    const b = v128.load32_splat(boundary);
    c0 = i32x4.sub(c0, f32x4.le(b, x0));
    c1 = i32x4.sub(c1, f32x4.le(b, x1));
    c2 = i32x4.sub(c2, f32x4.le(b, x2));
    c3 = i32x4.sub(c3, f32x4.le(b, x3));
  }
  v128.store(codes, c0);
  v128.store(codes, c1, 16);
  v128.store(codes, c2, 32);
  v128.store(codes, c3, 48);
}

@inline
function countFour(values: v128, boundary: usize, last: usize): v128 {
  const x = withoutNaN(values);
  let codes = i32x4.splat(0);
  for (; boundary < last; boundary += 4) codes = i32x4.sub(codes, f32x4.le(v128.load32_splat(boundary), x));
  return codes;
}

@inline
function withoutNaN(x: v128): v128 {
  return v128.and(x, f32x4.eq(x, x));
}

/** Without a branch on the values, which no processor could foresee. */
@inline
function countBySearch(value: f32, boundaries: usize, bounds: usize): usize {
  const x = value == value ? value : 0;
  let found: usize = 0;
  for (let left = bounds; left > 0; ) {
    const half = (left + 1) >> 1;
    found += half & -<usize>(load<f32>(boundaries + ((found + half - 1) << 2)) <= x);
    left -= half;
  }
  return found;
}

/** The definition, for centroids too close together for boundaries: lowest index of the smallest |x - c|. */
export function assignNearest(data: usize, count: usize, centroids: usize, k: usize, codes: usize): void {
  const lowest = load<f64>(centroids);
  const highest = load<f64>(centroids + ((k - 1) << 3));
  const end = data + (count << 2);
  for (; data < end; data += 4) {
    const value = <f64>load<f32>(data);
    let x = value == value ? value : 0;
    if (abs(x) == Infinity) x = x < 0 ? lowest : highest;
    let nearest: usize = 0;
    let distance: f64 = Infinity;
    for (let i: usize = 0; i < k; i++) {
      const other = abs(x - load<f64>(centroids + (i << 3)));
      if (other < distance) {
        distance = other;
        nearest = i;
      }
    }
    store<usize>(codes, nearest);
    codes += 4;
  }
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
