import type { ClipInput, ClipRanges } from '../clipping/input';
import type { Recipe } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import type { Params, Technique } from '../params/param';

/** Smallest and largest value of each calibration batch, in order: [batches, groups], one group or one a channel. */
export interface BatchRanges {
  readonly groups: number;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** Values at one tap as the calibration images produced them, or as one batch or image does. */
export interface TapValues {
  /** Row-major [positions, channels]. */
  readonly data: Float32Array;
  readonly channels: number;
  /** Whether the graph before the tap can give no value below 0, as after a ReLU. */
  readonly nonNegative: boolean;
  /** Ranges of the calibration batches, for one scale and for one a channel; null for values seen at run time. */
  readonly batches: { readonly tensor: BatchRanges; readonly channel: BatchRanges } | null;
}

/** Codes and scales of one tap. Plain data: it crosses worker boundaries and survives JSON. */
export interface TapScales {
  readonly qmin: number;
  readonly qmax: number;
  /** float32 scales: one, or one a channel. */
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  /** Clipping range that each scale was made for. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** How the range of a tap is chosen. */
export interface ActivationClipper extends Technique {
  /** Why it cannot follow a range that is found anew at run time, in one sentence; null when it can. */
  readonly notDynamic: string | null;
  /** @param batches ranges of the calibration batches, with a group for each segment; null at run time. */
  ranges(input: ClipInput, params: Params, batches: BatchRanges | null): ClipRanges;
}

/** Who shares a scale, and whether it is fixed beforehand. */
export interface ActivationGranularity extends Technique {
  /** `static`: fixed on calibration images; `dynamic`: found anew in the values at run time. */
  readonly moment: 'static' | 'dynamic';
}

/** How activations become codes and back. */
export interface ActivationQuantizer extends Technique {
  /** Why this recipe cannot be carried out, in one sentence; null when it can. */
  problem(recipe: Recipe): string | null;
  /** Scales for the given values; one, or one a channel. Throws RangeError for a recipe with a problem. */
  fit(values: TapValues, recipe: Recipe, kernels: Kernels): TapScales;
}
