import type { Choice } from '../params/param';
import { DEFAULT_SEED } from './defaults';
import type { Side } from './spec';
import { choose, withParam } from './techniques';

/** One curve of accuracy against stored bits: a recipe whose bits are varied. */
export interface SweepSeries {
  readonly id: string;
  readonly label: string;
  readonly quantizer: Choice;
  readonly granularity: Choice;
  readonly clipper: Choice;
}

/** One measurement of a sweep: the same recipe for every layer. */
export interface SweepTask {
  readonly series: string;
  readonly label: string;
  readonly bits: number;
  readonly side: Side;
}

export const SWEEP_BITS: readonly number[] = [2, 3, 4, 5, 6, 7, 8];

/**
 * The points of some series, bit width by bit width so that every curve grows from its interesting end. A quantizer
 * without a bit width gives a single point with the bits it has.
 */
export function sweepTasks(series: readonly SweepSeries[], seed = DEFAULT_SEED): SweepTask[] {
  return SWEEP_BITS.flatMap((bits, index) =>
    series
      .filter((one) => index === 0 || 'bits' in one.quantizer.params)
      .map((one) => ({ series: one.id, label: one.label, bits, side: sideOf(one, bits, seed) })),
  );
}

function sideOf(series: SweepSeries, bits: number, seed: number): Side {
  return {
    recipe: {
      quantizer: withParam('quantizer', series.quantizer, 'bits', bits),
      granularity: series.granularity,
      clipper: series.clipper,
      rounder: choose('rounder', 'nearest-even'),
    },
    overrides: {},
    seed,
  };
}
