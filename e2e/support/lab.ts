import { expect, type Locator, type Page } from '@playwright/test';
import { decodeLink } from '../../src/experiment/codec';
import type { LinkDigest, LinkState } from '../../src/experiment/link';
import type { Params } from '../../src/params/param';
import { link } from './experiments';

export type Letter = 'A' | 'B';

/** The Lab as a reader meets it: by names and roles. */
export class Lab {
  constructor(readonly page: Page) {}

  /** Opens the page with the settings of a link's fragment, '' for none, and waits for nothing. */
  async visit(fragment = link({}), query = ''): Promise<void> {
    await this.page.goto(`./${query}${fragment}`);
  }

  /** Opens the page and waits until both recipes are measured. */
  async open(fragment = link({}), query = ''): Promise<void> {
    await this.visit(fragment, query);
    await this.measured();
  }

  recipe(letter: Letter): Locator {
    return this.page.getByRole('region', { name: `Recipe ${letter}`, exact: true });
  }

  /** Waits until every result on screen belongs to the settings and was computed in this tab. */
  async measured(): Promise<void> {
    await this.page.locator('html[data-state="idle"]').waitFor({ state: 'attached', timeout: 60_000 });
    for (const letter of ['A', 'B'] as const) {
      await expect(this.recipe(letter).getByText('measured', { exact: true })).toBeVisible();
    }
  }

  /** The accuracy on screen, in percent with one decimal. */
  accuracy(letter: Letter): Locator {
    return this.page.locator(`[data-result="accuracy-${letter.toLowerCase()}"]`);
  }

  async percent(letter: Letter): Promise<number> {
    // Nothing stands there between one model and the next.
    await expect(this.accuracy(letter)).toHaveText(/\d/);
    return Number.parseFloat((await this.accuracy(letter).innerText()).trim());
  }

  /** The value of a row of the result, such as "Stored bits per weight". */
  async row(letter: Letter, name: string): Promise<string> {
    const term = this.recipe(letter).locator('dt').filter({ hasText: name });
    return (await term.locator('xpath=following-sibling::dd[1]').innerText()).trim();
  }

  /** Chooses an option of a control whose options are all in sight. */
  async press(letter: Letter, control: string, option: string): Promise<void> {
    const group = this.recipe(letter).getByRole('radiogroup', { name: `${control} of ${letter}`, exact: true });
    await group.getByRole('radio', { name: option, exact: true }).click();
  }

  /** The option of one width of the weights. */
  width(letter: Letter, bits: number): Locator {
    const group = this.recipe(letter).getByRole('radiogroup', { name: `Bits of ${letter}`, exact: true });
    return group.getByRole('radio', { name: String(bits), exact: true });
  }

  async bits(letter: Letter, bits: number): Promise<void> {
    await this.press(letter, 'Bits', String(bits));
  }

  clipping(letter: Letter): Locator {
    return this.recipe(letter).getByRole('combobox', { name: `Clipping of ${letter}` });
  }

  /** The grip on the upper clipping threshold of a recipe, on the histogram. */
  threshold(letter: Letter): Locator {
    return this.page.getByRole('slider', { name: `Clipping above in ${letter}`, exact: true });
  }

  /** Where that grip stands, as a share of the largest weight. */
  async ratio(letter: Letter): Promise<number> {
    const grip = this.threshold(letter);
    return Number(await grip.getAttribute('aria-valuenow')) / Number(await grip.getAttribute('aria-valuemax'));
  }

  async selectLayer(name: string): Promise<void> {
    const layers = this.page.getByRole('radiogroup', { name: 'Layer shown in all panels' });
    await layers.getByRole('radio', { name: new RegExp(`^${name}\\b`) }).click();
  }

  private get accuracyPanel(): Locator {
    return this.page.getByRole('region', { name: 'Accuracy', exact: true });
  }

  /** Starts a sweep of what is chosen at first. */
  async startSweep(): Promise<void> {
    await this.accuracyPanel.getByRole('button', { name: 'Sweep 2–8 bits' }).click();
    await this.page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(this.cancelButton).toBeVisible();
  }

  get cancelButton(): Locator {
    return this.accuracyPanel.getByRole('button', { name: 'Cancel', exact: true });
  }

  /** What the panel says about the sweep that is drawn. */
  get sweepNote(): Locator {
    return this.accuracyPanel.getByRole('status');
  }

  get sweepPoints(): Locator {
    return this.accuracyPanel.getByRole('group', { name: 'Points of the sweep' }).getByRole('button');
  }

  /** The address that Share offers once everything is measured. */
  async sharedLink(): Promise<string> {
    await this.page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await expect(dialog.getByRole('checkbox', { name: 'Result digest', exact: true })).toBeChecked({ timeout: 60_000 });
    const address = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await this.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    return address;
  }

  /** Exact counts of right predictions, which the link's digest carries. */
  async digest(): Promise<LinkDigest> {
    await this.measured();
    const { digest } = readLink(await this.sharedLink());
    if (digest === undefined) throw new Error('The link carries no digest.');
    return digest;
  }
}

/** What a link says. */
export function readLink(address: string): LinkState {
  const decoded = decodeLink(new URL(address).hash);
  if (decoded?.ok !== true) throw new Error(`Not a link: ${address}`);
  return decoded.link;
}

/** The address of the page once it carries these settings of screens, which it does a moment after they are changed. */
export async function addressWith(page: Page, screens: Readonly<Record<string, Params>>): Promise<string> {
  const carried = () => {
    const decoded = decodeLink(new URL(page.url()).hash);
    return decoded?.ok === true ? decoded.link.experiment.screens : null;
  };
  await expect.poll(carried).toMatchObject(screens);
  return page.url();
}
