import { HEAD, between, dotAdd, isNear, offset, rounded, scaled, storeExact, storeInts, storeShorts } from './codes';
import { entry } from './shared-lanes';

/** How weights lie: int16, int8, or two int4 in a byte. */
const INT16 = 16;
const INT8 = 8;

/**
 * A convolution or dense layer in integers:
 *
 *   y_i[j] = clamp(round(M_j (bias[j] + sum over runs r, steps k < steps of x_i[runs[r] + k] * w[r][k][j]))),  i < m, j < n
 *
 * `from` and `to` hold the addresses of the m windows and of the m outputs; `runs` the bytes from a window to each of its
 * `runCount` runs of `steps` values without a gap. Weights lie in panels of eight columns: a head, then for each run pairs of
 * steps, [column][step of the pair]; where `steps` is odd the last weights are 0. `bits` says how they lie; those of fewer
 * than 16 bits are widened once a panel, into `wide`. With `isSums` the outputs are the int32 sums themselves, clamped.
 */
export function codeProduct(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize, bits: i32,
  wide: usize, isSums: bool, low: i32, high: i32,
): void {
  const pairs = (steps + 1) >> 1;
  const panelPairs = runCount * pairs;
  const size = HEAD + panelPairs * <usize>(bits << 1);
  const end = runs + (runCount << 2);
  for (let j: usize = 0; j < n; j += 8) {
    let weights = panels + HEAD;
    if (bits != INT16) {
      widen(weights, wide, panelPairs, bits == INT8);
      weights = wide;
    }
    for (let i: usize = 0; i < m; i += 4) {
      const count = min<usize>(4, m - i);
      tile(from + (i << 2), to + (i << 2), count, runs, end, pairs, weights, panels, j, n - j, isSums, low, high);
    }
    panels += size;
  }
}

/** Weights of eight columns and `pairs` pairs of steps become int16. */
function widen(packed: usize, wide: usize, pairs: usize, isInt8: bool): void {
  const end = wide + (pairs << 5);
  for (; wide < end; wide += 32) {
    const first = v128.load8x8_s(packed);
    if (isInt8) {
      v128.store(wide, first);
      v128.store(wide, v128.load8x8_s(packed, 8), 16);
      packed += 16;
    } else {
      v128.store(wide, i16x8.shr_s(i16x8.shl(first, 12), 12));
      v128.store(wide, i16x8.shr_s(first, 4), 16);
      packed += 8;
    }
  }
}

/** Up to four windows, eight columns. Missing windows repeat the last one, to the same end. */
@inline
function tile(
  from: usize, to: usize, count: usize, runs: usize, end: usize, pairs: usize, b: usize, head: usize, column: usize,
  width: usize, isSums: bool, low: i32, high: i32,
): void {
  const base0 = entry(from, 0, count);
  const base1 = entry(from, 1, count);
  const base2 = entry(from, 2, count);
  const base3 = entry(from, 3, count);
  let c00 = v128.load(head);
  let c01 = v128.load(head, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  for (; runs < end; runs += 4) {
    const run: usize = load<u32>(runs);
    let a0 = base0 + run;
    let a1 = base1 + run;
    let a2 = base2 + run;
    let a3 = base3 + run;
    for (let left = pairs; left; left--) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let a = v128.load32_splat(a0);
      c00 = dotAdd(a, b0, c00);
      c01 = dotAdd(a, b1, c01);
      a = v128.load32_splat(a1);
      c10 = dotAdd(a, b0, c10);
      c11 = dotAdd(a, b1, c11);
      a = v128.load32_splat(a2);
      c20 = dotAdd(a, b0, c20);
      c21 = dotAdd(a, b1, c21);
      a = v128.load32_splat(a3);
      c30 = dotAdd(a, b0, c30);
      c31 = dotAdd(a, b1, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += 32;
    }
  }
  if (isSums) sums(to, count, column, c00, c01, c10, c11, c20, c21, c30, c31, width, low, high);
  else codes(to, count, column, c00, c01, c10, c11, c20, c21, c30, c31, head, width, low, high);
}

/** Writes eight sums of each window from `column` on, or as many as there are. */
@inline
function sums(
  to: usize, count: usize, column: usize, c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128,
  c31: v128, width: usize, low: i32, high: i32,
): void {
  const start = column << 2;
  storeSums(entry(to, 0, count) + start, c00, c01, width, low, high);
  storeSums(entry(to, 1, count) + start, c10, c11, width, low, high);
  storeSums(entry(to, 2, count) + start, c20, c21, width, low, high);
  storeSums(entry(to, 3, count) + start, c30, c31, width, low, high);
}

@inline
function storeSums(to: usize, left: v128, right: v128, width: usize, low: i32, high: i32): void {
  const least = i32x4.splat(low);
  const most = i32x4.splat(high);
  storeInts(to, i32x4.min_s(i32x4.max_s(left, least), most), width);
  if (width > 4) storeInts(to + 16, i32x4.min_s(i32x4.max_s(right, least), most), width - 4);
}

/** Writes eight codes of each window as `storeCodes` does, with one look at the distances of all. */
@inline
function codes(
  to: usize, count: usize, column: usize, c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128,
  c31: v128, head: usize, width: usize, low: i32, high: i32,
): void {
  const m0 = v128.load(head, 192);
  const m1 = v128.load(head, 208);
  const to0 = entry(to, 0, count) + (column << 1);
  const to1 = entry(to, 1, count) + (column << 1);
  const to2 = entry(to, 2, count) + (column << 1);
  const to3 = entry(to, 3, count) + (column << 1);
  const x00 = scaled(c00, m0);
  const x01 = scaled(c01, m1);
  const x10 = scaled(c10, m0);
  const x11 = scaled(c11, m1);
  const x20 = scaled(c20, m0);
  const x21 = scaled(c21, m1);
  const x30 = scaled(c30, m0);
  const x31 = scaled(c31, m1);
  if (isNear(farthest(x00, x10, x20, x30), farthest(x01, x11, x21, x31), head)) {
    storeExact(to0, c00, c01, head, width, low, high);
    storeExact(to1, c10, c11, head, width, low, high);
    storeExact(to2, c20, c21, head, width, low, high);
    storeExact(to3, c30, c31, head, width, low, high);
    return;
  }
  const y0 = between(i16x8.narrow_i32x4_s(rounded(x00), rounded(x01)), low, high);
  const y1 = between(i16x8.narrow_i32x4_s(rounded(x10), rounded(x11)), low, high);
  const y2 = between(i16x8.narrow_i32x4_s(rounded(x20), rounded(x21)), low, high);
  const y3 = between(i16x8.narrow_i32x4_s(rounded(x30), rounded(x31)), low, high);
  if (width >= 8) {
    v128.store(to0, y0);
    v128.store(to1, y1);
    v128.store(to2, y2);
    v128.store(to3, y3);
  } else {
    storeShorts(to0, y0, width);
    storeShorts(to1, y1, width);
    storeShorts(to2, y2, width);
    storeShorts(to3, y3, width);
  }
}

/** The largest distance from the nearest integer in each lane. */
@inline
function farthest(a: v128, b: v128, c: v128, d: v128): v128 {
  const oa = offset(a);
  const ob = offset(b);
  const oc = offset(c);
  const od = offset(d);
  const most = f32x4.pmax(f32x4.pmax(oa, ob), f32x4.pmax(oc, od));
  const least = f32x4.pmin(f32x4.pmin(oa, ob), f32x4.pmin(oc, od));
  return f32x4.pmax(most, f32x4.sub(f32x4.splat(0), least));
}
