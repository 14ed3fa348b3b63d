import { aciq } from './aciq';
import type { Clipper } from './clipper';
import { ema } from './ema';
import { kl } from './kl';
import { manual } from './manual';
import { minmax } from './minmax';
import { mse } from './mse';
import { octav } from './octav';
import { percentile } from './percentile';
import { percentileHistogram } from './percentile-histogram';

/** How the range of a scale group is chosen, in the order of the menu. */
export const clippers: Readonly<Record<string, Clipper>> = {
  minmax,
  ema,
  percentile,
  'percentile-histogram': percentileHistogram,
  mse,
  kl,
  octav,
  aciq,
  manual,
};

/** Throws RangeError for an unknown clipper. */
export function clipperOf(id: string): Clipper {
  const found = Object.hasOwn(clippers, id) ? clippers[id] : undefined;
  if (found === undefined) throw new RangeError(`Unknown clipper: ${id}`);
  return found;
}
