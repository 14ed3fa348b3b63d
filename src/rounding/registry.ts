import type { Rounding } from '../numerics/round';
import type { Technique } from '../params/param';

export interface Rounder extends Technique {
  /** What the kernels are asked for; stochastic rounding also takes uniform numbers. */
  readonly rounding: Rounding | 'stochastic';
}

const rounder = (rounding: Rounder['rounding'], label: string, summary: string, source: string): Rounder => ({
  id: rounding,
  rounding,
  label,
  summary,
  source,
  params: {},
});

const IEEE = 'IEEE 754-2019, section 4.3';

/** How a value picks one of its two neighbouring codes. */
export const rounders: Readonly<Record<string, Rounder>> = {
  'nearest-even': rounder('nearest-even', 'Nearest', 'To the nearest code; a tie goes to the even one.', IEEE),
  'nearest-away': rounder(
    'nearest-away',
    'Nearest, ties away',
    'To the nearest code; a tie goes away from zero.',
    IEEE,
  ),
  floor: rounder('floor', 'Floor', 'Always to the lower code.', IEEE),
  ceil: rounder('ceil', 'Ceil', 'Always to the higher code.', IEEE),
  'toward-zero': rounder('toward-zero', 'Toward zero', 'Drops the fraction.', IEEE),
  stochastic: rounder(
    'stochastic',
    'Stochastic',
    'Up with a probability equal to the fraction, so that the mean is right; seeded.',
    'Gupta et al. 2015, section 3',
  ),
};

/** Throws RangeError for an unknown rounder. */
export function rounderOf(id: string): Rounder {
  const found = Object.hasOwn(rounders, id) ? rounders[id] : undefined;
  if (found === undefined) throw new RangeError(`Unknown rounder: ${id}`);
  return found;
}
