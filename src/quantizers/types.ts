import type { Recipe } from '../experiment/spec';

/**
 * Weight tensors are tfjs-ordered. Every layout is a row-major matrix of `rows` (the reduction axis, flattened) by
 * `columns` (output channels, fastest):
 * dense [in, out]; conv2d [kh, kw, in, out]; depthwise [kh, kw, in, multiplier] with in*multiplier columns.
 */
export type Layout = 'dense' | 'conv2d' | 'depthwise';

export interface WeightTensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  readonly layout: Layout;
  /** Absent: nothing but its values is known of it. */
  readonly made?: MadeCodes | undefined;
}

/** Who shares a scale, for drawing outlines over the error map. */
export interface ScaleRegions {
  readonly kind: 'tensor' | 'channel' | 'group' | 'none';
  /** Consecutive rows (along the reduction axis) that share a scale; all rows for tensor and channel. */
  readonly rowsPerGroup: number;
}

/**
 * What a quantizer has decided about one tensor. Plain data: it survives structuredClone and JSON. Lists with one entry
 * a scale group are in the order [groups along a channel, channels] of `regions`.
 */
export interface QuantizerState {
  readonly rows: number;
  readonly columns: number;
  readonly regions: ScaleRegions;
  /** float32 scale of each group; null when values have no scale. */
  readonly scales: readonly number[] | null;
  readonly zeroPoints: readonly number[] | null;
  /** Clipping range of each group. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Smallest and largest code. */
  readonly qmin: number;
  readonly qmax: number;
  /** Ascending float64 centroids of a codebook, else null. */
  readonly centroids: readonly number[] | null;
}

/**
 * How a tensor was quantized when it was made, by a training or by a search for the best rounding. Under the same recipe it
 * keeps these codes; under any other its float values are quantized as those of every tensor.
 */
export interface MadeCodes {
  readonly recipe: Recipe;
  readonly state: QuantizerState;
  /** In the order of the tensor, both. */
  readonly codes: Int32Array;
  readonly values: Float32Array;
}
