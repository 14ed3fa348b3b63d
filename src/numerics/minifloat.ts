/**
 * Small floating-point formats: a sign, `exponentBits` and `mantissaBits`, with subnormals. A value is its code: the
 * exponent and mantissa bits read as one integer, so that codes are ordered as magnitudes are (OCP MX 1.0, section 5.3;
 * Micikevicius et al. 2022, table 1).
 */
import { EXPONENTS } from './exponents';
import { floorLog2 } from './float32';
import { roundHalfEven } from './round';

export interface Minifloat {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /**
   * Codes that are no numbers. `none`: all are finite; `nan`: all bits set is NaN and there is no infinity; `ieee`: the
   * largest exponent is for infinity and NaN.
   */
  readonly special: 'none' | 'nan' | 'ieee';
}

const FORMAT_TABLE = {
  E4M3: { exponentBits: 4, mantissaBits: 3, bias: 7, special: 'nan' },
  E5M2: { exponentBits: 5, mantissaBits: 2, bias: 15, special: 'ieee' },
  E3M2: { exponentBits: 3, mantissaBits: 2, bias: 3, special: 'none' },
  E2M3: { exponentBits: 2, mantissaBits: 3, bias: 1, special: 'none' },
  E2M1: { exponentBits: 2, mantissaBits: 1, bias: 1, special: 'none' },
  /** k / 64, k = -127 .. 127: one exponent bit of bias 1 makes equal steps of 2^-6. */
  INT8: { exponentBits: 1, mantissaBits: 6, bias: 1, special: 'none' },
} as const satisfies Readonly<Record<string, Minifloat>>;

export type MinifloatName = keyof typeof FORMAT_TABLE;
/** The formats of FP8 and of the OCP MX elements. */
export const MINIFLOATS: Readonly<Record<MinifloatName, Minifloat>> = FORMAT_TABLE;

/** IEEE 754 binary32. */
export const BINARY32: Minifloat = { exponentBits: 8, mantissaBits: 23, bias: 127, special: 'ieee' };

/** Code of the largest finite magnitude. */
export function largestCode({ exponentBits, mantissaBits, special }: Minifloat): number {
  if (special === 'ieee') return (2 ** exponentBits - 1) * 2 ** mantissaBits - 1;
  return 2 ** (exponentBits + mantissaBits) - (special === 'nan' ? 2 : 1);
}

/** Code of NaN; null when the format has none. */
export function nanCode({ exponentBits, mantissaBits, special }: Minifloat): number | null {
  return special === 'none' ? null : 2 ** (exponentBits + mantissaBits) - 1;
}

/** Magnitude of a code 0 .. 2^(exponentBits + mantissaBits) - 1, infinity and NaN included. */
export function magnitudeOf(format: Minifloat, code: number): number {
  const { mantissaBits, bias, special } = format;
  const units = 2 ** mantissaBits;
  if (code > largestCode(format)) {
    return special === 'ieee' && code === largestCode(format) + 1 ? Infinity : Number.NaN;
  }
  const exponent = Math.floor(code / units);
  const mantissa = code % units;
  return exponent === 0
    ? mantissa * 2 ** (1 - bias - mantissaBits)
    : (units + mantissa) * 2 ** (exponent - bias - mantissaBits);
}

/** Largest finite magnitude. */
export function largestOf(format: Minifloat): number {
  return magnitudeOf(format, largestCode(format));
}

/** All finite magnitudes, by code, ascending. */
export function magnitudesOf(format: Minifloat): Float64Array {
  return Float64Array.from({ length: largestCode(format) + 1 }, (_, code) => magnitudeOf(format, code));
}

/**
 * The value of a format that v is cast to; -0 becomes 0. Overflow is judged after rounding: it saturates, or becomes NaN
 * or infinity where the format has them and `saturate` is off. NaN stays NaN.
 */
export function castToMinifloat(v: number, format: Minifloat, saturate: boolean, round = roundHalfEven): number {
  if (Number.isNaN(v) || v === 0) return v + 0;
  const largest = largestOf(format);
  const magnitude = Math.abs(v);
  const exponent = magnitude < Infinity ? Math.max(floorLog2(magnitude), 1 - format.bias) : 0;
  const step = 2 ** (exponent - format.mantissaBits);
  const rounded = magnitude < Infinity ? round(magnitude / step) * step : Infinity;
  if (rounded <= largest) return v < 0 ? 0 - rounded : rounded;
  if (saturate || format.special === 'none') return v < 0 ? -largest : largest;
  return format.special === 'nan' ? Number.NaN : v < 0 ? -Infinity : Infinity;
}

/** Gives the code of the finite magnitude nearest to v >= 0, ties to the even code; the largest one beyond it. */
export function magnitudeCoder(format: Minifloat): (v: number) => number {
  const { mantissaBits, bias } = format;
  const [largest, beyond, units] = [largestCode(format), 2 * largestOf(format), 2 ** mantissaBits];
  const { double, high, powers, zero } = EXPONENTS;
  return (v) => {
    if (v >= beyond) return largest;
    double[0] = v;
    // The exponent of 0 and of a subnormal float64 reads as -1023, below every smallest exponent here.
    const exponent = Math.max(((high[0]! >>> 20) & 0x7ff) - 1023, 1 - bias);
    // Rounding up into the next power of two needs no care: its code is the next integer.
    const rounded = roundHalfEven(v * powers[zero + mantissaBits - exponent]!);
    return Math.min((exponent + bias - 1) * units + rounded, largest);
  };
}
