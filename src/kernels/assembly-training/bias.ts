import { fold, periodOf, repeat } from './columns';
import { loadPart } from './lanes';
import { inRange, storeRange } from './quantize';
import { clamped, storePart } from './shared-lanes';

/** Rows whose sums are kept in registers before they go to the totals. */
const BLOCK: usize = 64;

/** Bytes of scratch of both functions. */
export function biasScratch(channels: usize): usize {
  return periodOf(channels) << 2;
}

/** y = min(max(x + bias, low), high); infinite bounds for none. With `range` (or 0): smallest and largest y go there. */
export function biasAdd(
  x: usize, bias: usize, y: usize, range: usize, scratch: usize, count: usize, channels: usize, low: f32, high: f32,
): void {
  const period = periodOf(channels);
  repeat(bias, channels, period, scratch);
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  let smallest = f32x4.splat(Infinity);
  let largest = f32x4.splat(-Infinity);
  let unordered = i32x4.splat(0);
  for (let left = count; left; ) {
    const width = min(left, period);
    let p: usize = 0;
    for (; p + 4 <= width; p += 4) {
      const at = p << 2;
      const value = clamped(f32x4.add(v128.load(x + at), v128.load(scratch + at)), lowest, highest);
      v128.store(y + at, value);
      smallest = f32x4.pmin(smallest, value);
      largest = f32x4.pmax(largest, value);
      unordered = v128.or(unordered, f32x4.ne(value, value));
    }
    if (p < width) {
      const at = p << 2;
      const rest = width - p;
      const value = clamped(f32x4.add(loadPart(x + at, rest), v128.load(scratch + at)), lowest, highest);
      storePart(y + at, value, rest);
      // The lanes that are missing repeat the first.
      const first = f32x4.splat(f32x4.extract_lane(value, 0));
      const known = v128.bitselect(value, first, maskOf(rest));
      smallest = f32x4.pmin(smallest, known);
      largest = f32x4.pmax(largest, known);
      unordered = v128.or(unordered, f32x4.ne(known, known));
    }
    x += width << 2;
    y += width << 2;
    left -= width;
  }
  if (range) storeRange(range, smallest, largest, unordered);
}

/** The first `count` (1 to 3) lanes. */
@inline
function maskOf(count: usize): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>count));
}

/** dx = dy where low < y < high, else 0; dbias = column sums of dx. */
export function biasGradient(
  dy: usize, y: usize, dx: usize, dbias: usize, scratch: usize, count: usize, channels: usize, low: f32, high: f32,
): void {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  gradient(dy, y, dx, dbias, scratch, count, channels, lowest, highest, false, lowest, lowest, lowest, false);
}

/**
 * The same behind a ReLU whose outputs are rounded to a grid: dx = dy where y > 0 and qmin <= y / scale <= qmax, or where
 * that holds for the rounded quotient; else 0.
 */
export function gridGradient(
  dy: usize, y: usize, dx: usize, dbias: usize, scratch: usize, count: usize, channels: usize,
  scale: f32, qmin: f32, qmax: f32, rounded: bool,
): void {
  const s = f32x4.splat(scale);
  const low = f32x4.splat(qmin);
  const high = f32x4.splat(qmax);
  const zero = f32x4.splat(0);
  const infinity = f32x4.splat(Infinity);
  if (rounded) gradient(dy, y, dx, dbias, scratch, count, channels, zero, infinity, true, s, low, high, true);
  else gradient(dy, y, dx, dbias, scratch, count, channels, zero, infinity, true, s, low, high, false);
}

@inline
function gradient(
  dy: usize, y: usize, dx: usize, dbias: usize, scratch: usize, count: usize, channels: usize, low: v128, high: v128,
  hasGrid: bool, scale: v128, qmin: v128, qmax: v128, rounded: bool,
): void {
  const period = periodOf(channels);
  memory.fill(scratch, 0, period << 2);
  const row = period << 2;
  for (let left = count / period; left; ) {
    const rows = min(left, BLOCK);
    let p: usize = 0;
    // A line of the cache at a time.
    for (; p + 64 <= row; p += 64) {
      let at = p;
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (let r = rows; r; r--) {
        const d0 = passed(v128.load(dy + at), v128.load(y + at), low, high, hasGrid, scale, qmin, qmax, rounded);
        const d1 = passed(v128.load(dy + at, 16), v128.load(y + at, 16), low, high, hasGrid, scale, qmin, qmax, rounded);
        v128.store(dx + at, d0);
        v128.store(dx + at, d1, 16);
        s0 = f32x4.add(s0, d0);
        s1 = f32x4.add(s1, d1);
        const d2 = passed(v128.load(dy + at, 32), v128.load(y + at, 32), low, high, hasGrid, scale, qmin, qmax, rounded);
        const d3 = passed(v128.load(dy + at, 48), v128.load(y + at, 48), low, high, hasGrid, scale, qmin, qmax, rounded);
        v128.store(dx + at, d2, 32);
        v128.store(dx + at, d3, 48);
        s2 = f32x4.add(s2, d2);
        s3 = f32x4.add(s3, d3);
        at += row;
      }
      addTo(scratch + p, s0);
      addTo(scratch + p + 16, s1);
      addTo(scratch + p + 32, s2);
      addTo(scratch + p + 48, s3);
    }
    for (; p < row; p += 16) {
      let at = p;
      let sum = f32x4.splat(0);
      for (let r = rows; r; r--) {
        const d = passed(v128.load(dy + at), v128.load(y + at), low, high, hasGrid, scale, qmin, qmax, rounded);
        v128.store(dx + at, d);
        sum = f32x4.add(sum, d);
        at += row;
      }
      addTo(scratch + p, sum);
    }
    dy += rows * row;
    y += rows * row;
    dx += rows * row;
    left -= rows;
  }
  const rest = count % period;
  for (let p: usize = 0; p < rest; p += 4) {
    const width = min<usize>(4, rest - p);
    const at = p << 2;
    const d = passed(loadPart(dy + at, width), loadPart(y + at, width), low, high, hasGrid, scale, qmin, qmax, rounded);
    storePart(dx + at, d, width);
    storePart(scratch + at, f32x4.add(loadPart(scratch + at, width), d), width);
  }
  fold(scratch, channels, period, 1, dbias);
}

@inline
function addTo(to: usize, sum: v128): void {
  v128.store(to, f32x4.add(v128.load(to), sum));
}

/** What of an upstream gradient passes. */
@inline
function passed(
  dy: v128, y: v128, low: v128, high: v128, hasGrid: bool, scale: v128, qmin: v128, qmax: v128, rounded: bool,
): v128 {
  const inside = v128.and(f32x4.gt(y, low), f32x4.lt(y, high));
  return v128.and(dy, hasGrid ? v128.and(inside, inRange(y, scale, qmin, qmax, rounded)) : inside);
}
