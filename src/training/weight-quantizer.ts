import type { MadeCodes } from '../quantizers/types';

/**
 * Fake quantization of one kernel in training. The float ("latent") weights are what training changes; the network only ever
 * sees `quantize(latent)`. Backwards, `gradient` turns the gradient of what the network saw into that of the latent weights.
 */
/** A scale that is learned, one value a scale group, with its gradient of the last `gradient`. */
export interface LearnedScale {
  readonly values: Float32Array;
  readonly gradient: Float64Array;
  /** Unit and smallest value, where they are not those of a scale: the mean start, and a small positive value. */
  readonly unit?: number;
  readonly floor?: number;
}

/** Evenly spaced levels that weights fall on: a weight is `w / scale` steps from 0, and a code is one of `low` to `high`. */
export interface StepGrid {
  /** Scale of a weight by its index; live. */
  scale(index: number): number;
  /** Mean of all scales now. */
  mean(): number;
  /** Codes less their zero point. */
  readonly low: number;
  readonly high: number;
  /** Whether the gradient of a weight so many steps from 0 passes. */
  passes(steps: number): boolean;
}

export interface WeightQuantizer {
  /** What the network sees. */
  quantize(latent: Float32Array): Float32Array;
  /** Gradient of the latent weights last quantized; `upstream` is that of the values they became. */
  gradient(latent: Float32Array, upstream: Float32Array): Float32Array;
  readonly learned: LearnedScale | null;
  /** Null where levels are not evenly spaced. */
  readonly grid: StepGrid | null;
  /** Codes and ranges of the latent weights as they are deployed; null where no recipe has such codes. */
  made(latent: Float32Array): MadeCodes | null;
  /** Keeps the latent weights where the method wants them; called after each update, in place. */
  settle?(latent: Float32Array): void;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / Math.max(values.length, 1);
}
