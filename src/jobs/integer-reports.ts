/** What integer-only arithmetic reports. Indices count from 0. */
import type { Side } from '../experiment/spec';
import type { IntegerTerms } from '../integer/terms';
import type { CalibratedTaps } from './activation-reports';

/** One output of a layer for one test image. */
export interface IntegerPlace {
  readonly image: number;
  /** [row, column, channel]; null for the largest output. */
  readonly at: readonly [number, number, number] | null;
}

export interface IntegerReport {
  readonly layer: string;
  readonly image: number;
  /** [row, column, channel] asked for, moved into the layer where it lay outside. */
  readonly at: readonly [number, number, number];
  /** Rows, columns and channels of the layer's output. */
  readonly outputs: readonly [number, number, number];
  readonly terms: IntegerTerms;
  /** The same output of the float network, after its activation. */
  readonly floatValue: number;
  /** The same output when codes are simulated in float32, before the next layer rounds it. */
  readonly simulatedValue: number;
}

/** How far integer arithmetic is from its simulation in float32, on the same images. */
export interface IntegerAgreement {
  readonly images: number;
  readonly samePredictions: number;
  /** Codes at the inputs of all layers after the first, how many differ, and by how much at most. */
  readonly codes: number;
  readonly differing: number;
  readonly largest: number;
}

/** A result, or why these settings have no integer form. */
export type Possibly<Result> =
  { readonly possible: true; readonly result: Result } | { readonly possible: false; readonly reason: string };

interface IntegerJob<Input, Result> {
  input: Input;
  progress: { done: number; total: number };
  result: Possibly<Result>;
}

/** Jobs of an evaluation worker on test images that live there. `taps` is what `calibrate` found for the side. */
export interface IntegerJobs {
  'integer-output': IntegerJob<{ side: Side; taps: CalibratedTaps; layer: string; place: IntegerPlace }, IntegerReport>;
  'integer-agreement': IntegerJob<{ side: Side; taps: CalibratedTaps; from: number; to: number }, IntegerAgreement>;
}
