import { HEAD, dotAdd, storeCodes, storeInts } from './codes';
import { entry } from './shared-lanes';

/** How weights lie: int16, int8, or two int4 in a byte. */
const INT16 = 16;
const INT8 = 8;
const INT4 = 4;

/**
 * A convolution or dense layer in integers:
 *
 *   y_i[j] = clamp(round(M_j (bias[j] + sum over runs r, steps k < steps of x_i[runs[r] + k] * w[r][k][j]))),  i < m, j < n
 *
 * `from` and `to` hold the addresses of the m windows and of the m outputs; `runs` the bytes from a window to each of its
 * `runCount` runs of `steps` values without a gap. Weights lie in panels of eight columns: a head, then for each run pairs of
 * steps, [column][step of the pair]; where `steps` is odd the last weights are 0. `bits` says how they lie. With `isSums`
 * the outputs are the int32 sums themselves, clamped.
 */
export function codeProduct(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize, bits: i32,
  isSums: bool, low: i32, high: i32,
): void {
  const pairs = (steps + 1) >> 1;
  const size = HEAD + runCount * pairs * <usize>(bits == INT16 ? 32 : bits == INT8 ? 16 : 8);
  const end = runs + (runCount << 2);
  for (let j: usize = 0; j < n; j += 8) {
    for (let i: usize = 0; i < m; i += 4) {
      const count = min<usize>(4, m - i);
      const a = from + (i << 2);
      const c = to + (i << 2);
      if (bits == INT8) tile<i8>(a, c, count, runs, end, pairs, panels, j, n - j, isSums, low, high);
      else if (bits == INT4) tile<bool>(a, c, count, runs, end, pairs, panels, j, n - j, isSums, low, high);
      else tile<i16>(a, c, count, runs, end, pairs, panels, j, n - j, isSums, low, high);
    }
    panels += size;
  }
}

/** Up to four windows, eight columns; T says how weights lie: i16, i8, or bool for int4. */
function tile<T>(
  from: usize, to: usize, count: usize, runs: usize, end: usize, pairs: usize, panel: usize, column: usize, width: usize,
  isSums: bool, low: i32, high: i32,
): void {
  const base0 = entry(from, 0, count);
  const base1 = entry(from, 1, count);
  const base2 = entry(from, 2, count);
  const base3 = entry(from, 3, count);
  let c00 = v128.load(panel);
  let c01 = v128.load(panel, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  let b = panel + HEAD;
  for (; runs < end; runs += 4) {
    const run: usize = load<u32>(runs);
    let a0 = base0 + run;
    let a1 = base1 + run;
    let a2 = base2 + run;
    let a3 = base3 + run;
    for (let left = pairs; left; left--) {
      let b0: v128;
      let b1: v128;
      if (sizeof<T>() == 2) {
        b0 = v128.load(b);
        b1 = v128.load(b, 16);
        b += 32;
      } else if (isBoolean<T>()) {
        const both = v128.load8x8_s(b);
        b0 = i16x8.shr_s(i16x8.shl(both, 12), 12);
        b1 = i16x8.shr_s(both, 4);
        b += 8;
      } else {
        b0 = v128.load8x8_s(b);
        b1 = v128.load8x8_s(b, 8);
        b += 16;
      }
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
    }
  }
  finish(entry(to, 0, count), c00, c01, panel, column, width, isSums, low, high);
  if (count > 1) finish(entry(to, 1, count), c10, c11, panel, column, width, isSums, low, high);
  if (count > 2) finish(entry(to, 2, count), c20, c21, panel, column, width, isSums, low, high);
  if (count > 3) finish(entry(to, 3, count), c30, c31, panel, column, width, isSums, low, high);
}

/** Writes eight sums from `column` on, or as many as there are: as they are, or as codes. */
@inline
function finish(
  to: usize, left: v128, right: v128, head: usize, column: usize, width: usize, isSums: bool, low: i32, high: i32,
): void {
  if (isSums) {
    const least = i32x4.splat(low);
    const most = i32x4.splat(high);
    storeInts(to + (column << 2), i32x4.min_s(i32x4.max_s(left, least), most), width);
    if (width > 4) storeInts(to + (column << 2) + 16, i32x4.min_s(i32x4.max_s(right, least), most), width - 4);
  } else {
    storeCodes(to + (column << 1), left, right, head, width, low, high);
  }
}
