/** What the speed bench takes and reports. Times are milliseconds for 1,000 inputs, one thread, measured in this worker. */
import type { Side } from '../experiment/spec';
import type { LayerWork } from '../hardware/layer-work';
import type { CalibratedTaps } from './activation-reports';

/** Who computes the network: tfjs and our plan in float32; int8 activations with weights of 8 and of 4 bits. */
export type SpeedPath = 'tfjs' | 'own' | 'int8' | 'int4';

/** Of the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A row of the per-layer times: a layer with weights or another operation, and the activation behind it. */
export interface SpeedLayer {
  readonly name: string;
  /** Null without weights. */
  readonly work: LayerWork | null;
}

/** One contender. */
export interface SpeedRun {
  readonly id: SpeedPath;
  readonly total: Spread;
  /** In the order of the report's layers. */
  readonly layers: readonly Spread[];
  /** Putting inputs in place and taking results out. */
  readonly outside: Spread;
  /** Of the weights with biases and multipliers, as the kernels read them. */
  readonly bytes: number;
  /** What multiplies. */
  readonly path: string;
}

/** A contender that this network or this browser does not allow. */
export interface SpeedGap {
  readonly id: SpeedPath;
  readonly reason: string;
  /** The layer that stands in the way, where it is one. */
  readonly layer: string | null;
}

export interface SpeedReport {
  /** Of tfjs. */
  readonly backend: string;
  /** Inputs of one pass, and of one round of one contender. */
  readonly batch: number;
  readonly inputs: number;
  readonly rounds: number;
  readonly layers: readonly SpeedLayer[];
  readonly runs: readonly SpeedRun[];
  readonly gaps: readonly SpeedGap[];
}

export interface SpeedJobs {
  /**
   * The loaded network on the items [from, to) that live here, by every path. `side` is how int8 is quantized, `taps` what
   * `calibrate` found for it; int4 has weights of 4 bits instead.
   */
  'bench-speed': {
    input: { side: Side; taps: CalibratedTaps; from: number; to: number };
    progress: { done: number; total: number };
    result: SpeedReport;
  };
}
