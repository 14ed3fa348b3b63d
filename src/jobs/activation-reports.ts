/**
 * What calibration tells about activations. A tap is the input of one layer with weights; its name is that of the layer.
 * The values are those of the float network on training images. Bins and summaries cross the worker boundary, not values.
 * Units: values are in units of the activations unless a name ends in Db (decibel) or Share (0 to 1).
 */
import type { TapScales } from '../activations/technique';
import type { ActivationSettings, MadeWeights } from '../experiment/spec';

/** Scales of all taps with fixed ranges, by layer. Taps in float32 or with dynamic ranges are left out. */
export type CalibratedTaps = Readonly<Record<string, TapScales>>;

/** One way of choosing the range of a tap (one scale for all values), at the bits and codes of the settings. */
export interface ThresholdEstimate {
  /** Id in `src/activations/clippers.ts`. */
  readonly clipper: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly clippedShare: number;
  /** Mean squared error of the kept values with that range; clipMse + roundMse = mse. */
  readonly mse: number;
  readonly clipMse: number;
  readonly roundMse: number;
  readonly sqnrDb: number;
}

export interface ActivationReport {
  readonly layer: string;
  /** The graph before the tap gives no value below 0, as after a ReLU. */
  readonly nonNegative: boolean;
  readonly channels: number;
  readonly images: number;
  /** Values that passed the tap. */
  readonly values: number;
  /** Values that histogram and thresholds are made of: every `every`-th position with all its channels. */
  readonly kept: number;
  readonly every: number;
  /** Over all values. */
  readonly min: number;
  readonly max: number;
  readonly zeroShare: number;
  /** Equal bins over [low, high]; the same for every recipe. */
  readonly histogram: {
    readonly low: number;
    readonly high: number;
    readonly float: Uint32Array;
    /** Values of each bin outside the clipping range of the settings. */
    readonly clipped: Uint32Array;
    readonly quantized: Uint32Array;
  };
  /** 2,048 equal bins of |x| over [0, absMax], as histogram calibrators (KL) take them. */
  readonly magnitudes: { readonly absMax: number; readonly counts: Uint32Array };
  /** Smallest and largest value of each calibration batch of `size` images, in the order in which they were seen. */
  readonly batches: { readonly size: number; readonly low: Float32Array; readonly high: Float32Array };
  /** Over all calibration images. */
  readonly channelRanges: { readonly low: Float32Array; readonly high: Float32Array };
  /** What the settings choose for this tap; null when it stays float32 or its range is dynamic. */
  readonly chosen: TapScales | null;
  /** Error of the kept values under the settings; null in float32 and for dynamic ranges. */
  readonly metrics: Pick<ThresholdEstimate, 'clippedShare' | 'mse' | 'clipMse' | 'roundMse' | 'sqnrDb'> | null;
  /**
   * Every clipper with its default parameters (that of the settings with its own), in the order of the menu. Empty where
   * the tap stays float32.
   */
  readonly thresholds: readonly ThresholdEstimate[];
}

interface CalibrationJob<Input, Result> {
  input: Input;
  progress: { done: number; total: number };
  result: Result;
}

/** Jobs of the evaluation worker that has the training images. */
/** Values that a tap gave on the calibration images, at most half a million evenly spaced ones. */
export interface KeptValues {
  readonly data: Float32Array;
  readonly nonNegative: boolean;
  /** Values that passed the tap. */
  readonly values: number;
  readonly images: number;
  /** Exact ends of each calibration batch, in the order in which they were seen. */
  readonly batches: { readonly low: Float32Array; readonly high: Float32Array };
}

export interface CalibrationJobs {
  /** `packed`: gzip'd uint8 training images followed by their labels. */
  'load-calibration': CalibrationJob<{ packed: ArrayBuffer; count: number }, { images: number }>;
  /** Scales of every tap with a fixed range, for the `taps` of `evaluate`. Repeats are answered from memory. */
  calibrate: CalibrationJob<{ activations: ActivationSettings; weights?: MadeWeights }, CalibratedTaps>;
  /** One tap; the images of the settings are run through the float network once and remembered. */
  'activation-report': CalibrationJob<{ layer: string; activations: ActivationSettings }, ActivationReport>;
  /** The kept values of one tap themselves, for the worker that serves sliders. */
  'tap-values': CalibrationJob<{ layer: string; calibration: ActivationSettings['calibration'] }, KeptValues>;
}
