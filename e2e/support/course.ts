import type { Page } from '@playwright/test';
import { stepOf } from '../../src/course/registry';
import { encodeLink } from '../../src/experiment/codec';

/** The step of the course beside the screen. */
export const lesson = (page: Page) => page.getByRole('complementary', { name: 'Lesson' });

/** A button of the step. */
export const press = (page: Page, name: string | RegExp) => lesson(page).getByRole('button', { name }).click();

/** The fragment of the link that opens a step as its author set it. */
export function stepLink(id: string): string {
  const step = stepOf(id);
  if (step === undefined) throw new Error(`There is no step ${id}.`);
  const { area, layer, preset } = step;
  return encodeLink({
    experiment: preset(),
    view: { area, lesson: id, show: 'both', ...(layer === undefined ? {} : { layer }) },
  });
}
