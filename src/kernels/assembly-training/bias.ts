import { fold, periodOf, repeat } from './columns';
import { loadPart } from './lanes';
import { storeRange } from './quantize';
import { clamped, storePart } from './shared-lanes';

/** Rows whose sums are kept by themselves before they go to the totals. */
const BLOCK: usize = 64;

/** Bytes of scratch of both functions. */
export function biasScratch(channels: usize): usize {
  return periodOf(channels) << 3;
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
  const row = periodOf(channels) << 2;
  const block = scratch + row;
  memory.fill(scratch, 0, row);
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  for (let left = count / periodOf(channels); left; ) {
    const rows = min(left, BLOCK);
    memory.fill(block, 0, row);
    for (let r = rows; r; r--) {
      for (let p: usize = 0; p < row; p += 16) {
        const d = inside(v128.load(dy + p), v128.load(y + p), lowest, highest);
        v128.store(dx + p, d);
        v128.store(block + p, f32x4.add(v128.load(block + p), d));
      }
      dy += row;
      y += row;
      dx += row;
    }
    for (let p: usize = 0; p < row; p += 16) {
      v128.store(scratch + p, f32x4.add(v128.load(scratch + p), v128.load(block + p)));
    }
    left -= rows;
  }
  const rest = count % periodOf(channels);
  for (let p: usize = 0; p < rest; p += 4) {
    const width = min<usize>(4, rest - p);
    const at = p << 2;
    const d = inside(loadPart(dy + at, width), loadPart(y + at, width), lowest, highest);
    storePart(dx + at, d, width);
    storePart(scratch + at, f32x4.add(loadPart(scratch + at, width), d), width);
  }
  fold(scratch, channels, periodOf(channels), 1, dbias);
}

@inline
function inside(dy: v128, y: v128, low: v128, high: v128): v128 {
  return v128.and(dy, v128.and(f32x4.gt(y, low), f32x4.lt(y, high)));
}
