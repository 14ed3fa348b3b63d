import { safeScale } from '../../numerics/float32';
import { roundHalfEven } from '../../numerics/round';
import type { BestThresholds } from '../computation';
import { forEachSegment, type Segments } from '../segments';
import type { Doubles, ThresholdGrid } from '../types';
import { emptySums, total } from './sums';

export function bestThresholds(
  data: Float32Array,
  segments: Segments,
  absMax: Float32Array,
  grid: ThresholdGrid,
): BestThresholds {
  const gridIndex = new Int32Array(segments.count);
  const mse = new Float64Array(segments.count);
  forEachSegment(segments, (segment, start, end) => {
    const errors = thresholdErrors(data.subarray(start, end), absMax[segment]!, grid);
    const best = errors.reduce((first, error, i) => (error < errors[first]! ? i : first), 0);
    gridIndex[segment] = best + 1;
    mse[segment] = errors[best]!;
  });
  return { gridIndex, mse };
}

export function thresholdErrors(data: Float32Array, absMax: number, grid: ThresholdGrid): Doubles {
  return new Float64Array(grid.gridSize).map((_, i) => thresholdError(data, thresholdScale(absMax, i + 1, grid), grid));
}

function thresholdScale(absMax: number, i: number, { gridSize, divisor }: ThresholdGrid): number {
  return safeScale((absMax * i) / gridSize / divisor);
}

function thresholdError(data: Float32Array, scale: number, { qmin, qmax }: ThresholdGrid): number {
  const sums = emptySums();
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (!Number.isFinite(x)) continue;
    const code = Math.min(Math.max(roundHalfEven(x / scale), qmin), qmax);
    const difference = x - Math.fround(code * scale);
    sums[i & 3]! += difference * difference;
  }
  return total(sums) / data.length;
}
