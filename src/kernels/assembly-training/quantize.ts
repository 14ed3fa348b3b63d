import { periodOf, repeat } from './columns';
import { loadPart } from './lanes';
import { clamped, storePart } from './shared-lanes';

/** Bytes of scratch of all functions of this file that take some. */
export function quantizeScratch(channels: usize): usize {
  return periodOf(channels) << 2;
}

/** y = s * clip(round(x / s), qmin, qmax), the scale of each channel; ties to even. */
export function fakeQuantize(
  x: usize, scales: usize, y: usize, scratch: usize, count: usize, channels: usize, qmin: f32, qmax: f32,
): void {
  const period = periodOf(channels);
  repeat(scales, channels, period, scratch);
  const low = f32x4.splat(qmin);
  const high = f32x4.splat(qmax);
  for (let left = count; left; ) {
    const width = min(left, period);
    let p: usize = 0;
    for (; p + 4 <= width; p += 4) {
      const at = p << 2;
      v128.store(y + at, onGrid(v128.load(x + at), v128.load(scratch + at), low, high));
    }
    if (p < width) {
      const at = p << 2;
      storePart(y + at, onGrid(loadPart(x + at, width - p), v128.load(scratch + at), low, high), width - p);
    }
    x += width << 2;
    y += width << 2;
    left -= width;
  }
}

@inline
function onGrid(x: v128, s: v128, low: v128, high: v128): v128 {
  return f32x4.mul(clamped(f32x4.nearest(f32x4.div(x, s)), low, high), s);
}

/** dx = dy where qmin <= x / s <= qmax, or where that holds for the rounded quotient; else 0. */
export function fakeQuantizeGradient(
  dy: usize, x: usize, scales: usize, dx: usize, scratch: usize, count: usize, channels: usize,
  qmin: f32, qmax: f32, rounded: bool,
): void {
  const period = periodOf(channels);
  repeat(scales, channels, period, scratch);
  // Ties go to the even neighbour, so which of the two halves next to the range belong to it depends on its ends; the
  // rounded quotient says so by itself.
  const low = f32x4.splat(qmin);
  const high = f32x4.splat(qmax);
  for (let left = count; left; ) {
    const width = min(left, period);
    let p: usize = 0;
    for (; p + 4 <= width; p += 4) {
      const at = p << 2;
      const mask = inRange(v128.load(x + at), v128.load(scratch + at), low, high, rounded);
      v128.store(dx + at, v128.and(v128.load(dy + at), mask));
    }
    if (p < width) {
      const at = p << 2;
      const mask = inRange(loadPart(x + at, width - p), v128.load(scratch + at), low, high, rounded);
      storePart(dx + at, v128.and(loadPart(dy + at, width - p), mask), width - p);
    }
    x += width << 2;
    dy += width << 2;
    dx += width << 2;
    left -= width;
  }
}

@inline
function inRange(x: v128, s: v128, low: v128, high: v128, rounded: bool): v128 {
  const quotient = f32x4.div(x, s);
  const position = rounded ? f32x4.nearest(quotient) : quotient;
  return v128.and(f32x4.le(low, position), f32x4.le(position, high));
}

/** scales[c] = largest |x| of the channel / qmax, or 1 where that is 0. */
export function absMaxScale(x: usize, scales: usize, scratch: usize, count: usize, channels: usize, qmax: f32): void {
  const period = periodOf(channels);
  const row = period << 2;
  memory.fill(scratch, 0, row);
  const whole = count - (count % period);
  for (let p: usize = 0; p < row; p += 16) {
    let largest = f32x4.splat(0);
    for (let at = p; at < whole << 2; at += row) largest = f32x4.max(largest, f32x4.abs(v128.load(x + at)));
    v128.store(scratch + p, largest);
  }
  for (let i = whole; i < count; i++) {
    const to = scratch + ((i - whole) << 2);
    store<f32>(to, max<f32>(load<f32>(to), abs<f32>(load<f32>(x + (i << 2)))));
  }
  for (let c: usize = 0; c < channels; c++) {
    let largest: f32 = 0;
    for (let at = c; at < period; at += channels) largest = max<f32>(largest, load<f32>(scratch + (at << 2)));
    const scale = largest / qmax;
    store<f32>(scales + (c << 2), scale == 0 ? 1 : scale);
  }
}

/** Smallest and largest value, to `range` and the place after it; NaN both where any value is NaN. */
export function valueRange(x: usize, range: usize, count: usize): void {
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  let low2 = low;
  let high2 = high;
  let unordered = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 8 <= count; i += 8) {
    const a = v128.load(x + (i << 2));
    const b = v128.load(x + (i << 2), 16);
    low = f32x4.pmin(low, a);
    high = f32x4.pmax(high, a);
    low2 = f32x4.pmin(low2, b);
    high2 = f32x4.pmax(high2, b);
    unordered = v128.or(unordered, v128.or(f32x4.ne(a, a), f32x4.ne(b, b)));
  }
  for (; i < count; i++) {
    const a = v128.load32_splat(x + (i << 2));
    low = f32x4.pmin(low, a);
    high = f32x4.pmax(high, a);
    unordered = v128.or(unordered, f32x4.ne(a, a));
  }
  storeRange(range, f32x4.pmin(low, low2), f32x4.pmax(high, high2), unordered);
}

/** Least and largest of four lanes that hold no NaN; NaN where a lane of `unordered` is set. */
export function storeRange(range: usize, low: v128, high: v128, unordered: v128): void {
  low = f32x4.min(low, v128.shuffle<u32>(low, low, 2, 3, 0, 1));
  high = f32x4.max(high, v128.shuffle<u32>(high, high, 2, 3, 0, 1));
  const isNaN = v128.any_true(unordered);
  store<f32>(range, isNaN ? NaN : min<f32>(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)));
  store<f32>(range, isNaN ? NaN : max<f32>(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)), 4);
}
