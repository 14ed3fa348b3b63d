import { loadPair, loadSingle } from './lanes';

// The roundings by number; the binding knows them in this order.
const NEAREST_EVEN: i32 = 0;
const NEAREST_AWAY: i32 = 1;
const FLOOR: i32 = 2;
const CEIL: i32 = 3;
const TOWARD_ZERO: i32 = 4;
const BY_UNIFORMS: i32 = 5;

/** 1.5 * 2^52: added to an integer of 32 bits, it leaves that integer in the low half of the float64. */
const INTEGER_SHIFT: f64 = 6755399441055744;

/** `zeroPoints` may be 0 for none; `uniforms` is read by the rounding that needs it only. */
export function quantize(
  data: usize, count: usize, rows: usize, length: usize,
  scales: usize, zeroPoints: usize, qmin: f64, qmax: f64,
  rounding: i32, uniforms: usize, codes: usize, values: usize,
): void {
  for (let channel: usize = 0; channel < count; channel += rows) {
    for (let start: usize = 0; start < rows; start += length) {
      const offset = (channel + start) << 2;
      const zeroPoint = zeroPoints ? <f64>load<i32>(zeroPoints) : 0;
      quantizeSegment(
        data + offset, min(length, rows - start), <f64>load<f32>(scales), zeroPoint, qmin, qmax,
        rounding, uniforms + (offset << 1), codes + offset, values + offset,
      );
      scales += 4;
      if (zeroPoints) zeroPoints += 4;
    }
  }
}

function quantizeSegment(
  data: usize, count: usize, scale: f64, zeroPoint: f64, qmin: f64, qmax: f64,
  rounding: i32, uniforms: usize, codes: usize, values: usize,
): void {
  const s = f64x2.splat(scale);
  const z = f64x2.splat(zeroPoint);
  const low = f64x2.splat(qmin);
  const high = f64x2.splat(qmax);
  const end = data + (count << 2);
  for (; data + 16 <= end; data += 16) {
    const a = codePair(loadPair(data), s, z, low, high, rounding, uniforms, false);
    const b = codePair(loadPair(data + 8), s, z, low, high, rounding, uniforms + 16, false);
    v128.store(codes, integers(a, b));
    v128.store(values, v128.shuffle<u64>(valuePair(a, s, z), valuePair(b, s, z), 0, 2));
    uniforms += 32;
    codes += 16;
    values += 16;
  }
  for (; data < end; data += 4) {
    const a = codePair(loadSingle(data), s, z, low, high, rounding, uniforms, true);
    v128.store32_lane(codes, integers(a, a), 0);
    v128.store32_lane(values, valuePair(a, s, z), 0);
    uniforms += 8;
    codes += 4;
    values += 4;
  }
}

/** clamp(round(x / s) + z), with NaN taken as 0. */
@inline
function codePair(
  x: v128, s: v128, z: v128, low: v128, high: v128, rounding: i32, uniforms: usize, single: bool,
): v128 {
  const quotient = f64x2.div(x, s);
  const v = v128.and(quotient, f64x2.eq(quotient, quotient));
  return f64x2.pmin(f64x2.pmax(f64x2.add(roundPair(v, rounding, uniforms, single), z), low), high);
}

@inline
function roundPair(v: v128, rounding: i32, uniforms: usize, single: bool): v128 {
  if (rounding == NEAREST_EVEN) return f64x2.nearest(v);
  if (rounding == NEAREST_AWAY) return nearestAway(v);
  if (rounding == FLOOR) return f64x2.floor(v);
  if (rounding == CEIL) return f64x2.ceil(v);
  if (rounding == TOWARD_ZERO) return f64x2.trunc(v);
  return byUniforms(v, single ? v128.load64_zero(uniforms) : v128.load(uniforms));
}

@inline
function nearestAway(v: v128): v128 {
  const whole = f64x2.trunc(v);
  const atLeastHalf = f64x2.ge(f64x2.abs(f64x2.sub(v, whole)), f64x2.splat(0.5));
  const one = v128.or(v128.and(v, f64x2.splat(-0.0)), f64x2.splat(1));
  return f64x2.add(whole, v128.and(one, atLeastHalf));
}

@inline
function byUniforms(v: v128, u: v128): v128 {
  const floor = f64x2.floor(v);
  return f64x2.add(floor, v128.and(f64x2.splat(1), f64x2.lt(u, f64x2.sub(v, floor))));
}

/** The four codes as 32-bit integers. */
@inline
function integers(a: v128, b: v128): v128 {
  const shift = f64x2.splat(INTEGER_SHIFT);
  return v128.shuffle<u32>(f64x2.add(a, shift), f64x2.add(b, shift), 0, 2, 4, 6);
}

/** (code - z) * s as two float32 in the low lanes. */
@inline
function valuePair(code: v128, s: v128, z: v128): v128 {
  return f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(code, z), s));
}
