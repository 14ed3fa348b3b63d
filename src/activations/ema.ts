import { type ClipRanges, symmetricRanges } from '../clipping/input';
import { readNumber } from '../params/read';
import type { ActivationClipper, BatchRanges } from './technique';

/**
 * Running [low, high] of one group after each batch: the first batch is taken whole, then v += alpha (batch - v). `alpha`
 * weighs the NEW batch; what some frameworks call momentum is 1 - alpha.
 */
export function emaTrace(
  { groups, low, high }: BatchRanges,
  group: number,
  alpha: number,
): readonly (readonly [number, number])[] {
  const trace: [number, number][] = [];
  for (let at = group; at < low.length; at += groups) {
    const [from, to] = [low[at] ?? 0, high[at] ?? 0];
    const last = trace.at(-1);
    trace.push(
      last === undefined ? [from, to] : [last[0] + alpha * (from - last[0]), last[1] + alpha * (to - last[1])],
    );
  }
  return trace;
}

/** Ends of an observed range as an affine or a symmetric scheme takes them. */
export function rangesOf(ends: readonly (readonly [number, number])[], symmetric: boolean): ClipRanges {
  if (symmetric) return symmetricRanges(Float64Array.from(ends, ([low, high]) => Math.max(-low, high, 0)));
  return {
    low: Float64Array.from(ends, ([low]) => Math.min(low, 0)),
    high: Float64Array.from(ends, ([, high]) => Math.max(high, 0)),
  };
}

export const ema: ActivationClipper = {
  id: 'ema',
  label: 'Running average',
  summary: 'The range is a running average of the smallest and largest values of the calibration batches.',
  source: 'Jacob et al. 2018, section 3.1; lecture, exponential moving average',
  notDynamic: 'A running average needs calibration batches; a dynamic range sees one batch only.',
  params: {
    alpha: {
      kind: 'number',
      min: 0.001,
      max: 1,
      step: 0.01,
      default: 0.1,
      label: 'Weight of a new batch',
      help: 'How far each calibration batch of 32 images moves the range; 1 keeps only the last one.',
    },
  },
  ranges: ({ symmetric, segments }, params, batches) => {
    if (batches === null) throw new RangeError('A running average needs the ranges of calibration batches.');
    const alpha = readNumber(ema.params, params, 'alpha');
    const ends = Array.from({ length: segments }, (_, group) => emaTrace(batches, group, alpha).at(-1) ?? [0, 0]);
    return rangesOf(ends as readonly (readonly [number, number])[], symmetric);
  },
};
