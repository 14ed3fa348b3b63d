import type { Clipper } from './clipper';
import { manual } from './manual';
import { minmax } from './minmax';
import { mse } from './mse';
import { percentile } from './percentile';

/** How the range of a scale group is chosen, in the order of the menu. */
export const clippers: Readonly<Record<string, Clipper>> = { minmax, percentile, mse, manual };

/** Throws RangeError for an unknown clipper. */
export function clipperOf(id: string): Clipper {
  const found = Object.hasOwn(clippers, id) ? clippers[id] : undefined;
  if (found === undefined) throw new RangeError(`Unknown clipper: ${id}`);
  return found;
}
