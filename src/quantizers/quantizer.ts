import type { Recipe } from '../experiment/spec';
import type { StorageBits } from '../jobs/reports';
import type { Kernels } from '../kernels/index';
import type { Technique } from '../params/param';
import type { CodeLayout } from './layout';
import type { QuantizerState, WeightTensor } from './types';

export type { QuantizerState } from './types';

export interface QuantizerContext {
  readonly kernels: Kernels;
  /** Seed of everything random. */
  readonly seed: number;
}

/** For each part of a recipe: null when it applies, else the reason why it does not, in one sentence. */
export interface Applicability {
  readonly granularity: string | null;
  readonly clipper: string | null;
  readonly rounder: string | null;
}

export interface Encoded {
  /** In the order of the tensor. */
  readonly codes: Int32Array;
  readonly values: Float32Array;
}

/** How real numbers become codes and back. Adding one costs its file, its test and a line in the registry. */
export interface Quantizer<State extends QuantizerState = QuantizerState> extends Technique {
  applies(recipe: Recipe): Applicability;
  /** Why this recipe cannot be carried out, in one sentence; null when it can. */
  problem(recipe: Recipe): string | null;
  /** Throws RangeError for a recipe with a problem. */
  fit(tensor: WeightTensor, recipe: Recipe, context: QuantizerContext): State;
  encode(tensor: WeightTensor, state: State, recipe: Recipe, context: QuantizerContext): Encoded;
  /** Float32 values of codes: row-major [rows, columns]. */
  decode(codes: Int32Array, state: State): Float32Array;
  /** Representable values of a scale group, ascending. */
  levels(state: State, group: number): Float64Array;
  /** The stored bits that the value at an index is read from; `compose` of them gives exactly that value. */
  layout(state: State, codes: Int32Array, index: number): CodeLayout;
  /** Stored bits of the tensor with those codes. */
  storage(state: State, codes: Int32Array): StorageBits;
}

/** Every part applies. */
export const APPLIES_ALL: Applicability = { granularity: null, clipper: null, rounder: null };

export const NO_STORAGE: StorageBits = { codes: 0, scales: 0, zeroPoints: 0, codebook: 0, exponents: 0 };

/** Ends of a range that clips nothing; finite, so that a state survives JSON. */
export const UNBOUNDED = Number.MAX_VALUE;

/** Bits of a float32. */
export const FLOAT_BITS = 32;

/** The message of the RangeError that `check` throws; null when it throws none. */
export function problemOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
