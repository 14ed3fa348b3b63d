/** What the worker that trains is asked about rounding and what it sends back. */
import type { RoundedWeights } from '../experiment/spec';
import type { WeightValues } from '../model/weight-values';
import type { LayerOutcome, NetworkRoundingStep } from '../nn/reconstruct/layers';

/** A layer while AdaRound runs on it. */
export interface RoundingSnapshot {
  /** Steps done. */
  readonly iteration: number;
  readonly beta: number;
  /** Whether the regulariser counts. */
  readonly active: boolean;
  /** Output errors: with weights between two codes, and with every weight rounded as it leans. */
  readonly soft: number;
  readonly hard: number;
  /** λ times the regulariser. */
  readonly penalty: number;
  /** Share of the weights with h between 0.05 and 0.95. */
  readonly undecided: number;
  readonly flipped: number;
  /** Weights by h, in equal bins from 0 to 1. */
  readonly histogram: Uint32Array;
  /** One bit a weight in the order of the kernel, lowest first: 1 where it leans up. */
  readonly ups: Uint8Array;
}

/** What stays the same during a run. */
export interface RoundedLayer {
  readonly layer: string;
  /** The kernel is [rows, columns]: weights of an output, and outputs. */
  readonly rows: number;
  readonly columns: number;
  /** Height and width of a kernel. */
  readonly taps: readonly [number, number];
  /** Output positions that the error is a mean of, and the images that they come from. */
  readonly positions: number;
  readonly images: number;
  readonly lambda: number;
  /** Output errors of the fixed rules. */
  readonly nearest: number;
  readonly floor: number;
  readonly ceil: number;
  /** ⌊w / s⌋ of every weight, zero point taken off, and the ends of the grid. */
  readonly base: Int16Array;
  readonly low: number;
  readonly high: number;
  /** As `ups` of a snapshot, under rounding to nearest. */
  readonly nearestUps: Uint8Array;
  /** How far each weight lies above its floor, in steps. */
  readonly fractions: Float32Array;
  /** Whether outputs are compared behind a ReLU. */
  readonly behindRelu: boolean;
}

/** A part of a run, up to the step that was asked for. */
export interface RoundingLeg {
  readonly layer: RoundedLayer;
  /** From the snapshot on that was asked for. */
  readonly snapshots: readonly RoundingSnapshot[];
  /** At the end of the run, else null. */
  readonly result: {
    /** The whole network with this layer rounded. */
    readonly set: WeightValues;
    /** Output error that turning each weight that was rounded against nearest back alone would add; 0 for the others. */
    readonly gains: Float32Array;
  } | null;
}

/** Every way to round the weights of one output. Errors are those of that output alone, float inputs on both sides. */
export interface RowReport {
  readonly layer: string;
  readonly row: number;
  readonly weights: number;
  readonly draws: Float32Array;
  readonly nearest: number;
  readonly floor: number;
  readonly ceil: number;
  readonly adaround: number;
  readonly gptq: number;
  /** The least of all roundings where they are few enough to try all, else null. */
  readonly best: number | null;
  /** Draws that are better than nearest, as a share. */
  readonly betterShare: number;
  /** The two weights that rounding to nearest does worst for, when only they are rounded; null for a single weight. */
  readonly pair: RowPair | null;
}

export interface RowPair {
  readonly first: number;
  readonly second: number;
  /** How far they lie above their floors, in steps. */
  readonly fractions: readonly [number, number];
  /** Correlation of their inputs, E[x y] / sqrt(E[x²] E[y²]). */
  readonly correlation: number;
  /** Size of the second input against the first, sqrt(E[y²] / E[x²]). */
  readonly ratio: number;
}

export interface RoundJobs {
  /**
   * Goes on with AdaRound on one layer of those that `weights` rounds up to `until` steps, with a snapshot every `every` steps; those from `have` on come
   * back. The worker keeps the run it last had; any other begins new.
   */
  'round-layer': {
    input: { run: number; weights: RoundedWeights; layer: string; until: number; every: number; have: number };
    progress: { readonly iteration: number; readonly iterations: number };
    result: RoundingLeg;
  };
  /** All there is to know about the rounding of one output of a layer; −1: of the one with the largest error of nearest. */
  'round-row': {
    input: { weights: RoundedWeights; layer: string; row: number; draws: number };
    progress: { readonly done: number; readonly total: number };
    result: RowReport;
  };
  /** Makes weights by their method. Throws RangeError for a network that it does not fit. */
  'round-network': {
    input: { weights: RoundedWeights };
    progress: NetworkRoundingStep;
    result: { readonly set: WeightValues; readonly layers: readonly LayerOutcome[] };
  };
}
