import { type QuantizedTensor, rowGroups } from '../quantizers/quantize';
import type { LayerReport } from './reports';

/** Cells of the largest error map that is sent; larger tensors are pooled along the rows. */
const MAX_CELLS = 65_536;

/** What one pass over the elements of a layer collects. */
export interface ElementScan {
  /** Float weights per histogram bin that lie outside their group's clipping range. */
  readonly clipped: Uint32Array;
  readonly channels: LayerReport['channels'];
  readonly errorMap: LayerReport['errorMap'];
  /** Largest finite |w| of each scale group. */
  readonly groupAbsMax: Float32Array;
  readonly maxError: number;
  /** Index of the unclipped weight with the largest rounding error; -1 if there is none. */
  readonly worstRounded: number;
}

export interface ScanInput {
  readonly data: Float32Array;
  readonly quantized: QuantizedTensor;
  /** Half-width of the histogram axis. */
  readonly limit: number;
  readonly bins: number;
}

/** One row-major pass; NaN and infinite weights are left out of ranges and errors. */
export function scanElements({ data, quantized, limit, bins }: ScanInput): ElementScan {
  const { rows, columns, thresholds, values } = quantized;
  const pool = Math.max(1, Math.ceil((rows * columns) / MAX_CELLS));
  const mapRows = Math.ceil(rows / pool);
  const map = new Float32Array(mapRows * columns);
  const clipped = new Uint32Array(bins);
  const absMax = new Float32Array(columns);
  const threshold = new Float32Array(columns);
  const alive = new Uint8Array(columns);
  const squares = new Float64Array(columns);
  const groupAbsMax = new Float32Array(thresholds.high.length);
  const perUnit = bins / (2 * limit);
  let maxError = 0;
  let worst = -1;
  let worstError = -1;
  for (let row = 0, i = 0; row < rows; row++) {
    const mapRow = Math.floor(row / pool) * columns;
    const { first, step } = rowGroups(quantized, row);
    for (let column = 0; column < columns; column++, i++) {
      const x = data[i] ?? 0;
      const error = Math.abs((values[i] ?? 0) - x);
      if (values[i] !== 0) alive[column] = 1;
      if (!Number.isFinite(error)) continue;
      const group = first + step * column;
      const magnitude = Math.abs(x);
      if (magnitude > (absMax[column] ?? 0)) absMax[column] = magnitude;
      if (magnitude > (groupAbsMax[group] ?? 0)) groupAbsMax[group] = magnitude;
      const high = thresholds.high[group] ?? 0;
      if (high > (threshold[column] ?? 0)) threshold[column] = high;
      squares[column] = (squares[column] ?? 0) + error * error;
      map[mapRow + column] = (map[mapRow + column] ?? 0) + error * error;
      if (error > maxError) maxError = error;
      if (x > high || x < (thresholds.low[group] ?? 0)) {
        const bin = Math.min(Math.max(Math.floor((x + limit) * perUnit), 0), bins - 1);
        clipped[bin] = (clipped[bin] ?? 0) + 1;
      } else if (error > worstError) {
        worstError = error;
        worst = i;
      }
    }
  }
  return {
    clipped,
    channels: {
      absMax,
      threshold,
      zeroed: alive.map((a, c) => (a === 0 && (absMax[c] ?? 0) > 0 ? 1 : 0)),
      rmse: Float32Array.from(squares, (s) => (rows > 0 ? Math.sqrt(s / rows) : 0)),
    },
    errorMap: { rows: mapRows, columns, values: rootMeanSquare(map, rows, columns, pool) },
    groupAbsMax,
    maxError,
    worstRounded: worst,
  };
}

/** In place: sums of squares of `pool` rows (fewer in the last) to root mean squares. */
function rootMeanSquare(map: Float32Array, rows: number, columns: number, pool: number): Float32Array {
  for (let i = 0; i < map.length; i++) {
    const first = Math.floor(i / columns) * pool;
    const pooled = Math.min(pool, rows - first);
    map[i] = Math.sqrt((map[i] ?? 0) / pooled);
  }
  return map;
}
