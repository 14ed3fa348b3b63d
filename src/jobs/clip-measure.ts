import { type Clipped, type Tails, clippedBeyond, tailsOf } from '../clipping/tails';
import type { Kernels } from '../kernels/index';
import { safeScale } from '../numerics/float32';
import { sqnrDb } from '../quantizers/metrics';
import { type CodeRange, symmetricCodes } from '../quantizers/uniform';
import type { ClipCodes, ClipCosts, ClipPoint, ClipTensorReport } from './clip-reports';

/** Thresholds of the cost curve, and bins of the histogram and of the tail. */
const COST_POINTS = 100;
const HISTOGRAM_BINS = 101;
const TAIL_POINTS = 240;

/** Codes and divisor of a range [-T, T], or of [0, T] without a sign. Throws RangeError for bits outside 1..16. */
export function clipCodes({ bits, kind }: ClipCodes): CodeRange {
  if (kind !== 'unsigned') return symmetricCodes(bits, kind);
  const top = 2 ** bits - 1;
  return { qmin: 0, qmax: top, divisor: top };
}

/** Sorted once a tensor; a slider asks for many thresholds. */
const sorted = new WeakMap<Float32Array, Tails>();

function tailsFor(data: Float32Array): Tails {
  const known = sorted.get(data) ?? tailsOf(data);
  sorted.set(data, known);
  return known;
}

/** The shape of a tensor: everything that does not depend on bits or thresholds. */
export function describeTensor(data: Float32Array, kernels: Kernels): ClipTensorReport {
  const largest = kernels.absMax(data);
  const [low, high] = kernels.minMax(data);
  const tails = tailsFor(data);
  let [nonFinite, zeros] = [0, 0];
  for (const x of data) {
    if (x === 0) zeros++;
    else if (!Number.isFinite(x)) nonFinite++;
  }
  const reach = largest > 0 ? largest * 1.04 : 1;
  const from = low < 0 ? -reach : 0;
  return {
    n: data.length,
    nonFinite,
    zeros,
    negatives: tails.below.magnitudes.length,
    low,
    high,
    largest,
    histogram: { low: from, high: reach, counts: kernels.histogram(data, from, reach, HISTOGRAM_BINS) },
    tail: Float64Array.from({ length: TAIL_POINTS + 1 }, (_, i) => {
      const end = { from: (largest * i) / TAIL_POINTS, level: 0 };
      const { count } = clippedBeyond(tails, end, end);
      return count / Math.max(data.length, 1);
    }),
  };
}

/** What quantizing with one threshold does, measured on every value. Without a value nothing is wrong. */
export function measureThreshold(data: Float32Array, threshold: number, codes: CodeRange, kernels: Kernels): ClipPoint {
  const scale = safeScale(threshold / codes.divisor);
  const n = data.length;
  if (n === 0) return { threshold, step: scale, ...NOTHING };
  const { values } = kernels.quantize(data, n, n, Float32Array.of(scale), null, codes.qmin, codes.qmax, 'nearest-even');
  const sums = kernels.errorSums(data, values);
  const clipped = clippedAt(data, threshold, scale, codes);
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

/** Without codes below zero everything there is beyond the range. */
function clippedAt(data: Float32Array, threshold: number, scale: number, { qmin, qmax }: CodeRange): Clipped {
  const above = { from: threshold, level: qmax * scale };
  const below = { from: qmin < 0 ? threshold : 0, level: -qmin * scale };
  return clippedBeyond(tailsFor(data), above, below);
}

const NOTHING = { clippedCount: 0, clippedShare: 0, mse: 0, clipMse: 0, roundMse: 0, sqnrDb: Infinity };

/** The error over all thresholds, and how much of it is clipping. Empty when there is nothing to clip. */
export function costCurve(data: Float32Array, codes: CodeRange, kernels: Kernels): ClipCosts {
  const largest = kernels.absMax(data);
  if (largest === 0) return { thresholds: new Float64Array(0), mse: new Float64Array(0), clipMse: new Float64Array(0) };
  const mse = kernels.mseCurve(data, largest, { ...codes, gridSize: COST_POINTS });
  const thresholds = mse.map((_, i) => (largest * (i + 1)) / COST_POINTS);
  const clipMse = thresholds.map((threshold, i) => {
    const { error } = clippedAt(data, threshold, safeScale(threshold / codes.divisor), codes);
    return Math.min(error / data.length, mse[i] ?? 0);
  });
  return { thresholds, mse, clipMse };
}
