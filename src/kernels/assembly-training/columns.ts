import { loadPart } from './lanes';
import { storePart } from './shared-lanes';

// A tensor whose channels take turns is read as rows of a period: a multiple of the channels and of the vector width,
// so that a vector of parameters serves every row alike. Parameters are repeated to that width first. The last row may
// be shorter, and may end in the middle of a vector.

const LEAST_PERIOD: usize = 64;
/** Rows whose sums are kept in registers before they go to the totals: bounds rounding and stays in the cache. */
const BLOCK: usize = 64;

/** Elements of a period. */
export function periodOf(channels: usize): usize {
  const lanes: usize = channels & 1 ? 4 : channels & 2 ? 2 : 1;
  let period = channels * lanes;
  while (period < LEAST_PERIOD) period *= 2;
  return period;
}

/** Repeats a vector over a period. */
export function repeat(values: usize, channels: usize, period: usize, to: usize): void {
  const bytes = channels << 2;
  for (let at: usize = 0; at < period << 2; at += bytes) memory.copy(to + at, values, bytes);
}

/** Adds up the parts of a period that belong to the same channel. */
export function fold(sums: usize, channels: usize, period: usize, factor: f32, to: usize): void {
  for (let c: usize = 0; c < channels; c++) {
    let total: f32 = 0;
    for (let at = c; at < period; at += channels) total += load<f32>(sums + (at << 2));
    store<f32>(to + (c << 2), total * factor);
  }
}

/** sums[p] = sum of x over the rows, `count` elements in all. */
export function sumPeriods(x: usize, count: usize, period: usize, sums: usize): void {
  memory.fill(sums, 0, period << 2);
  const row = period << 2;
  for (let left = count / period; left; ) {
    const rows = min(left, BLOCK);
    for (let p: usize = 0; p < row; p += 16) {
      let from = x + p;
      let sum = f32x4.splat(0);
      for (let r = rows; r; r--) {
        sum = f32x4.add(sum, v128.load(from));
        from += row;
      }
      v128.store(sums + p, f32x4.add(v128.load(sums + p), sum));
    }
    x += rows * row;
    left -= rows;
  }
  const rest = count % period;
  for (let p: usize = 0; p < rest; p += 4) {
    const width = min<usize>(4, rest - p);
    const to = sums + (p << 2);
    storePart(to, f32x4.add(loadPart(to, width), loadPart(x + (p << 2), width)), width);
  }
}

/** Bytes of scratch of `columnSums`. */
export function columnSumsScratch(width: usize): usize {
  return periodOf(width) << 2;
}

/** For each of `before` matrices [rows, width] the sum of every column times `factor`. */
export function columnSums(x: usize, to: usize, scratch: usize, before: usize, rows: usize, width: usize, factor: f32): void {
  const period = periodOf(width);
  const count = rows * width;
  for (let i: usize = 0; i < before; i++) {
    sumPeriods(x + ((i * count) << 2), count, period, scratch);
    fold(scratch, width, period, factor, to + ((i * width) << 2));
  }
}

/** Each of `before` rows of `width` values, `rows` times. */
export function spread(x: usize, to: usize, before: usize, rows: usize, width: usize): void {
  const bytes = width << 2;
  for (let i: usize = 0; i < before; i++) {
    for (let row = rows; row; row--) {
      memory.copy(to, x, bytes);
      to += bytes;
    }
    x += bytes;
  }
}
