import { expect, type Locator, type Page } from '@playwright/test';
import { stepOf } from '../../../src/course/registry';
import { lesson, press, stepLink } from '../course';
import type { Params } from '../../../src/params/param';
import { Lab, type Letter } from '../lab';

/** What a student does in a step, from its preset to "Done". */
export type Act = (student: Student) => Promise<void>;

const ROUNDING = { rounding: { images: 64, iterations: 200, learningRate: 0.03 } };

/** Steps whose own settings take long: with fewer images and steps the same is found. */
const QUICKER: Readonly<Record<string, Readonly<Record<string, Params>>>> = {
  '4.5': ROUNDING,
  'challenge-4': ROUNDING,
  capstone: ROUNDING,
  '4.6': { rounding: { images: 64, iterations: 400 } },
  '5.3': { training: { images: 3000 } },
  '5.4': { training: { images: 3000 } },
  '5.5': { training: { images: 6000, curveBits: [2, 8] }, ...ROUNDING },
};

/** Someone who takes the course: opens steps and sets what their texts ask for. */
export class Student {
  readonly lab: Lab;

  constructor(readonly page: Page) {
    this.lab = new Lab(page);
  }

  /** Opens a step by its link, in the page that is there, and goes past the guess. */
  async open(id: string): Promise<void> {
    await this.lab.visit(stepLink(id, QUICKER[id]));
    const title = stepOf(id)?.title ?? '';
    await expect(lesson(this.page).getByRole('heading', { level: 2, name: title, exact: true })).toBeVisible({
      timeout: 30_000,
    });
    const skip = lesson(this.page).getByRole('button', { name: 'Skip the guess' });
    const act = lesson(this.page).getByRole('heading', { name: 'Do this' });
    await expect(skip.or(act)).toBeVisible({ timeout: 30_000 });
    if (await skip.isVisible()) await skip.click();
    await expect(act).toBeVisible();
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  panel(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  button(name: string, within: Locator = this.main): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  /** One of options that are all in sight. */
  async choose(group: string, option: string): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: group, exact: true })
      .getByRole('radio', { name: option, exact: true })
      .click();
  }

  /** One of a list. */
  async pick(list: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: list, exact: true }).selectOption({ label: option });
  }

  async type(field: string, value: string): Promise<void> {
    const box = this.page.getByRole('spinbutton', { name: field, exact: true });
    await box.fill(value);
    await box.press('Enter');
  }

  async turn(name: string): Promise<void> {
    await this.page.getByRole('switch', { name, exact: true }).click();
  }

  /** The folded settings of a recipe. */
  async unfold(letter: Letter): Promise<void> {
    await this.lab.recipe(letter).locator('summary').click();
  }

  /** Makes what is set next hold for the selected layer alone, or for all. */
  async scope(letter: Letter, name: string): Promise<void> {
    await this.choose(`Settings of ${letter} are for`, name);
  }

  async measured(): Promise<void> {
    await this.lab.measured();
  }

  async press(name: string | RegExp): Promise<void> {
    await press(this.page, name);
  }

  /** A challenge is scored on the images that were not tuned on: B is measured on the first 2,000, then on all. */
  async countOthers(): Promise<void> {
    const body = lesson(this.page);
    await body.getByRole('button', { name: 'Count the other 8,000 images' }).click();
  }
}
