/**
 * What jobs send to the interface. Bins and summaries cross the worker boundary, not weights.
 * Units: values are in units of the weights unless a name ends in Db (decibel), Bits or Share (0 to 1).
 */
import type { Layout, ScaleRegions } from '../quantizers/types';

export type { ScaleRegions } from '../quantizers/types';

/** Stored bits of one tensor by what they are spent on. */
export interface StorageBits {
  readonly codes: number;
  readonly scales: number;
  readonly zeroPoints: number;
  readonly codebook: number;
  readonly exponents: number;
}

export interface TensorMetrics {
  /** Number of weights. */
  readonly n: number;
  readonly mse: number;
  /** 10 log10(sum x^2 / sum (x-y)^2); Infinity without error. */
  readonly sqnrDb: number;
  readonly maxError: number;
  /** Share of `mse` from weights outside the representable range; clipMse + roundMse = mse. */
  readonly clipMse: number;
  readonly roundMse: number;
  readonly clippedCount: number;
  /** Weights that are not zero but become zero. */
  readonly zeroedCount: number;
  readonly zeroShare: number;
  /** Weights on the outermost levels of their scale group. */
  readonly saturatedShare: number;
  readonly usedLevels: number;
  readonly totalLevels: number;
  /** Empirical entropy of the codes, bits per weight. */
  readonly entropyBits: number;
  /** Excess kurtosis of the float weights. */
  readonly kurtosis: number;
  readonly storage: StorageBits;
  /** Sum of `storage` / n. */
  readonly bitsPerWeight: number;
  readonly scaleCount: number;
  /** Output channels with a non-zero weight in which every weight becomes 0. */
  readonly zeroedChannels: number;
}

/** One row of the network strip. */
export interface LayerSummary {
  readonly layer: string;
  readonly metrics: TensorMetrics;
}

export interface NetworkReport {
  readonly layers: readonly LayerSummary[];
  readonly weights: number;
  /** Stored bits of all kernels / number of kernel weights. */
  readonly bitsPerWeight: number;
  /** Kernels as stored plus float32 biases, in bytes. */
  readonly bytes: number;
  readonly floatBytes: number;
}

/** The weights of one layer under a recipe, for the forward passes. */
export interface LayerWeights {
  readonly layer: string;
  /** In the order of the kernel. */
  readonly values: Float32Array;
  /** float32 scale of all weights, or of each output channel; null when they do not share one. */
  readonly biasScales: readonly number[] | null;
}

/** A network whose weights were quantized: what there is to say, and the weights; layers left in float are not among them. */
export interface QuantizedNetwork {
  readonly report: NetworkReport;
  readonly weights: readonly LayerWeights[];
}

/** One weight followed through its formula. */
export interface WeightExample {
  readonly index: number;
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly code: number;
  readonly scale: number;
  readonly zeroPoint: number;
  readonly quantized: number;
  readonly qmin: number;
  readonly qmax: number;
  /** Clipping range of its scale group. */
  readonly low: number;
  readonly high: number;
}

export interface LayerReport {
  readonly layer: string;
  readonly layout: Layout;
  readonly shape: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly metrics: TensorMetrics;
  /** Equal bins over [low, high], which depends on the float weights only, so A and B share it. */
  readonly histogram: {
    readonly low: number;
    readonly high: number;
    readonly float: Uint32Array;
    /** Float weights of each bin that lie outside their group's clipping range. */
    readonly clipped: Uint32Array;
    readonly quantized: Uint32Array;
  };
  /** Distinct quantized values and how many weights have each; null above 64 distinct values. */
  readonly stems: { readonly values: Float32Array; readonly counts: Uint32Array } | null;
  /** Representable levels when the whole tensor shares them, else those of the group with the median threshold. */
  readonly levels: Float32Array;
  /** Clipping thresholds, one per scale group in ascending order of `high` (at most 512, evenly sampled). */
  readonly thresholds: { readonly low: Float32Array; readonly high: Float32Array };
  /** Median clipping range over scale groups, and the largest |w| of the median group. */
  readonly clip: { readonly low: number; readonly high: number; readonly ratio: number };
  /** Histogram of w_hat - w over [-limit, limit]. */
  readonly roundError: { readonly limit: number; readonly counts: Uint32Array; readonly step: number };
  /** Per output channel, in channel order. */
  readonly channels: {
    readonly absMax: Float32Array;
    readonly threshold: Float32Array;
    readonly zeroed: Uint8Array;
    readonly rmse: Float32Array;
  };
  /** |w_hat - w|, `rows` x `columns`, row-major; pooled by root mean square when the tensor has more cells. */
  readonly errorMap: { readonly rows: number; readonly columns: number; readonly values: Float32Array };
  readonly regions: ScaleRegions;
  readonly example: WeightExample | null;
  /** Present for codebooks only. */
  readonly codebook: { readonly centroids: Float32Array; readonly counts: Uint32Array } | null;
}

/** Steps of Lloyd's iteration from given centroids. */
export interface LloydTrace {
  readonly layer: string;
  /** `centroids[t]` after t updates; the first entry is the start. */
  readonly centroids: readonly Float32Array[];
  /** Sum of squared errors / n with those centroids. */
  readonly mse: readonly number[];
}

/** What was measured on a range of test items: images, texts or pictures. */
export interface EvaluationShard {
  readonly from: number;
  readonly count: number;
  /** The class of each image, or the character after each position of each text; empty for pictures. */
  readonly predictions: Uint8Array;
  /** Mean bits of the characters of each text, or the mean squared error of each picture against the float one (0 to 255); null for classes. */
  readonly losses: Float32Array | null;
  /** Classes, characters or values of pictures in all, and those classes and characters that are right. */
  readonly of: number;
  readonly correct: number;
  /** Values of all pictures that differ from the float ones on the screen; null for other tasks and the float network. */
  readonly changed: number | null;
  /** Sum over items and outputs of (logits - float logits)^2; null for pictures and for the float network itself. */
  readonly logitsSquaredError: number | null;
  /** Scores of test item 0, for texts those at its first position; null where they are not in the range. */
  readonly firstLogits: Float32Array | null;
}
