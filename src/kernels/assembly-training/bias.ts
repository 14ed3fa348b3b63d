import { fold, periodOf, repeat } from './columns';
import { loadPart } from './lanes';
import { storePart } from './shared-lanes';

/** Rows whose sums are kept in registers before they go to the totals. */
const BLOCK: usize = 64;

/** Bytes of scratch of both functions. */
export function biasScratch(channels: usize): usize {
  return periodOf(channels) << 2;
}

/** y = min(max(x + bias, low), high); infinite bounds for none. */
export function biasAdd(
  x: usize, bias: usize, y: usize, scratch: usize, count: usize, channels: usize, low: f32, high: f32,
): void {
  const period = periodOf(channels);
  repeat(bias, channels, period, scratch);
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  for (let left = count; left; ) {
    const width = min(left, period);
    let p: usize = 0;
    for (; p + 4 <= width; p += 4) {
      const at = p << 2;
      const sum = f32x4.add(v128.load(x + at), v128.load(scratch + at));
      v128.store(y + at, f32x4.min(f32x4.max(sum, lowest), highest));
    }
    if (p < width) {
      const at = p << 2;
      const sum = f32x4.add(loadPart(x + at, width - p), v128.load(scratch + at));
      storePart(y + at, f32x4.min(f32x4.max(sum, lowest), highest), width - p);
    }
    x += width << 2;
    y += width << 2;
    left -= width;
  }
}

/** dx = dy where low < y < high, else 0; dbias = column sums of dx. */
export function biasGradient(
  dy: usize, y: usize, dx: usize, dbias: usize, scratch: usize, count: usize, channels: usize, low: f32, high: f32,
): void {
  const period = periodOf(channels);
  memory.fill(scratch, 0, period << 2);
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  const row = period << 2;
  for (let left = count / period; left; ) {
    const rows = min(left, BLOCK);
    for (let p: usize = 0; p < row; p += 16) {
      let at = p;
      let sum = f32x4.splat(0);
      for (let r = rows; r; r--) {
        const d = inside(v128.load(dy + at), v128.load(y + at), lowest, highest);
        v128.store(dx + at, d);
        sum = f32x4.add(sum, d);
        at += row;
      }
      v128.store(scratch + p, f32x4.add(v128.load(scratch + p), sum));
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
    const d = inside(loadPart(dy + at, width), loadPart(y + at, width), lowest, highest);
    storePart(dx + at, d, width);
    storePart(scratch + at, f32x4.add(loadPart(scratch + at, width), d), width);
  }
  fold(scratch, channels, period, 1, dbias);
}

@inline
function inside(dy: v128, y: v128, low: v128, high: v128): v128 {
  return v128.and(dy, v128.and(f32x4.gt(y, low), f32x4.lt(y, high)));
}
