import { erfc, lambertW } from '../numerics/special';
import type { Params } from '../params/param';
import { readBoolean, readChoice } from '../params/read';
import type { Clipper } from './clipper';
import { type ClipInput, codeBits, finiteRange, rangesOfGroups, withinValues } from './input';
import { type ClipTrace, curveThresholds, onlyGroup } from './trace';

type AciqDistribution = 'gaussian' | 'laplace';

interface AciqFit {
  readonly mean: number;
  /** Mean |x - mean| of a Laplace distribution, standard deviation of a Gaussian. */
  readonly spread: number;
  readonly ratio: number;
  /** ratio x spread. */
  readonly alpha: number;
  readonly low: number;
  readonly high: number;
}

/** Best threshold over the spread for a width of `bits` (Banner et al. 2019, section 3 and appendix). */
export function aciqRatio(distribution: AciqDistribution, bits: number): number {
  const levels = 3 * 4 ** bits;
  return distribution === 'laplace' ? lambertW(levels) : gaussianRatio(levels);
}

/** Root of 2a / levels + 2a erfc(a / sqrt 2) - 2 sqrt(2 / pi) e^(-a^2 / 2), which rises through 0 once; by bisection. */
function gaussianRatio(levels: number): number {
  const slope = (a: number): number =>
    (2 * a) / levels + 2 * a * erfc(a / Math.SQRT2) - 2 * Math.sqrt(2 / Math.PI) * Math.exp((-a * a) / 2);
  let [low, high] = [0, 20];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Range of the finite values under an assumed distribution. `halfRange` is for values after a ReLU: codes are spent on one
 * side only, which is worth one bit, and the range starts at 0.
 */
export function aciqFit(
  data: Float32Array,
  distribution: AciqDistribution,
  bits: number,
  halfRange: boolean,
  ratio = aciqRatio(distribution, bits + (halfRange ? 1 : 0)),
): AciqFit {
  const { mean, deviation, sigma } = momentsOf(data);
  const spread = distribution === 'laplace' ? deviation : sigma;
  const alpha = ratio * spread;
  return halfRange
    ? { mean, spread, ratio, alpha, low: 0, high: alpha }
    : { mean, spread, ratio, alpha, low: mean - alpha, high: mean + alpha };
}

/** Mean, mean absolute deviation and population standard deviation of the finite values; 0 without any. */
function momentsOf(data: Float32Array): { mean: number; deviation: number; sigma: number } {
  let [sum, n] = [0, 0];
  for (const x of data) {
    if (!Number.isFinite(x)) continue;
    sum += x;
    n++;
  }
  if (n === 0) return { mean: 0, deviation: 0, sigma: 0 };
  const mean = sum / n;
  let [absolute, squared] = [0, 0];
  for (const x of data) {
    if (!Number.isFinite(x)) continue;
    absolute += Math.abs(x - mean);
    squared += (x - mean) * (x - mean);
  }
  return { mean, deviation: absolute / n, sigma: Math.sqrt(squared / n) };
}

/** Clipping error plus rounding noise that the distribution promises for a threshold `alpha` from the mean. */
function promisedError(distribution: AciqDistribution, spread: number, bits: number, alpha: number): number {
  const noise = (alpha * alpha) / (3 * 4 ** bits);
  if (spread === 0) return noise;
  const a = alpha / spread;
  const clipped =
    distribution === 'laplace'
      ? 2 * Math.exp(-a)
      : (a * a + 1) * erfc(a / Math.SQRT2) - a * Math.sqrt(2 / Math.PI) * Math.exp((-a * a) / 2);
  return noise + Math.max(clipped, 0) * spread * spread;
}

function settingsOf(input: ClipInput, params: Params) {
  const distribution = readChoice(aciq.params, params, 'distribution') as AciqDistribution;
  const halfRange = readBoolean(aciq.params, params, 'halfRange');
  const bits = codeBits(input);
  return { distribution, halfRange, bits, ratio: aciqRatio(distribution, bits + (halfRange ? 1 : 0)) };
}

/** The part of mean +- alpha, or of [0, alpha], that the values reach. */
function rangeFor(
  { symmetric }: ClipInput,
  values: readonly [number, number],
  { mean }: AciqFit,
  halfRange: boolean,
  alpha: number,
): readonly [number, number] {
  return withinValues(symmetric, values, halfRange ? [0, alpha] : [mean - alpha, mean + alpha]);
}

function trace(input: ClipInput, params: Params): ClipTrace {
  const { distribution, halfRange, bits, ratio } = settingsOf(input, params);
  const data = onlyGroup(input);
  const values = finiteRange(data);
  const fit = aciqFit(data, distribution, bits, halfRange, ratio);
  const { mean, spread, alpha } = fit;
  const farthest = Math.max(values[1] - (halfRange ? 0 : mean), mean - values[0], alpha);
  const { thresholds, at } = curveThresholds(farthest, alpha);
  const ranges = Array.from(thresholds, (t) => rangeFor(input, values, fit, halfRange, t));
  return {
    candidates: { low: Float64Array.from(ranges, ([low]) => low), high: Float64Array.from(ranges, ([, high]) => high) },
    values: thresholds.map((t) => promisedError(distribution, spread, bits + (halfRange ? 1 : 0), t)),
    chosen: at,
    objective: { label: 'Promised squared error', unit: 'w²', minimized: true },
    detail: { kind: 'aciq', distribution, mean, spread, ratio },
  };
}

export const aciq: Clipper = {
  id: 'aciq',
  label: 'ACIQ',
  summary: 'The best threshold for a Gaussian or Laplace distribution with the spread of the values.',
  source: 'Banner et al. 2019 (ACIQ), section 3',
  params: {
    distribution: {
      kind: 'choice',
      default: 'laplace',
      label: 'Distribution',
      help: 'What the values are taken to be drawn from.',
      options: [
        { value: 'laplace', label: 'Laplace', help: 'Heavy tails; the spread is the mean distance from the mean.' },
        { value: 'gaussian', label: 'Gauss', help: 'Light tails; the spread is the standard deviation.' },
      ],
    },
    halfRange: {
      kind: 'boolean',
      default: false,
      label: 'After a ReLU',
      help: 'Values are not negative: the range is 0 to α, with the ratio of one bit more.',
    },
  },
  ranges: (input, params) => {
    const { distribution, halfRange, bits, ratio } = settingsOf(input, params);
    return rangesOfGroups(input, (data) => {
      const fit = aciqFit(data, distribution, bits, halfRange, ratio);
      return rangeFor(input, finiteRange(data), fit, halfRange, fit.alpha);
    });
  },
  trace,
};
