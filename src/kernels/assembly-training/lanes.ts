import { multiplyAdd } from './shared-lanes';

// Four float32 at a time, and what is left of a row that is no multiple of four.

/** The first `count` (1 to 4) float32 at `from`; the other lanes are 0. Reads nothing beyond them. */
@inline
export function loadPart(from: usize, count: usize): v128 {
  if (count >= 4) return v128.load(from);
  if (count == 1) return v128.load32_zero(from);
  const pair = v128.load64_zero(from);
  return count == 2 ? pair : v128.load32_lane(from, pair, 2, 8);
}

@inline
export function sumOfLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/**
 * e^x, within 2 units in the last place, saturating outside -87.3 .. 88. x = n ln 2 + r with |r| <= ln 2 / 2; the
 * polynomial is that of Cephes (expf.c).
 */
@inline
export function exponential(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, f32x4.splat(-87.3)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.4426950408889634)));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = multiplyAdd(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}

/** 1 / (1 + e^-x). */
@inline
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** Natural logarithm of normal positive numbers, within 2 units in the last place; the polynomial is that of Cephes (logf.c). */
@inline
function logarithm(x: v128): v128 {
  const half = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const isSmall = f32x4.lt(half, f32x4.splat(0.70710678));
  const e = f32x4.convert_i32x4_s(i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)), isSmall));
  const r = f32x4.sub(f32x4.add(half, v128.and(half, isSmall)), f32x4.splat(1));
  const square = f32x4.mul(r, r);
  let p = multiplyAdd(f32x4.splat(7.0376836292e-2), r, f32x4.splat(-1.1514610310e-1));
  p = multiplyAdd(p, r, f32x4.splat(1.1676998740e-1));
  p = multiplyAdd(p, r, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, r, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, r, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, r, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, r, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, r, f32x4.splat(3.3333331174e-1));
  const tail = multiplyAdd(e, f32x4.splat(-2.12194440e-4), f32x4.mul(f32x4.mul(p, r), square));
  return multiplyAdd(e, f32x4.splat(0.693359375), f32x4.add(r, multiplyAdd(square, f32x4.splat(-0.5), tail)));
}

/** x^exponent = e^(exponent ln x), for x >= 0 and an exponent > 0; what is below 1e-37 counts as that. */
@inline
export function power(x: v128, exponent: f32): v128 {
  return exponential(f32x4.mul(logarithm(f32x4.pmax(x, f32x4.splat(1e-37))), f32x4.splat(exponent)));
}
