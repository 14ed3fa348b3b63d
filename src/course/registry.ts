import { binary } from './chapters/binary';
import { clipping } from './chapters/clipping';
import { granularity } from './chapters/granularity';
import { mixed } from './chapters/mixed';
import { recap } from './chapters/recap';
import { rounding } from './chapters/rounding';
import { training } from './chapters/training';
import { welcome } from './chapters/welcome';
import type { Chapter, Step } from './step';

/** The course in its order. A chapter is one file of steps, one of texts, and one line here. */
export const CHAPTERS: readonly Chapter[] = [welcome, recap, granularity, clipping, rounding, training, binary, mixed];

/** Every step, in order. */
export const STEPS: readonly Step[] = CHAPTERS.flatMap(({ steps }) => steps);

export function stepOf(id: string): Step | undefined {
  return STEPS.find((step) => step.id === id);
}

export function chapterOf(step: string): Chapter | undefined {
  return CHAPTERS.find(({ steps }) => steps.some(({ id }) => id === step));
}

/** The step so many places after another one; undefined beyond the ends. */
export function stepAfter(id: string, places: number): Step | undefined {
  const at = STEPS.findIndex((step) => step.id === id);
  return at === -1 ? undefined : STEPS[at + places];
}
