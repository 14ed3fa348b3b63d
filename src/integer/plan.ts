import type { Pair } from '../model/graph';
import type { FixedPoint } from './fixed-point';
import type { Geometry, ValueCodes, WeightCodes } from './layer';

/** Quantized weights of one kernel. */
export interface IntegerKernel extends WeightCodes {
  /** float32 scale of all weights, or of each output channel. */
  readonly scales: readonly number[];
}

/** One layer with weights, ready to be computed in integers. */
export interface IntegerLayer {
  readonly name: string;
  readonly geometry: Geometry;
  readonly input: ValueCodes;
  readonly kernel: IntegerKernel;
  /** Weights with their zero point taken away. */
  readonly weights: Int32Array;
  readonly bias: Int32Array;
  /** Codes of what follows; null where the sums stay int32: at the end, and before an addition or a mean. */
  readonly output: ValueCodes | null;
  /** s_w s_x / s_y and its fixed-point form, one or one a channel; empty where the sums stay. */
  readonly multipliers: readonly number[];
  readonly fixed: readonly FixedPoint[];
  /** Codes, or sums, that the activation leaves. */
  readonly bounds: Pair;
}

/** How int32 sums become codes: round(M sum) + Z, M one or one a channel. */
export interface Rescaling {
  readonly fixed: readonly FixedPoint[];
  readonly output: ValueCodes;
  readonly bounds: Pair;
}

/** What a step computes. Codes are those of the next layers with weights; sums are int32 of a finer scale. */
export type IntegerWork =
  | { readonly kind: 'layer'; readonly layer: IntegerLayer }
  /** Codes to codes; `bounds` are those of the codes after it. */
  | { readonly kind: 'pool'; readonly mode: 'max' | 'average'; readonly geometry: Geometry; readonly bounds: Pair }
  | { readonly kind: 'clamp'; readonly bounds: Pair }
  /** Sums to codes, [height, width, channels]. */
  | {
      readonly kind: 'rescale';
      readonly name: string;
      readonly shape: readonly [number, number, number];
      readonly to: Rescaling;
    }
  /** Two sums, each at a scale of its own, to sums: multipliers of each, one or one a channel. */
  | {
      readonly kind: 'add';
      readonly name: string;
      readonly shape: readonly [number, number, number];
      readonly operands: readonly [readonly FixedPoint[], readonly FixedPoint[]];
      readonly bounds: Pair;
    }
  /** Sums over windows to codes; the multipliers divide. */
  | { readonly kind: 'mean'; readonly name: string; readonly geometry: Geometry; readonly to: Rescaling };

/** A step of a plan. Values are numbered: 0 is the input, the output of the last step that of the network. */
export type IntegerStep = IntegerWork & {
  /** Of the model. */
  readonly node: number;
  readonly inputs: readonly number[];
  readonly output: number;
};

export interface IntegerPlan {
  readonly input: ValueCodes;
  readonly steps: readonly IntegerStep[];
}
