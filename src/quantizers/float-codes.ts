/** Weights as small floats: the code of a weight is the code of its magnitude, negative for a negative weight. */
import { largestCode, largestOf, magnitudesOf, type Minifloat, nanCode } from '../numerics/minifloat';
import { EXPONENTS } from '../numerics/exponents';
import type { ScaleRegions } from '../jobs/reports';
import { rowGroups } from './granularity';

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly regions: ScaleRegions;
}

/**
 * Codes of x / divisor, saturating. A divisor of 0 or NaN gives 0. NaN keeps its code where the format has one, else it
 * becomes 0.
 * @param divisors of each group.
 */
export function encodeFloats(
  data: Float32Array,
  grid: Grid,
  format: Minifloat,
  divisors: ArrayLike<number>,
  round: (v: number) => number,
): Int32Array {
  const { mantissaBits, bias } = format;
  const [largest, units, notANumber] = [largestCode(format), 2 ** mantissaBits, nanCode(format) ?? 0];
  // From here on every value saturates, whatever the rounding.
  const beyond = 2 * largestOf(format);
  const { double, high, powers, zero } = EXPONENTS;
  const codes = new Int32Array(data.length);
  for (let row = 0, i = 0; row < grid.rows; row++) {
    const { first, step } = rowGroups(grid, row);
    for (let column = 0; column < grid.columns; column++, i++) {
      const x = data[i]!;
      const divisor = divisors[first + step * column]!;
      const magnitude = Math.abs(x) / divisor;
      if (magnitude > 0 && divisor > 0) {
        let code = largest;
        if (magnitude < beyond) {
          double[0] = magnitude;
          // The exponent of a subnormal float64 reads as -1023, below every smallest exponent here.
          const exponent = Math.max(((high[0]! >>> 20) & 0x7ff) - 1023, 1 - bias);
          code = Math.min(
            (exponent + bias - 1) * units + round(magnitude * powers[zero + mantissaBits - exponent]!),
            largest,
          );
        }
        codes[i] = x < 0 ? -code : code;
      } else if (x !== x && divisor > 0) codes[i] = notANumber;
    }
  }
  return codes;
}

/** fround(element x scale) of each code; a scale of NaN makes everything NaN. */
export function decodeFloats(
  codes: Int32Array,
  grid: Grid,
  format: Minifloat,
  scales: ArrayLike<number>,
): Float32Array {
  const table = signedTable(format);
  const middle = (table.length - 1) / 2;
  const values = new Float32Array(codes.length);
  for (let row = 0, i = 0; i < codes.length; row++) {
    const { first, step } = rowGroups(grid, row);
    for (let column = 0; column < grid.columns; column++, i++) {
      values[i] = Math.fround(table[middle + codes[i]!]! * scales[first + step * column]!) + 0;
    }
  }
  return values;
}

/** Elements of codes, before scaling. */
export function elementsOf(codes: Int32Array, format: Minifloat): Float64Array {
  const table = signedTable(format);
  const middle = (table.length - 1) / 2;
  return Float64Array.from(codes, (code) => table[middle + code] ?? Number.NaN);
}

/** Values by code, 0 in the middle; the code of NaN is at both ends, with nothing but NaN between it and the numbers. */
function signedTable(format: Minifloat): Float64Array {
  const magnitudes = magnitudesOf(format);
  const most = nanCode(format) ?? magnitudes.length - 1;
  return Float64Array.from({ length: 2 * most + 1 }, (_, i) => {
    const code = i - most;
    const magnitude = magnitudes[Math.abs(code)] ?? Number.NaN;
    return code < 0 ? -magnitude : magnitude;
  });
}

/** Every value of a group with that scale, ascending. */
export function floatLevels(format: Minifloat, scale: number): Float64Array {
  if (Number.isNaN(scale)) return new Float64Array(0);
  const magnitudes = Array.from(magnitudesOf(format), (v) => Math.fround(v * scale));
  return Float64Array.from(new Set(magnitudes.flatMap((v) => [0 - v, v]))).sort();
}
