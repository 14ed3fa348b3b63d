/** What the Binary screen asks the training worker for and gets. */
import type { CurveOptimum, ThresholdCurve } from '../binary/threshold-curve';
import type { BinaryMethod, MethodSettings } from '../training/binary-methods';
import type { TrainingFailure } from '../training/health';

/** How a method is trained from the float weights. */
export interface BinaryTraining {
  readonly epochs: number;
  /** The first training images, as many as this. */
  readonly images: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
}

export interface BinaryStep {
  /** `normalizing`: batches that only set the statistics before binary inputs. */
  readonly phase: 'normalizing' | 'training' | 'testing';
  readonly done: number;
  readonly total: number;
  /** Of the step's batch; NaN while nothing is trained. */
  readonly loss: number;
  /** The learned levels of each layer after this step, where they are learned and were looked at. */
  readonly levels: readonly LevelSample[] | null;
}

/** The learned levels of one layer at one step. */
export interface LevelSample {
  readonly positive: number;
  /** Without its minus sign. */
  readonly negative: number;
  /** Share of the weights that are 0. */
  readonly zeros: number;
}

/** The learned levels of one layer over a training. */
export interface LevelTrace {
  readonly layer: string;
  /** Steps after which they were looked at, from 0. */
  readonly steps: Uint32Array;
  readonly positive: Float32Array;
  readonly negative: Float32Array;
  readonly zeros: Float32Array;
}

export interface BinaryScore {
  readonly correct: number;
  readonly images: number;
  /** Loss of every step. */
  readonly losses: Float32Array;
  readonly failure: TrainingFailure | null;
  readonly traces: readonly LevelTrace[];
}

export interface BinaryTrainJobs {
  /** Accuracy of a method on the first test images, without training or after it. */
  'score-binary': {
    input: {
      method: BinaryMethod;
      settings: MethodSettings;
      /** Null: the float weights as they are, rounded. */
      training: BinaryTraining | null;
      testImages: number;
    };
    progress: BinaryStep;
    result: BinaryScore;
  };
  /** A product in float and in bits, timed. Nothing else should run meanwhile. */
  'bench-binary': {
    input: { subject: { kind: 'layer'; layer: string } | { kind: 'square'; size: number } };
    progress: { done: number; total: number };
    result: BenchReport;
  };
}

/** The weights of one layer, for binary and ternary levels. */
export interface BinaryLayerReport {
  readonly n: number;
  readonly filters: number;
  readonly perFilter: number;
  /** Groups that have an α of their own. */
  readonly scales: number;
  readonly largest: number;
  /** Means over all weights of |w| and of w². */
  readonly meanSize: number;
  readonly meanSquare: number;
  /** Mean over all weights of the square of the α of their group: what binary levels keep of `meanSquare`. */
  readonly meanSquaredScale: number;
  /** Equal bins over [−limit, limit]. */
  readonly histogram: { readonly limit: number; readonly counts: Uint32Array };
  /** Weights outside the histogram. */
  readonly beyond: number;
  readonly curve: ThresholdCurve;
  readonly optimum: CurveOptimum;
  /** One filter and its weights, in the order in which they are multiplied. */
  readonly filter: number;
  readonly weights: Float32Array;
}

export interface BinaryQuantJobs {
  'binary-layer': {
    input: { layer: string; granularity: 'tensor' | 'channel'; filter: number };
    progress: never;
    result: BinaryLayerReport;
  };
}

/** One method's output of a layer, beside that of the float weights. */
export interface FeatureMaps {
  readonly method: 'float' | 'bwn' | 'xnor' | 'twn';
  /** [filters shown, height, width]. */
  readonly values: Float32Array;
  /** Pearson correlation with the float map, for each filter; NaN for a map of one value. */
  readonly correlations: Float32Array;
  /** Over all filters of the layer. */
  readonly correlation: number;
}

/** What one layer makes of one image with float, binary and ternary weights, the input being that of the float network. */
export interface FeatureReport {
  readonly layer: string;
  readonly image: number;
  readonly height: number;
  readonly width: number;
  /** Filters that are shown, in order. */
  readonly filters: number;
  readonly maps: readonly FeatureMaps[];
  /** Positions of inputs whose sign is +1, as a share. */
  readonly positiveShare: number;
  /** Under the kernel at the middle of the image (a dense layer: all of it), in the order of the weights of a filter. */
  readonly window: Float32Array;
}

export interface BinaryEvalJobs {
  'feature-maps': {
    input: {
      layer: string;
      image: number;
      granularity: 'tensor' | 'channel';
      factor: number;
      /** Subtracts the mean and divides by the deviation of each channel before the sign. */
      normalize: boolean;
      /** What stands for the pixels outside the image. */
      border: 1 | -1;
    };
    progress: never;
    result: FeatureReport;
  };
}

/** Milliseconds of one product. */
export interface BenchTime {
  /** Float32 in tfjs and in a kernel of our own; signs; signs with the inputs packed each time; ternary. */
  readonly id: 'tfjs' | 'own' | 'xnor' | 'packing' | 'ternary';
  readonly median: number;
  readonly best: number;
}

export interface PackedBytes {
  /** Of the packed arrays themselves. */
  readonly packed: number;
  /** Stored bits of the format / 8. */
  readonly counted: number;
}

/** [m, k] times [k, n] timed in this worker, and bytes. */
export interface BenchReport {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly kernels: 'simd' | 'plain';
  /** Of tfjs. */
  readonly backend: string;
  readonly times: readonly BenchTime[];
  /** Every output of the packed product equals the float product of the signs. */
  readonly exact: boolean;
  /** Speed-up by the formula of Rastegari et al. 2016, section 4.1. */
  readonly modelled: { readonly word32: number; readonly word64: number };
  /** The weights of the product: float32; packed without gaps and with an α a filter; as the kernel takes them. */
  readonly layer: { readonly float: number; readonly stored: number; readonly inKernel: number };
  /** All kernels of the network. */
  readonly network: { readonly float: number; readonly binary: PackedBytes; readonly ternary: PackedBytes };
}
