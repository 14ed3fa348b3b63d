/** Weights as small floats: the code of a weight is the code of its magnitude, negative for a negative weight. */
import { largestCode, largestOf, magnitudesOf, type Minifloat, nanCode } from '../numerics/minifloat';
import type { FloatGrid, Kernels, MagnitudeRounding, RowScales } from '../kernels/index';
import type { ScaleRegions } from '../jobs/reports';
import { rowGroups } from './granularity';
import type { Encoded } from './quantizer';

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly regions: ScaleRegions;
}

/**
 * Codes of x / divisor, saturating, and their values under the same scale. A divisor of 0 or NaN gives 0. NaN keeps its code
 * where the format has one, else it becomes 0.
 * @param divisors of each group.
 */
export function encodeFloats(
  data: Float32Array,
  grid: Grid,
  format: Minifloat,
  divisors: ArrayLike<number>,
  rounding: MagnitudeRounding,
  kernels: Kernels,
): Encoded {
  return kernels.quantizeFloats(data, rowScalesOf(grid, divisors), floatGridOf(format), rounding);
}

function floatGridOf(format: Minifloat): FloatGrid {
  return {
    mantissaBits: format.mantissaBits,
    smallestExponent: 1 - format.bias,
    largestCode: largestCode(format),
    largest: largestOf(format),
    nanCode: nanCode(format) ?? 0,
  };
}

/** Where each row finds the divisors of its groups; one for the whole tensor is written out for a row. */
function rowScalesOf({ rows, columns, regions }: Grid, divisors: ArrayLike<number>): RowScales {
  const first = new Int32Array(rows);
  const isShared = rowGroups({ columns, regions }, 0).step === 0;
  if (!isShared) for (let row = 0; row < rows; row++) first[row] = rowGroups({ columns, regions }, row).first;
  const list = isShared ? new Float64Array(columns).fill(divisors[0] ?? Number.NaN) : Float64Array.from(divisors);
  return { columns, first, divisors: list, scales: list };
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
