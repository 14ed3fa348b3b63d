/**
 * What calibration tells about activations. A tap is the input of one layer with weights; its name is that of the layer.
 * The values are those of the float network on training images.
 */
import type { TapScales } from '../activations/technique';
import type { ActivationSettings, MadeWeights } from '../experiment/spec';

/** Scales of all taps with fixed ranges, by layer. Taps in float32 or with dynamic ranges are left out. */
export type CalibratedTaps = Readonly<Record<string, TapScales>>;

interface CalibrationJob<Input, Result> {
  input: Input;
  progress: { done: number; total: number };
  result: Result;
}

/** Values that a tap gave on the calibration images, at most half a million evenly spaced ones. */
export interface KeptValues {
  /** Row-major [positions, channels]. */
  readonly data: Float32Array;
  readonly channels: number;
  readonly nonNegative: boolean;
  /** Values that passed the tap. */
  readonly values: number;
  readonly images: number;
  /** Exact ends of each calibration batch, in the order in which they were seen. */
  readonly batches: { readonly low: Float32Array; readonly high: Float32Array };
}

/** Jobs of the evaluation worker that has the training images. */
export interface CalibrationJobs {
  /** `packed`: gzip'd uint8 training images followed by their labels. */
  'load-calibration': CalibrationJob<{ packed: ArrayBuffer; count: number }, { images: number }>;
  /** Scales of every tap with a fixed range, for the `taps` of `evaluate`. Repeats are answered from memory. */
  calibrate: CalibrationJob<{ activations: ActivationSettings; weights?: MadeWeights }, CalibratedTaps>;
  /**
   * The kept values of one tap, for the worker that serves sliders. The images of the settings are run through the float
   * network once and remembered.
   */
  'tap-values': CalibrationJob<{ layer: string; calibration: ActivationSettings['calibration'] }, KeptValues>;
}
