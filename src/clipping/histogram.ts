import type { Kernels } from '../kernels/index';

export interface MagnitudeHistogram {
  /** Counts of |x| in equal bins of [0, absMax]. */
  readonly counts: Uint32Array;
  readonly absMax: number;
}

/** bin = min(floor(|x| bins / absMax), bins - 1) over the finite values. */
export function histogramOfMagnitudes(data: Float32Array, bins: number, kernels: Kernels): MagnitudeHistogram {
  const absMax = kernels.absMax(data);
  const magnitudes = new Float32Array(data.length);
  // x - x is NaN for what is not finite, and 0 for the rest.
  for (let i = 0; i < data.length; i++) magnitudes[i] = Math.abs(data[i]!) + (data[i]! - data[i]!);
  return { counts: kernels.histogram(magnitudes, 0, absMax, bins), absMax };
}
