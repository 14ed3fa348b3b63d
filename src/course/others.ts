import { same } from '../experiment/key';
import type { Measured } from './measured';

/** Test images that students tune on, and all; a challenge counts those between. */
const TUNED = 2000;
const ALL = 10_000;

/** What a challenge scores. */
export interface Others {
  /** Percent right of the 8,000 images that the recipe was not tuned on. */
  readonly accuracy: number;
  /** Stored bits per weight. */
  readonly bits: number;
}

/** B on the images that it was not tuned on; null until it is measured on the first 2,000 and on all 10,000. */
export function onOthers({ experiment, seen }: Measured): Others | null {
  const of = (images: number) =>
    seen.findLast(
      (one) =>
        one.model === experiment.model && one.images === images && one.side === 'b' && same(one.spec, experiment.b),
    );
  const [tuned, all] = [of(TUNED), of(ALL)];
  if (tuned === undefined || all === undefined || all.bitsPerWeight === null) return null;
  const right = all.score.correct - tuned.score.correct;
  return { accuracy: (100 * right) / (ALL - TUNED), bits: all.bitsPerWeight };
}
