// Codes between layers are int16 with their zero point taken away, so that real 0 and the padding are 0.

/** Numbers of 4 bytes before the weights of eight channels: biases, what `requantized` takes, then what `storeCodes` does. */
export const HEAD: usize = 256;

/** Added to a float32 within 2^22 it leaves the nearest integer in the low bits. */
const ROUNDER: f32 = 12582912;

@inline
export function dotAdd(x: v128, y: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, y));
}

/**
 * Writes clamp(round(M sum)) for eight sums, or as many as there are. A product in float32 decides where it is farther from a
 * tie than its own error and that of the two roundings of `requantized` together; elsewhere `requantized` does. From 192 on,
 * 32 bytes apart: M, and the distance from an integer up to which the product decides.
 */
@inline
export function storeCodes(to: usize, left: v128, right: v128, head: usize, width: usize, low: i32, high: i32): void {
  const x0 = scaled(left, v128.load(head, 192));
  const x1 = scaled(right, v128.load(head, 208));
  if (isNear(distance(x0), distance(x1), head)) storeExact(to, left, right, head, width, low, high);
  else storeShorts(to, between(i16x8.narrow_i32x4_s(rounded(x0), rounded(x1)), low, high), width);
}

/** Whether one of eight distances from an integer is too large to be trusted. */
@inline
export function isNear(left: v128, right: v128, head: usize): bool {
  return v128.any_true(v128.or(f32x4.gt(left, v128.load(head, 224)), f32x4.gt(right, v128.load(head, 240))));
}

@inline
export function scaled(sum: v128, multiplier: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(sum), multiplier);
}

/** The nearest integers as int32. */
@inline
export function rounded(x: v128): v128 {
  return i32x4.sub(f32x4.add(x, f32x4.splat(ROUNDER)), f32x4.splat(ROUNDER));
}

/** What is above the nearest integers. */
@inline
export function offset(x: v128): v128 {
  return f32x4.sub(x, f32x4.sub(f32x4.add(x, f32x4.splat(ROUNDER)), f32x4.splat(ROUNDER)));
}

/** From the nearest integers. */
@inline
export function distance(x: v128): v128 {
  return magnitude(offset(x));
}

/** One instruction where `f32x4.abs` makes its mask anew each time. */
@inline
export function magnitude(x: v128): v128 {
  return v128.and(x, i32x4.splat(0x7fffffff));
}

export function storeExact(to: usize, left: v128, right: v128, head: usize, width: usize, low: i32, high: i32): void {
  const codes = i16x8.narrow_i32x4_s(requantized(left, head + 32), requantized(right, head + 48));
  storeShorts(to, between(codes, low, high), width);
}

/** Eight int16 kept between two bounds. */
@inline
export function between(codes: v128, low: i32, high: i32): v128 {
  return i16x8.min_s(i16x8.max_s(codes, i16x8.splat(<i16>low)), i16x8.splat(<i16>high));
}

/**
 * round(M sum) in integers, M = m0 / 2^31 / 2^shift, by the rule of gemmlowp: first the rounded high half of the doubled
 * product, then a shift that rounds to nearest with ties away from zero. The shift, another for each lane, is a product with
 * 2^(30 - shift) of which the bits from 30 on are taken; one to the left comes first. From `at` on, 32 bytes apart: m0, half
 * of 2^shift (0 for no shift), 2^(30 - shift), -1 where there is a shift, and 2^-shift for one to the left, else 1. The sum
 * stays below 2^30 after it, and shift <= 30.
 */
@inline
export function requantized(sum: v128, at: usize): v128 {
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

@inline
function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

/** Writes the first `count` of eight int16. */
export function storeShorts(to: usize, x: v128, count: usize): void {
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

/** Writes the first `count` of four int32. */
export function storeInts(to: usize, x: v128, count: usize): void {
  if (count >= 4) {
    v128.store(to, x);
    return;
  }
  v128.store32_lane(to, x, 0);
  if (count > 1) v128.store32_lane(to, x, 1, 4);
  if (count > 2) v128.store32_lane(to, x, 2, 8);
}
