/**
 * What the Clipping arena asks the quant worker for and gets. Bins and curves cross the boundary, not values. Errors are
 * mean squares in squared units of the values; shares are 0 to 1.
 */
import type { ClipTrace } from '../clipping/trace';
import type { SampleShapeId } from '../numerics/sample-shapes';
import type { KeptValues } from './activation-reports';
import type { ClipBatches } from './clip-batches';
import type { Choice } from '../params/param';

/** A tensor to clip: the kernel of a layer, values that were handed over, or seeded values of a named shape. */
export type ClipTensor =
  | { readonly kind: 'weights'; readonly layer: string }
  /** Values handed over by `clip-load`. */
  | { readonly kind: 'loaded'; readonly id: string }
  | {
      readonly kind: 'sample';
      readonly shape: SampleShapeId;
      readonly count: number;
      readonly seed: number;
      /** Values below zero are replaced by 0, as after ReLU. */
      readonly rectified: boolean;
    };

/** Codes of one scale for the whole tensor, with zero point 0. `unsigned` has no code below 0. */
export interface ClipCodes {
  readonly bits: number;
  readonly kind: 'restricted' | 'full' | 'unsigned';
}

export interface ClipTensorReport {
  readonly n: number;
  /** NaN and infinities, which every range leaves out. */
  readonly nonFinite: number;
  readonly zeros: number;
  readonly negatives: number;
  /** Smallest and largest finite value; both 0 when there is none. */
  readonly low: number;
  readonly high: number;
  /** Largest finite |x|. */
  readonly largest: number;
  /** Equal bins over [low, high]. */
  readonly histogram: { readonly low: number; readonly high: number; readonly counts: Uint32Array };
}

/** What one threshold does to the tensor. */
export interface ClipPoint {
  readonly threshold: number;
  /** Distance between two levels. */
  readonly step: number;
  readonly clippedCount: number;
  readonly clippedShare: number;
  readonly mse: number;
  /** Part of `mse` from values beyond the threshold; clipMse + roundMse = mse. */
  readonly clipMse: number;
  readonly roundMse: number;
  /** Infinity without error. */
  readonly sqnrDb: number;
}

/** One estimator: what it tried, the threshold it chose, and what that does. */
export interface ClipMethodReport {
  readonly clipper: Choice;
  readonly point: ClipPoint;
  readonly trace: ClipTrace;
}

interface ClipJob<Input, Result> {
  input: Input;
  progress: never;
  result: Result;
}

export interface ClipJobs {
  /** Hands over values with the ranges of the batches that they came in; the last few are kept. */
  'clip-load': ClipJob<{ id: string; values: KeptValues }, { readonly n: number }>;
  'clip-tensor': ClipJob<{ tensor: ClipTensor }, ClipTensorReport>;
  'clip-point': ClipJob<{ tensor: ClipTensor; codes: ClipCodes; threshold: number }, ClipPoint>;
  /** What min-max and a moving average see; `bad` makes one batch eight times as large. Null without batches. */
  'clip-batches': ClipJob<{ tensor: ClipTensor; alpha: number; bad: boolean }, ClipBatches | null>;
  'clip-method': ClipJob<{ tensor: ClipTensor; codes: ClipCodes; clipper: Choice }, ClipMethodReport>;
}
