import { loadPair, loadSingle } from './lanes';

// The roundings by number; the binding knows them in this order.
const NEAREST_EVEN: i32 = 0;
const NEAREST_AWAY: i32 = 1;

const EXPONENT_BIAS: i64 = 1023;
/** The bits of 2^52: an integer below 2^52 in their low part makes 2^52 plus that integer. */
const INTEGER_BITS: i64 = 0x4330000000000000;
const TWO_52: f64 = 4503599627370496;
/** 1.5 * 2^52: added to an integer of 32 bits, it leaves that integer in the low half of the float64. */
const INTEGER_SHIFT: f64 = 6755399441055744;

// What belongs to a call, in the lanes of vectors.
let mantissaBits: i64 = 0;
let smallest: i64 = 0;
let units: f64 = 0;
let largestCode: f64 = 0;
let largest: f64 = 0;
let nanCode: f64 = 0;
let rounding: i32 = 0;
let codes: v128 = i64x2.splat(0);
let values: v128 = i64x2.splat(0);

/** Row-major `rows` by `columns`: row r has the divisors and scales from entry `first[r]` on. */
export function quantizeFloats(
  data: usize, rows: usize, columns: usize, first: usize, divisors: usize, scales: usize,
  mantissa: i32, smallestExponent: i32, codeLimit: f64, limit: f64, codeOfNan: f64, how: i32, codesAt: usize, valuesAt: usize,
): void {
  mantissaBits = mantissa;
  smallest = smallestExponent;
  units = <f64>(<i64>1 << mantissaBits);
  largestCode = codeLimit;
  largest = limit;
  nanCode = codeOfNan;
  rounding = how;
  for (let row: usize = 0; row < rows; row++) {
    const offset = <usize>load<i32>(first + (row << 2)) << 3;
    let divisor = divisors + offset;
    let scale = scales + offset;
    const end = data + (columns << 2);
    for (; data + 8 <= end; data += 8) {
      quantizePair(loadPair(data), v128.load(divisor), v128.load(scale));
      v128.store64_lane(codesAt, codes, 0);
      v128.store64_lane(valuesAt, values, 0);
      divisor += 16;
      scale += 16;
      codesAt += 8;
      valuesAt += 8;
    }
    if (data < end) {
      quantizePair(loadSingle(data), v128.load64_zero(divisor), v128.load64_zero(scale));
      v128.store32_lane(codesAt, codes, 0);
      v128.store32_lane(valuesAt, values, 0);
      data += 4;
      codesAt += 4;
      valuesAt += 4;
    }
  }
}

/** Leaves two codes and two values in the low halves of `codes` and `values`. */
@inline
function quantizePair(x: v128, divisor: v128, scale: v128): void {
  const owned = f64x2.gt(divisor, f64x2.splat(0));
  const isNumber = f64x2.eq(x, x);
  const quotient = v128.and(f64x2.div(f64x2.abs(x), divisor), v128.and(owned, isNumber));
  // From here on every value saturates, whatever the rounding.
  const magnitude = f64x2.pmin(quotient, f64x2.splat(2 * largest));
  // The exponent of a subnormal float64 reads as -1023, below every smallest exponent here.
  const own = i64x2.sub(i64x2.shr_u(magnitude, 52), i64x2.splat(EXPONENT_BIAS));
  const least = i64x2.splat(smallest);
  const exponent = v128.bitselect(own, least, i64x2.gt_s(own, least));
  const steps = i64x2.sub(exponent, i64x2.splat(mantissaBits));
  const bias = i64x2.splat(EXPONENT_BIAS);
  const step = i64x2.shl(i64x2.add(bias, steps), 52);
  const rounded = roundPair(f64x2.mul(magnitude, i64x2.shl(i64x2.sub(bias, steps), 52)));
  const whole = v128.or(i64x2.sub(exponent, least), i64x2.splat(INTEGER_BITS));
  const binades = f64x2.mul(f64x2.sub(whole, f64x2.splat(TWO_52)), f64x2.splat(units));
  const code = f64x2.pmin(f64x2.splat(largestCode), f64x2.add(binades, rounded));
  const element = f64x2.pmin(f64x2.splat(largest), f64x2.mul(rounded, step));
  const sign = v128.and(x, f64x2.splat(-0.0));
  const odd = v128.and(v128.andnot(owned, isNumber), f64x2.gt(f64x2.splat(nanCode), f64x2.splat(0)));
  const signedCode = v128.bitselect(f64x2.splat(nanCode), v128.xor(code, sign), odd);
  const signedElement = v128.bitselect(f64x2.splat(NaN), v128.xor(element, sign), odd);
  const shifted = f64x2.add(signedCode, f64x2.splat(INTEGER_SHIFT));
  codes = v128.shuffle<u32>(shifted, shifted, 0, 2, 0, 2);
  values = f32x4.add(f32x4.demote_f64x2_zero(f64x2.mul(signedElement, scale)), f32x4.splat(0));
}

/** Of values that are not negative. */
@inline
function roundPair(v: v128): v128 {
  if (rounding == NEAREST_EVEN) return f64x2.nearest(v);
  const whole = f64x2.trunc(v);
  if (rounding != NEAREST_AWAY) return whole;
  const up = f64x2.ge(f64x2.sub(v, whole), f64x2.splat(0.5));
  return f64x2.add(whole, v128.and(f64x2.splat(1), up));
}
