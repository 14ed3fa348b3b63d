import { same } from '../experiment/key';
import type { Measured, Seen } from './measured';

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

/** B as it is now, on that many of the first images; undefined until it is measured on them. */
function seenOn({ experiment, seen }: Measured, images: number): Seen | undefined {
  return seen.findLast(
    (one) =>
      one.model === experiment.model && one.images === images && one.side === 'b' && same(one.spec, experiment.b),
  );
}

/** Whether B as it is now has been measured on the images that students tune on. */
export function isTuned(measured: Measured): boolean {
  return seenOn(measured, TUNED) !== undefined;
}

/** Whether B was changed since it was measured on the images to tune on, and then measured on all. */
export function wasCountedTooSoon(measured: Measured): boolean {
  return !isTuned(measured) && seenOn(measured, ALL) !== undefined;
}

/** B on the images that it was not tuned on; null until it is measured on the first 2,000 and on all 10,000. */
export function onOthers(measured: Measured): Others | null {
  const [tuned, all] = [seenOn(measured, TUNED), seenOn(measured, ALL)];
  if (tuned === undefined || all === undefined || all.bitsPerWeight === null) return null;
  const right = all.score.correct - tuned.score.correct;
  return { accuracy: (100 * right) / (ALL - TUNED), bits: all.bitsPerWeight };
}
