/**
 * Per-element work over whole weight tensors. Two implementations, WebAssembly SIMD and plain TypeScript, agree bit for
 * bit, so a result never depends on where it was computed.
 *
 * Shapes. A weight tensor is a row-major matrix [rows, columns] whose output channel is its column. Everything finer
 * than one scale per tensor works on the channel-major order (`transposeToChannelMajor`): channel after channel, `rows`
 * values each. A channel is cut into segments of `segmentLength` values, the last of which may be shorter; segments are
 * numbered channel by channel. One scale for the whole tensor: `rows` = `segmentLength` = `data.length`.
 *
 * Arithmetic. Inputs are float32; everything is computed in float64, dividing by scales, and what is stored as float32 is
 * rounded once. Sums run in four interleaved partial sums: element i of its segment (of the array when there are no
 * segments) is added to partial i mod 4, in order of i, and the result is (p0 + p2) + (p1 + p3).
 * Non-finite elements never enter ranges or sums. When quantizing, NaN becomes the code of real 0 and infinities saturate.
 *
 * Errors. Sizes that do not fit together throw a RangeError, by the same rules in both implementations.
 */
import type { Rounding } from '../numerics/round';

/** The roundings that treat both signs alike. */
export type MagnitudeRounding = 'nearest-even' | 'nearest-away' | 'toward-zero';

export type Floats = Float32Array<ArrayBuffer>;
export type Integers = Int32Array<ArrayBuffer>;
export type Doubles = Float64Array<ArrayBuffer>;
export type Counts = Uint32Array<ArrayBuffer>;

/** The four-byte element types that can be transposed. */
export type Transposable = Float32Array | Int32Array;

export interface Ranges {
  readonly low: Floats;
  readonly high: Floats;
}

export interface Quantized {
  readonly codes: Integers;
  /** fround((code - zeroPoint) * scale). */
  readonly values: Floats;
}

/** Magnitudes k 2^(e - mantissaBits) with k below 2^(mantissaBits + 1) and e of `smallestExponent` or more; codes ascend with them. */
export interface FloatGrid {
  readonly mantissaBits: number;
  /** Exponent of the subnormals, -511 .. 511 as every exponent of the format. */
  readonly smallestExponent: number;
  /** Code of the largest finite magnitude, and that magnitude. */
  readonly largestCode: number;
  readonly largest: number;
  /** Code of NaN; 0 in a format without one, where NaN becomes 0. */
  readonly nanCode: number;
}

/** Who shares a scale in a row-major matrix: the value in column c of row r has entry `first[r]` + c of both lists. */
export interface RowScales {
  readonly columns: number;
  readonly first: Int32Array;
  /** What is divided by before rounding; of 0 and of NaN the code is 0. */
  readonly divisors: Float64Array;
  /** What codes are multiplied by. */
  readonly scales: Float64Array;
}

export interface ErrorSums {
  /** Sum of x^2. */
  readonly signal: number;
  /** Sum of (x - y)^2. */
  readonly error: number;
  /** Largest |x - y|. */
  readonly maxError: number;
  /** Pairs with a NaN or an infinity, which are left out of the three values above. */
  readonly nonFinite: number;
}

/**
 * Symmetric thresholds T_i = absMax * i / gridSize, i = 1 .. gridSize, each tried with the scale safeScale(T_i / divisor)
 * and zero point 0.
 */
export interface ThresholdGrid {
  /** Codes qmin .. qmax, which include 0. */
  readonly qmin: number;
  readonly qmax: number;
  /** Steps from 0 to the threshold: qmax for the restricted range, -qmin for the full one, (qmax - qmin) / 2 for the midpoint one. */
  readonly divisor: number;
  readonly gridSize: number;
}

export interface ThresholdSearch {
  /** i of the smallest mean squared error of each segment, the first of equal ones. */
  readonly gridIndex: Integers;
  /** absMax * i / gridSize. */
  readonly threshold: Doubles;
  /** Mean over the segment of (x - fround(q * s))^2 at that i; non-finite elements count as exact. */
  readonly mse: Doubles;
}

/** Affine ranges [low * i / gridSize, high * i / gridSize], i = 1 .. gridSize, both ends shrinking together. */
export interface RangeGrid {
  /** Codes qmin .. qmax, qmin < qmax. */
  readonly qmin: number;
  readonly qmax: number;
  readonly gridSize: number;
}

export interface RangeSearch {
  /** i of the smallest mean squared error of each segment, the first of equal ones. */
  readonly gridIndex: Integers;
  /** low * i / gridSize, high * i / gridSize. */
  readonly low: Doubles;
  readonly high: Doubles;
  /** Mean squared error at that i, as for a `ThresholdSearch`. */
  readonly mse: Doubles;
}

export interface ClusterSums {
  readonly sums: Doubles;
  readonly counts: Counts;
}

/** Prefix sums over n ascending distinct values x: entry i, 0 .. n, covers the first i of them. */
export interface RunPrefix {
  /** Number of elements; rises with every value. */
  readonly count: Float64Array;
  /** Sum of x. */
  readonly first: Float64Array;
  /** Sum of x^2. */
  readonly second: Float64Array;
}

export interface RunSplits {
  /**
   * Entry c - 2, c = 2 .. k: where the last of the best c runs over the first `to` values begins, the first of equal ones, by
   * `to`. Of the last entry only that of all values is filled.
   */
  readonly splits: readonly Integers[];
  /** Squared error of the best k runs over all values. */
  readonly error: number;
}

export interface Kernels {
  readonly kind: 'simd' | 'plain';

  /** [rows, columns] to [columns, rows]. */
  transposeToChannelMajor<T extends Transposable>(data: T, rows: number, columns: number): T;
  /** [columns, rows] back to [rows, columns]: the inverse of `transposeToChannelMajor` with the same arguments. */
  transposeFromChannelMajor<T extends Transposable>(data: T, rows: number, columns: number): T;

  /** Largest finite |x|, 0 if there is none. */
  absMax(data: Float32Array): number;
  /** Smallest and largest finite element, [0, 0] if there is none. Never -0. */
  minMax(data: Float32Array): readonly [number, number];
  /** `absMax` of each segment. */
  segmentAbsMax(data: Float32Array, rows: number, segmentLength: number): Floats;
  /** `minMax` of each segment. */
  segmentMinMax(data: Float32Array, rows: number, segmentLength: number): Ranges;

  /**
   * q = clamp(round(x / s) + z, qmin, qmax): rounded first, then shifted.
   * @param scales one per segment, positive and finite (`safeScale`).
   * @param zeroPoints one per segment; null for all 0.
   */
  quantize(
    data: Float32Array,
    rows: number,
    segmentLength: number,
    scales: Float32Array,
    zeroPoints: Int32Array | null,
    qmin: number,
    qmax: number,
    rounding: Rounding,
  ): Quantized;
  /**
   * `quantize` with stochastic rounding: v = x / s becomes floor(v) + 1 if u < v - floor(v), else floor(v).
   * @param uniforms u, one per element, in [0, 1).
   */
  quantizeWithUniforms(
    data: Float32Array,
    rows: number,
    segmentLength: number,
    scales: Float32Array,
    zeroPoints: Int32Array | null,
    qmin: number,
    qmax: number,
    uniforms: Float64Array,
  ): Quantized;

  /**
   * Magnitudes |x| / divisor as small floats, saturating; a code has the sign of its x. Values are
   * fround(float of the code * scale), never -0.
   * @param data row-major [rows, columns]: as a tensor lies, not channel by channel.
   */
  quantizeFloats(data: Float32Array, owners: RowScales, grid: FloatGrid, rounding: MagnitudeRounding): Quantized;

  /** The finite elements x in ascending order, -0 before 0; with `magnitudes` their |x|. */
  sortFinite(data: Float32Array, magnitudes: boolean): Floats;

  errorSums(x: Float32Array, y: Float32Array): ErrorSums;

  /**
   * Counts in `bins` equal bins: bin = min(floor((x - low) * bins / (high - low)), bins - 1). Values outside, infinities
   * included, are counted in the end bins; NaN is not counted. With high = low, values up to low are in the first bin
   * and larger ones in the last.
   */
  histogram(data: Float32Array, low: number, high: number, bins: number): Counts;

  /**
   * Exhaustive search of the symmetric clipping threshold with the smallest mean squared error, per segment.
   * @param absMax largest |x| of each segment (`segmentAbsMax`).
   */
  mseSearch(
    data: Float32Array,
    rows: number,
    segmentLength: number,
    absMax: Float32Array,
    grid: ThresholdGrid,
  ): ThresholdSearch;
  /** Mean squared error of the whole array as one segment at every threshold of the grid; entry i - 1 belongs to T_i. */
  mseCurve(data: Float32Array, absMax: number, grid: ThresholdGrid): Doubles;

  /**
   * The same search for affine quantizers: a range [l, h] has the scale s = safeScale((h - l) / (qmax - qmin)), the zero
   * point clamp(qmin - roundHalfEven(l / s), qmin, qmax), and rounds to the nearest even code.
   * @param low smallest value of each segment, at most 0. @param high largest value of each segment, at least 0.
   */
  mseSearchAffine(
    data: Float32Array,
    rows: number,
    segmentLength: number,
    low: Float64Array,
    high: Float64Array,
    grid: RangeGrid,
  ): RangeSearch;

  /**
   * Index of the centroid with the smallest |x - c| in float64, the lowest of equal ones; centroids ascending and finite.
   * NaN counts as 0, infinities as the first and the last centroid.
   */
  assignNearest(data: Float32Array, centroids: Float64Array): Integers;
  /** Sum and number of the finite elements of each code 0 .. k - 1; the partial sums of a code go by index in the array. */
  clusterSums(data: Float32Array, codes: Int32Array, k: number): ClusterSums;
  /**
   * Best partition of sorted values into k runs, by squared distance to the mean of each: dynamic programming, each layer filled
   * by divide and conquer because the best split never moves left, neither with more values nor with more runs (Wu 1991;
   * Grønlund et al. 2017). O(k n log n).
   * @param k 1 .. n.
   */
  bestRuns(prefix: RunPrefix, k: number): RunSplits;
}
