// Codes between layers are int16 with their zero point taken away, so that real 0 and the padding are 0.

/** int32 before the weights of eight channels: biases, then what `requantized` takes. */
const HEAD: usize = 192;

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
 * steps, [column][step of the pair]; where `steps` is odd the last weights are 0. `bits` says how they lie. With `isLast`
 * the outputs are the int32 sums themselves.
 */
export function codeProduct(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize, bits: i32,
  isLast: bool, low: i32, high: i32,
): void {
  const pairs = (steps + 1) >> 1;
  const size = HEAD + runCount * pairs * <usize>(bits == INT16 ? 32 : bits == INT8 ? 16 : 8);
  const end = runs + (runCount << 2);
  for (let j: usize = 0; j < n; j += 8) {
    for (let i: usize = 0; i < m; i += 4) {
      const count = min<usize>(4, m - i);
      const a = from + (i << 2);
      const c = to + (i << 2);
      if (bits == INT8) tile<i8>(a, c, count, runs, end, pairs, panels, j, n - j, isLast, low, high);
      else if (bits == INT4) tile<bool>(a, c, count, runs, end, pairs, panels, j, n - j, isLast, low, high);
      else tile<i16>(a, c, count, runs, end, pairs, panels, j, n - j, isLast, low, high);
    }
    panels += size;
  }
}

// @ts-ignore: decorator
@inline
function address(table: usize, i: usize, count: usize): usize {
  return load<u32>(table + (min(i, count - 1) << 2));
}

// @ts-ignore: decorator
@inline
function dotAdd(x: v128, y: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, y));
}

/** Up to four windows, eight columns; T says how weights lie: i16, i8, or bool for int4. */
function tile<T>(
  from: usize, to: usize, count: usize, runs: usize, end: usize, pairs: usize, panel: usize, column: usize, width: usize,
  isLast: bool, low: i32, high: i32,
): void {
  const base0 = address(from, 0, count);
  const base1 = address(from, 1, count);
  const base2 = address(from, 2, count);
  const base3 = address(from, 3, count);
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
  finish(address(to, 0, count), c00, c01, panel, column, width, isLast, low, high);
  if (count > 1) finish(address(to, 1, count), c10, c11, panel, column, width, isLast, low, high);
  if (count > 2) finish(address(to, 2, count), c20, c21, panel, column, width, isLast, low, high);
  if (count > 3) finish(address(to, 3, count), c30, c31, panel, column, width, isLast, low, high);
}

/** Writes eight sums from `column` on, or as many as there are: as they are, or as codes. */
// @ts-ignore: decorator
@inline
function finish(
  to: usize, left: v128, right: v128, head: usize, column: usize, width: usize, isLast: bool, low: i32, high: i32,
): void {
  if (isLast) {
    storeInts(to + (column << 2), left, width);
    if (width > 4) storeInts(to + (column << 2) + 16, right, width - 4);
  } else {
    storeCodes(to + (column << 1), left, right, head, width, low, high);
  }
}

function storeInts(to: usize, x: v128, count: usize): void {
  if (count >= 4) {
    v128.store(to, x);
    return;
  }
  v128.store32_lane(to, x, 0);
  if (count > 1) v128.store32_lane(to, x, 1, 4);
  if (count > 2) v128.store32_lane(to, x, 2, 8);
}

// @ts-ignore: decorator
@inline
function storeCodes(to: usize, left: v128, right: v128, head: usize, width: usize, low: i32, high: i32): void {
  const least = i16x8.splat(<i16>low);
  const most = i16x8.splat(<i16>high);
  const codes = i16x8.narrow_i32x4_s(requantized(left, head + 32), requantized(right, head + 48));
  storeShorts(to, i16x8.min_s(i16x8.max_s(codes, least), most), width);
}

/**
 * round(M sum) in integers, M = m0 / 2^31 / 2^shift, by the rule of gemmlowp: first the rounded high half of the doubled
 * product, then a shift that rounds to nearest with ties away from zero. The shift, another for each lane, is a product with
 * 2^(30 - shift) of which the bits from 30 on are taken; one to the left comes first. From `at` on, 32 bytes apart: m0, half
 * of 2^shift (0 for no shift), 2^(30 - shift), -1 where there is a shift, and 2^-shift for one to the left, else 1. The sum
 * stays below 2^30 after it, and shift <= 30.
 */
// @ts-ignore: decorator
@inline
function requantized(sum: v128, at: usize): v128 {
  const m0 = v128.load(at);
  sum = i32x4.mul(sum, v128.load(at, 128));
  const nudge = i64x2.splat(1 << 30);
  const scaled = lowHalves(
    i64x2.shr_u(i64x2.add(i64x2.extmul_low_i32x4_s(sum, m0), nudge), 31),
    i64x2.shr_u(i64x2.add(i64x2.extmul_high_i32x4_s(sum, m0), nudge), 31),
  );
  const down = v128.and(i32x4.shr_s(scaled, 31), v128.load(at, 96));
  const moved = i32x4.add(i32x4.add(scaled, v128.load(at, 32)), down);
  const power = v128.load(at, 64);
  return lowHalves(
    i64x2.shr_u(i64x2.extmul_low_i32x4_s(moved, power), 30),
    i64x2.shr_u(i64x2.extmul_high_i32x4_s(moved, power), 30),
  );
}

// @ts-ignore: decorator
@inline
function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

/** Writes the first `count` of eight int16. */
function storeShorts(to: usize, x: v128, count: usize): void {
  if (count >= 8) {
    v128.store(to, x);
    return;
  }
  if (count & 4) v128.store64_lane(to, x, 0);
  const at = to + ((count & 4) << 1);
  const rest = count & 4 ? v128.shuffle<i64>(x, x, 1, 0) : x;
  if (count & 2) v128.store32_lane(at, rest, 0);
  if (count & 1) {
    if (count & 2) v128.store16_lane(at, rest, 2, 4);
    else v128.store16_lane(at, rest, 0);
  }
}

/**
 * A convolution in which every channel has one output of its own, in integers. `taps` holds the bytes from a window to each
 * of its points, `tapCount` of them, an even number. Weights are int16 in blocks of eight channels: a head, then for each
 * pair of points [channel][point of the pair]. Strides are in bytes; those of x are from output to output.
 */
export function codeDepthwise(
  x: usize, y: usize, weights: usize, images: usize, height: usize, width: usize, channels: usize, xImage: usize, xRow: usize,
  xColumn: usize, yImage: usize, yRow: usize, taps: usize, tapCount: usize, low: i32, high: i32,
): void {
  const pixel = channels << 1;
  const end = taps + (tapCount << 2);
  for (let c: usize = 0; c < channels; c += 8) {
    for (let image: usize = 0; image < images; image++) {
      for (let row: usize = 0; row < height; row++) {
        let from = x + image * xImage + row * xRow + (c << 1);
        let to = y + image * yImage + row * yRow + (c << 1);
        for (let left = width; left; left--) {
          let s0 = v128.load(weights);
          let s1 = v128.load(weights, 16);
          let w = weights + HEAD;
          for (let tap = taps; tap < end; tap += 8) {
            const a = v128.load(from + load<u32>(tap));
            const b = v128.load(from + load<u32>(tap, 4));
            s0 = dotAdd(v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), v128.load(w), s0);
            s1 = dotAdd(v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), v128.load(w, 16), s1);
            w += 32;
          }
          storeCodes(to, s0, s1, weights, channels - c, low, high);
          from += xColumn;
          to += pixel;
        }
      }
    }
    weights += HEAD + (tapCount << 4);
  }
}

/**
 * Largest code or mean of each window and channel, halves of the mean rounded away from zero; what of a window lies outside
 * the image takes no part. The mean is that of the codes with their zero point; what comes out is kept between two bounds.
 */
export function codePool(
  x: usize, y: usize, images: usize, channels: usize, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
  xImage: usize, xRow: usize, yImage: usize, yRow: usize, isMax: bool, zeroPoint: i32, low: i32, high: i32,
): void {
  const least = i16x8.splat(<i16>low);
  const most = i16x8.splat(<i16>high);
  const pixel = channels << 1;
  for (let image: usize = 0; image < images; image++) {
    for (let row = 0; row < outHeight; row++) {
      const startRow = max(row * strideHeight - top, 0);
      const endRow = min(row * strideHeight - top + kernelHeight, inHeight);
      for (let column = 0; column < outWidth; column++) {
        const startColumn = max(column * strideWidth - left, 0);
        const endColumn = min(column * strideWidth - left + kernelWidth, inWidth);
        const from = x + image * xImage + <usize>startRow * xRow + <usize>startColumn * pixel;
        const to = y + image * yImage + <usize>row * yRow + <usize>column * pixel;
        for (let c: usize = 0; c < channels; c += 8) {
          const at = from + (c << 1);
          const found = isMax
            ? largest(at, endRow - startRow, endColumn - startColumn, xRow, pixel)
            : mean(at, endRow - startRow, endColumn - startColumn, xRow, pixel, zeroPoint);
          storeShorts(to + (c << 1), i16x8.min_s(i16x8.max_s(found, least), most), channels - c);
        }
      }
    }
  }
}

function largest(x: usize, rows: i32, columns: i32, row: usize, pixel: usize): v128 {
  let found = v128.load(x);
  for (; rows; rows--) {
    let at = x;
    for (let left = columns; left; left--) {
      found = i16x8.max_s(found, v128.load(at));
      at += pixel;
    }
    x += row;
  }
  return found;
}

function mean(x: usize, rows: i32, columns: i32, row: usize, pixel: usize, zeroPoint: i32): v128 {
  const count = rows * columns;
  let s0 = i32x4.splat(count * zeroPoint);
  let s1 = s0;
  for (; rows; rows--) {
    let at = x;
    for (let left = columns; left; left--) {
      const codes = v128.load(at);
      s0 = i32x4.add(s0, i32x4.extend_low_i16x8_s(codes));
      s1 = i32x4.add(s1, i32x4.extend_high_i16x8_s(codes));
      at += pixel;
    }
    x += row;
  }
  const zero = i32x4.splat(zeroPoint);
  return i16x8.narrow_i32x4_s(i32x4.sub(divided(s0, count), zero), i32x4.sub(divided(s1, count), zero));
}

/** sum / count, halves away from zero. The quotient of such small integers, cut in float32, is the exact one. */
// @ts-ignore: decorator
@inline
function divided(sum: v128, count: i32): v128 {
  const sign = i32x4.shr_s(sum, 31);
  const half = i32x4.sub(v128.xor(i32x4.splat(count >> 1), sign), sign);
  return i32x4.trunc_sat_f32x4_s(f32x4.div(f32x4.convert_i32x4_s(i32x4.add(sum, half)), f32x4.splat(<f32>count)));
}
