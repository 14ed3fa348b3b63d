/** Scales as stored in float32, and the bits of a float64. */
import { EXPONENTS } from './exponents';

/**
 * A scale as it is stored: rounded once to float32, and 1 when that gives 0, NaN or an infinity, so that a group of
 * zeros, or one whose scale underflows, can still be divided by it.
 */
export function safeScale(scale: number): number {
  const stored = Math.fround(scale);
  return stored === 0 || !Number.isFinite(stored) ? 1 : stored;
}

const BIAS = 1023;
const MANTISSA_BITS = 52;
const TWO_52 = 2 ** MANTISSA_BITS;

/**
 * floor(log2(a)), read from the exponent bits: `Math.log2` is not required to be correctly rounded and reaches the next
 * integer just below a power of two.
 * @param a positive and finite, subnormals included.
 * @throws RangeError for any other value.
 */
export function floorLog2(a: number): number {
  if (!(a > 0 && a < Infinity)) throw new RangeError(`floorLog2 needs a positive finite number, got ${a}`);
  const { double, high } = EXPONENTS;
  double[0] = a;
  const biased = (high[0]! >>> 20) & 0x7ff;
  // A subnormal has no exponent of its own: scale it into the normal range, which is exact.
  return biased === 0 ? floorLog2(a * TWO_52) - MANTISSA_BITS : biased - BIAS;
}

const SMALLEST_EXPONENT = -149;

/**
 * `floorLog2` of every float32 of a list, read from its bits; -150 for a 0, which is below all others.
 * @param values neither negative nor infinite nor NaN.
 */
export function exponentsOf(values: Float32Array): Int32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const exponents = new Int32Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    const biased = bits[i]! >>> 23;
    // A subnormal counts in units of the smallest float32.
    exponents[i] = biased === 0 ? SMALLEST_EXPONENT + 31 - Math.clz32(bits[i]!) : biased - 127;
  }
  return exponents;
}
