import { readNumber } from '../params/read';
import type { Clipper } from './clipper';
import { finiteRange, withinValues } from './input';
import { fullRanges } from './minmax';
import { type ClipTrace, onlyGroup } from './trace';

/** Smoothed smallest and largest value after each batch. */
export interface EmaTrace {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * Exponential moving average of the ranges of batches: the first is taken whole, then v += alpha (batch - v).
 * @param alpha weight of the NEW batch; frameworks whose "momentum" is 0.99 mean 1 - alpha.
 */
export function emaTrace(batches: readonly (readonly [number, number])[], alpha: number): EmaTrace {
  const min = new Float64Array(batches.length);
  const max = new Float64Array(batches.length);
  batches.forEach(([low, high], i) => {
    min[i] = i === 0 ? low : min[i - 1]! + alpha * (low - min[i - 1]!);
    max[i] = i === 0 ? high : max[i - 1]! + alpha * (high - max[i - 1]!);
  });
  return { min, max };
}

/** What an observer has seen after each batch, as a trace whose candidates are in the order of the batches. */
export function emaClipTrace(
  batches: readonly (readonly [number, number])[],
  alpha: number,
  symmetric: boolean,
): ClipTrace {
  const { min, max } = emaTrace(batches.length === 0 ? [[0, 0]] : batches, alpha);
  const ranges = Array.from(min, (low, i) => withinValues(symmetric, [low, max[i]!], [low, max[i]!]));
  const high = Float64Array.from(ranges, (range) => range[1]);
  return {
    candidates: { low: Float64Array.from(ranges, (range) => range[0]), high },
    values: Float64Array.from(ranges, ([low, top]) => Math.max(-low, top)),
    chosen: ranges.length - 1,
    objective: { label: 'Smoothed range', unit: 'w', minimized: false },
    detail: { kind: 'ema', min, max },
  };
}

export const ema: Clipper = {
  id: 'ema',
  label: 'Moving average',
  summary:
    'Smooths the ranges of batches, so that one bad batch counts little. Weights come as one batch: there it is min-max.',
  source: 'Jacob et al. 2018, section 3.1; lecture, exponential moving averages',
  params: {
    alpha: {
      kind: 'number',
      min: 0.001,
      max: 1,
      step: 0.001,
      default: 0.01,
      label: 'Weight of a batch',
      help: 'Share of a new batch in the smoothed range; frameworks whose momentum is 0.99 mean 0.01.',
    },
  },
  ranges: fullRanges,
  trace: (input, params) =>
    emaClipTrace([finiteRange(onlyGroup(input))], readNumber(ema.params, params, 'alpha'), input.symmetric),
};
