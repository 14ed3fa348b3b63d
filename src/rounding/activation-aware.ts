export interface ScaledWeights {
  /** Exponent of the mean input magnitude that gave the least output error. */
  readonly alpha: number;
  /** Scale of each input, and the quantized weights with the scale taken off again. */
  readonly scales: Float64Array;
  readonly values: Float64Array;
  readonly error: number;
}

export interface ScalingInput {
  readonly weights: Float64Array;
  /** E|x| of each input of the layer. */
  readonly magnitudes: ArrayLike<number>;
  /** The input that the weight at an index is multiplied by. */
  readonly inputOf: (index: number) => number;
  /** Quantizes weights, with a grid of their own. */
  readonly quantize: (weights: Float64Array) => ArrayLike<number>;
  readonly errorOf: (values: Float64Array) => number;
  /** Exponents tried: 0, 1/steps, ... below 1. */
  readonly steps: number;
}

/** s = E|x|^α, 1 for an input that is always 0 (Lin et al. 2024, AWQ, equations 4 and 5). */
export function magnitudeScales(magnitudes: ArrayLike<number>, alpha: number): Float64Array {
  return Float64Array.from(magnitudes, (size) => (size > 0 ? size ** alpha : 1));
}

/**
 * Multiplies weights by a scale of their input before they are quantized and divides them by it afterwards, so that the
 * weights that meet large inputs are rounded more finely; α by a grid search on the output error (Lin et al. 2024, AWQ).
 * Yields after every exponent.
 */
export function* activationAwareWeights(given: ScalingInput): Generator<void, ScaledWeights, void> {
  const { weights, magnitudes, inputOf, quantize, errorOf, steps } = given;
  let best: ScaledWeights | null = null;
  for (let step = 0; step < steps; step++) {
    const alpha = step / steps;
    const scales = magnitudeScales(magnitudes, alpha);
    const rounded = quantize(weights.map((w, i) => w * scales[inputOf(i)]!));
    const values = weights.map((_, i) => rounded[i]! / scales[inputOf(i)]!);
    const error = errorOf(values);
    if (best === null || error < best.error) best = { alpha, scales, values, error };
    yield;
  }
  if (best === null) throw new RangeError('At least one exponent has to be tried.');
  return best;
}
