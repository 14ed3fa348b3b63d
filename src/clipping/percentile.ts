import { quantile, sortedFinite, sortedMagnitudes } from '../numerics/stats';
import type { Params } from '../params/param';
import { readNumber } from '../params/read';
import type { Clipper } from './clipper';
import { type ClipInput, type ClipRanges, segmentOf, symmetricRanges } from './input';
import { type ClipTrace, onlyGroup } from './trace';

/** Type-7 quantile of the finite |x| at `percentile` / 100; 0 when there is none. */
export function percentileThreshold(data: Float32Array, percentile: number): number {
  const magnitudes = sortedMagnitudes(data);
  return magnitudes.length === 0 ? 0 : quantile(magnitudes, percentile / 100);
}

/** Quantiles of the finite x that leave (100 - percentile) / 2 percent on either side; [0, 0] when there is none. */
export function percentileRange(data: Float32Array, percentile: number): readonly [number, number] {
  const sorted = sortedFinite(data);
  if (sorted.length === 0) return [0, 0];
  const tail = (1 - percentile / 100) / 2;
  return [quantile(sorted, tail), quantile(sorted, 1 - tail)];
}

/**
 * Percentile of a histogram of |x| over [0, absMax]: the LOWER edge of the first bin whose cumulative share reaches
 * `percentile` / 100, as calibrators of deployed toolkits do it; it can clip the whole top bin.
 */
export function percentileOfHistogram(
  counts: ArrayLike<number>,
  absMax: number,
  percentile: number,
): { readonly bin: number; readonly threshold: number } {
  const total = Array.from(counts).reduce((sum, c) => sum + c, 0);
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin] ?? 0;
    if (seen / total >= percentile / 100) return { bin, threshold: (bin * absMax) / counts.length };
  }
  return { bin: 0, threshold: 0 };
}

/** The range of a group at each percentile. */
function rangesAt(values: Float32Array, { symmetric, kernels }: ClipInput, percentiles: readonly number[]): ClipRanges {
  const sorted = kernels.sortFinite(values, symmetric);
  const at = (p: number): number => (sorted.length === 0 ? 0 : quantile(sorted, p));
  const tails = percentiles.map((p) => (1 - p / 100) / 2);
  return symmetric
    ? symmetricRanges(Float64Array.from(percentiles, (p) => at(p / 100)))
    : {
        low: Float64Array.from(tails, (tail) => Math.min(at(tail), 0)),
        high: Float64Array.from(tails, (tail) => Math.max(at(1 - tail), 0)),
      };
}

function ranges(input: ClipInput, percentile: number): ClipRanges {
  const low = new Float64Array(input.segments);
  const high = new Float64Array(input.segments);
  for (let s = 0; s < input.segments; s++) {
    const found = rangesAt(segmentOf(input, s), input, [percentile]);
    [low[s], high[s]] = [found.low[0] ?? 0, found.high[0] ?? 0];
  }
  return { low, high };
}

/** Whole percents, then tenths and hundredths towards the end, where thresholds are chosen. */
const CURVE = [
  ...Array.from({ length: 99 }, (_, i) => i + 1),
  ...Array.from({ length: 9 }, (_, i) => (991 + i) / 10),
  ...Array.from({ length: 10 }, (_, i) => (9991 + i) / 100),
];

function trace(input: ClipInput, percentile: number): ClipTrace {
  const percentiles = [...new Set([...CURVE, percentile])].sort((a, b) => a - b);
  return {
    candidates: rangesAt(onlyGroup(input), input, percentiles),
    values: Float64Array.from(percentiles, (p) => p / 100),
    chosen: percentiles.indexOf(percentile),
    objective: { label: 'Share inside', unit: '', minimized: false },
    detail: { kind: 'percentile', percentiles: Float64Array.from(percentiles) },
  };
}

function shareOf(params: Params): number {
  const share = readNumber(percentile.params, params, 'percentile');
  if (share >= 0 && share <= 100) return share;
  throw new RangeError(`percentile must be a number from 0 to 100, not ${share}.`);
}

export const percentile: Clipper = {
  id: 'percentile',
  label: 'Percentile',
  summary: 'The range leaves out a fixed share of the largest weights.',
  source: 'McKinstry et al. 2019; lecture, dynamic range clipping',
  params: {
    percentile: {
      kind: 'number',
      min: 50,
      max: 100,
      step: 0.1,
      default: 99.9,
      unit: '%',
      label: 'Percentile',
      help: 'Share of the weights of a scale group that stay inside the range.',
    },
  },
  ranges: (input, params) => ranges(input, shareOf(params)),
  trace: (input, params) => trace(input, shareOf(params)),
};
