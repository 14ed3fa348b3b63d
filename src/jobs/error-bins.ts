import type { RungReport } from './ladder-reports';

/** Even, so that no bin straddles 0 and bins of half the width merge into these. */
const ERROR_BINS = 64;
const HALF = ERROR_BINS / 2;
/** The upper end itself falls beyond the last bin, and is counted in it. */
const STRIDE = ERROR_BINS + 1;

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
  const turns = countTurns(x, y, HALF / limit);
  turns.forEach((n, i) => (counts[Math.min(i % STRIDE, ERROR_BINS - 1)]! += n));
  return { limit, counts };
}

/** Four histograms in turns: errors crowd in few bins, and an addition need not wait for the one before. */
function countTurns(x: Float32Array, y: Float32Array, perUnit: number): Uint32Array {
  const turns = new Uint32Array(4 * STRIDE);
  const last = x.length - (x.length % 4);
  // Comparisons with NaN are false.
  for (let i = 0; i < last; i += 4) {
    const a = (y[i]! - x[i]!) * perUnit;
    const b = (y[i + 1]! - x[i + 1]!) * perUnit;
    const c = (y[i + 2]! - x[i + 2]!) * perUnit;
    const d = (y[i + 3]! - x[i + 3]!) * perUnit;
    if (a >= -HALF && a <= HALF) turns[Math.floor(a) + HALF]!++;
    if (b >= -HALF && b <= HALF) turns[Math.floor(b) + HALF + STRIDE]!++;
    if (c >= -HALF && c <= HALF) turns[Math.floor(c) + HALF + 2 * STRIDE]!++;
    if (d >= -HALF && d <= HALF) turns[Math.floor(d) + HALF + 3 * STRIDE]!++;
  }
  for (let i = last; i < x.length; i++) {
    const a = (y[i]! - x[i]!) * perUnit;
    if (a >= -HALF && a <= HALF) turns[Math.floor(a) + HALF]!++;
  }
  return turns;
}
