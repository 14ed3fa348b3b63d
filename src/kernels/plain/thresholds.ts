import { safeScale } from '../../numerics/float32';
import { roundHalfEven } from '../../numerics/round';
import type { BestThresholds, Limits } from '../computation';
import { forEachSegment, type Segments } from '../segments';
import type { Doubles, RangeGrid, ThresholdGrid } from '../types';
import { emptySums, total } from './sums';

/** A scale to try, and the codes it may use relative to the zero point. */
interface Candidate {
  readonly scale: number;
  readonly lowest: number;
  readonly highest: number;
}

export function bestThresholds(
  data: Float32Array,
  segments: Segments,
  absMax: Float32Array,
  grid: ThresholdGrid,
): BestThresholds {
  return bestOfEach(data, segments, (segment) => symmetricCandidates(absMax[segment]!, grid));
}

export function bestRanges(data: Float32Array, segments: Segments, limits: Limits, grid: RangeGrid): BestThresholds {
  return bestOfEach(data, segments, (segment) => affineCandidates(limits.low[segment]!, limits.high[segment]!, grid));
}

export function thresholdErrors(data: Float32Array, absMax: number, grid: ThresholdGrid): Doubles {
  return meanErrors(data, symmetricCandidates(absMax, grid));
}

function bestOfEach(
  data: Float32Array,
  segments: Segments,
  candidatesOf: (segment: number) => readonly Candidate[],
): BestThresholds {
  const gridIndex = new Int32Array(segments.count);
  const mse = new Float64Array(segments.count);
  forEachSegment(segments, (segment, start, end) => {
    const errors = meanErrors(data.subarray(start, end), candidatesOf(segment));
    const best = errors.reduce((first, error, i) => (error < errors[first]! ? i : first), 0);
    gridIndex[segment] = best + 1;
    mse[segment] = errors[best]!;
  });
  return { gridIndex, mse };
}

function symmetricCandidates(absMax: number, { qmin, qmax, divisor, gridSize }: ThresholdGrid): Candidate[] {
  return Array.from({ length: gridSize }, (_, i) => ({
    scale: safeScale((absMax * (i + 1)) / gridSize / divisor),
    lowest: qmin,
    highest: qmax,
  }));
}

/** clamp(r + z, qmin, qmax) - z = clamp(r, qmin - z, qmax - z), so the zero point moves into the range of codes. */
function affineCandidates(low: number, high: number, { qmin, qmax, gridSize }: RangeGrid): Candidate[] {
  return Array.from({ length: gridSize }, (_, i) => {
    const [from, to] = [(low * (i + 1)) / gridSize, (high * (i + 1)) / gridSize];
    const scale = safeScale((to - from) / (qmax - qmin));
    const zeroPoint = Math.min(Math.max(qmin - roundHalfEven(from / scale), qmin), qmax);
    return { scale, lowest: qmin - zeroPoint, highest: qmax - zeroPoint };
  });
}

function meanErrors(data: Float32Array, candidates: readonly Candidate[]): Doubles {
  return Float64Array.from(candidates, (candidate) => meanError(data, candidate));
}

function meanError(data: Float32Array, { scale, lowest, highest }: Candidate): number {
  const sums = emptySums();
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (!Number.isFinite(x)) continue;
    const rounded = roundHalfEven(x / scale);
    const code = rounded < lowest ? lowest : rounded > highest ? highest : rounded;
    const difference = x - Math.fround(code * scale);
    sums[i & 3]! += difference * difference;
  }
  return total(sums) / data.length;
}
