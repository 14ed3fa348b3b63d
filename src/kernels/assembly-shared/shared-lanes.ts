// What the kernels of several modules share. Four float32 at a time, and what is left of a row that is no multiple of four.

/** Four float32 kept between two bounds; NaN stays. */
@inline
export function clamped(x: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, low), high);
}

@inline
export function multiplyAdd(x: v128, y: v128, sum: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** Writes the first `count` (1 or more) lanes; all of them from 4 on. */
@inline
export function storePart(to: usize, x: v128, count: usize): void {
  if (count >= 4) {
    v128.store(to, x);
  } else if (count == 1) {
    v128.store32_lane(to, x, 0);
  } else {
    v128.store64_lane(to, x, 0);
    if (count == 3) v128.store32_lane(to, x, 2, 8);
  }
}

/** Entry `i` of a table of addresses, or its last one. */
@inline
export function entry(table: usize, i: usize, count: usize): usize {
  return load<u32>(table + (min(i, count - 1) << 2));
}
