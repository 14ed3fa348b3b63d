import type { Rounding } from '../numerics/round';
import type { Segments } from './segments';
import type {
  ClusterSums,
  Counts,
  Doubles,
  ErrorSums,
  FloatGrid,
  Floats,
  Integers,
  MagnitudeRounding,
  Quantized,
  RangeGrid,
  Ranges,
  RowScales,
  RunPrefix,
  RunSplits,
  ThresholdGrid,
  Transposable,
} from './types';

/** Scales and codes of a uniform quantizer, one scale per segment. */
export interface UniformGrid {
  readonly scales: Float32Array;
  readonly zeroPoints: Int32Array | null;
  readonly qmin: number;
  readonly qmax: number;
}

/** The widest range of each segment. */
export interface Limits {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface BestThresholds {
  readonly gridIndex: Integers;
  readonly mse: Doubles;
}

/** What each implementation computes, after `checkedKernels` has checked that the arguments fit together. */
export interface Computation {
  readonly kind: 'simd' | 'plain';
  /** [rows, columns] to [columns, rows]. */
  transpose<T extends Transposable>(data: T, rows: number, columns: number): T;
  absMax(data: Float32Array, segments: Segments): Floats;
  minMax(data: Float32Array, segments: Segments): Ranges;
  quantize(data: Float32Array, segments: Segments, grid: UniformGrid, rounding: Rounding): Quantized;
  quantizeWithUniforms(data: Float32Array, segments: Segments, grid: UniformGrid, uniforms: Float64Array): Quantized;
  quantizeFloats(data: Float32Array, owners: RowScales, grid: FloatGrid, rounding: MagnitudeRounding): Quantized;
  sortFinite(data: Float32Array, magnitudes: boolean): Floats;
  errorSums(x: Float32Array, y: Float32Array): ErrorSums;
  histogram(data: Float32Array, low: number, high: number, bins: number): Counts;
  bestThresholds(data: Float32Array, segments: Segments, absMax: Float32Array, grid: ThresholdGrid): BestThresholds;
  bestRanges(data: Float32Array, segments: Segments, limits: Limits, grid: RangeGrid): BestThresholds;
  thresholdErrors(data: Float32Array, absMax: number, grid: ThresholdGrid): Doubles;
  assignNearest(data: Float32Array, centroids: Float64Array): Integers;
  /** Null when a code is outside 0 .. k - 1. */
  clusterSums(data: Float32Array, codes: Int32Array, k: number): ClusterSums | null;
  bestRuns(prefix: RunPrefix, k: number): RunSplits;
}
