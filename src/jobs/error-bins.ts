import type { RungReport } from './ladder-reports';

/** Even, so that no bin straddles 0 and bins of half the width merge into these. */
const ERROR_BINS = 64;

/**
 * Histogram of y - x over [-limit, limit], where the limit is the least power of two that is not below `maxError`: histograms
 * of different tensors merge exactly onto a common axis. What is not finite is left out.
 */
export function errorBinsOf(x: Float32Array, y: Float32Array, maxError: number): RungReport['errorBins'] {
  const counts = new Uint32Array(ERROR_BINS);
  if (!(maxError > 0 && maxError < Infinity)) return { limit: 0, counts };
  let limit = 1;
  while (limit < maxError) limit *= 2;
  while (limit / 2 >= maxError) limit /= 2;
  const perUnit = ERROR_BINS / 2 / limit;
  for (let i = 0; i < x.length; i++) {
    const place = Math.floor((y[i]! - x[i]!) * perUnit) + ERROR_BINS / 2;
    if (place >= 0 && place <= ERROR_BINS) counts[place < ERROR_BINS ? place : ERROR_BINS - 1]!++;
  }
  return { limit, counts };
}
