import type { Kernels } from '../kernels/index';
import { safeScale } from '../numerics/float32';
import { sqnrDb } from '../quantizers/metrics';
import { type CodeRange, symmetricCodes } from '../quantizers/uniform';
import type { ClipCodes, ClipPoint, ClipTensorReport } from './clip-reports';

const HISTOGRAM_BINS = 101;

/** Codes and divisor of a range [-T, T], or of [0, T] without a sign. Throws RangeError for bits outside 1..16. */
export function clipCodes({ bits, kind }: ClipCodes): CodeRange {
  if (kind !== 'unsigned') return symmetricCodes(bits, kind);
  const top = 2 ** bits - 1;
  return { qmin: 0, qmax: top, divisor: top };
}

/** The shape of a tensor: everything that does not depend on bits or thresholds. */
export function describeTensor(data: Float32Array, kernels: Kernels): ClipTensorReport {
  const largest = kernels.absMax(data);
  const [low, high] = kernels.minMax(data);
  let [nonFinite, zeros, negatives] = [0, 0, 0];
  for (const x of data) {
    if (!Number.isFinite(x)) nonFinite++;
    else if (x === 0) zeros++;
    else if (x < 0) negatives++;
  }
  const reach = largest > 0 ? largest * 1.04 : 1;
  const from = low < 0 ? -reach : 0;
  const counts = kernels.histogram(data, from, reach, HISTOGRAM_BINS);
  return {
    n: data.length,
    nonFinite,
    zeros,
    negatives,
    low,
    high,
    largest,
    histogram: { low: from, high: reach, counts },
  };
}

/** What quantizing with one threshold does, measured on every value. Without a value nothing is wrong. */
export function measureThreshold(data: Float32Array, threshold: number, codes: CodeRange, kernels: Kernels): ClipPoint {
  const scale = safeScale(threshold / codes.divisor);
  const n = data.length;
  if (n === 0) return { threshold, step: scale, ...NOTHING };
  const { values } = kernels.quantize(data, n, n, Float32Array.of(scale), null, codes.qmin, codes.qmax, 'nearest-even');
  const sums = kernels.errorSums(data, values);
  const clipped = clippedBy(data, values, threshold, codes.qmin < 0 ? -threshold : 0);
  const mse = sums.error / n;
  const clipMse = Math.min(clipped.error / n, mse);
  return {
    threshold,
    step: scale,
    clippedCount: clipped.count,
    clippedShare: clipped.count / n,
    mse,
    clipMse,
    roundMse: mse - clipMse,
    sqnrDb: sqnrDb(sums.signal, sums.error),
  };
}

const NOTHING = { clippedCount: 0, clippedShare: 0, mse: 0, clipMse: 0, roundMse: 0, sqnrDb: Infinity };

/** The values outside of a range, infinities among them, and their squared error as far as it is finite. */
function clippedBy(data: Float32Array, values: Float32Array, high: number, low: number) {
  let [count, error] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (!(x > high || x < low)) continue;
    count++;
    const difference = x - values[i]!;
    if (Number.isFinite(difference)) error += difference * difference;
  }
  return { count, error };
}
