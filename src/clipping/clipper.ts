import type { Params, Technique } from '../params/param';
import type { ClipInput, ClipRanges } from './input';
import type { ClipTrace } from './trace';

export type { ClipInput, ClipRanges } from './input';

/** How the range of a scale group is chosen. */
export interface Clipper extends Technique {
  ranges(input: ClipInput, params: Params): ClipRanges;
  /**
   * How the range of one scale group comes about: the range of the chosen candidate is that of `ranges`.
   * Throws RangeError for an input with several groups.
   */
  trace(input: ClipInput, params: Params): ClipTrace;
}
