import type { Kernels } from '../kernels/index';

export interface MagnitudeHistogram {
  /** Counts of |x| in equal bins of [0, absMax]. */
  readonly counts: Uint32Array;
  readonly absMax: number;
}

/** bin = min(floor(|x| bins / absMax), bins - 1) over the finite values. */
export function histogramOfMagnitudes(data: Float32Array, bins: number, kernels: Kernels): MagnitudeHistogram {
  const absMax = kernels.absMax(data);
  const magnitudes = data.map((x) => (Number.isFinite(x) ? Math.abs(x) : Number.NaN));
  return { counts: kernels.histogram(magnitudes, 0, absMax, bins), absMax };
}
