import type { Page } from '@playwright/test';
import { stepOf } from '../../src/course/registry';
import { encodeLink } from '../../src/experiment/codec';
import type { AreaId } from '../../src/experiment/screens/registry';
import type { Params } from '../../src/params/param';

/** The step of the course beside the screen. */
export const lesson = (page: Page) => page.getByRole('complementary', { name: 'Lesson' });

/** A button of the step. */
export const press = (page: Page, name: string | RegExp) => lesson(page).getByRole('button', { name }).click();

/** The fragment of the link that opens a step as its author set it, or with less to compute. */
export function stepLink(id: string, quicker: Readonly<Record<string, Params>> = {}): string {
  const step = stepOf(id);
  if (step === undefined) throw new Error(`There is no step ${id}.`);
  const { area, layer, preset } = step;
  const experiment = preset();
  const screens = { ...experiment.screens };
  for (const [screen, params] of Object.entries(quicker))
    screens[screen as AreaId] = { ...screens[screen as AreaId], ...params };
  return encodeLink({
    experiment: { ...experiment, screens },
    view: { area, lesson: id, show: 'both', ...(layer === undefined ? {} : { layer }) },
  });
}
