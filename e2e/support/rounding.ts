import { expect, type Locator, type Page } from '@playwright/test';

type ButtonName =
  | 'Run AdaRound'
  | 'Run again'
  | 'Pause'
  | 'Resume'
  | 'Cancel'
  | 'Replay'
  | 'One snapshot back'
  | 'Round the network'
  | 'Round it again';

/** The Rounding screen, by names and roles. */
export class Rounding {
  constructor(readonly page: Page) {}

  async opened(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Rounding theatre' })).toBeVisible();
  }

  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: 'Rounding', exact: true }).click();
    await this.opened();
  }

  button(name: ButtonName): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  async type(setting: string, value: string): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name: setting, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }

  async chooseLayer(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Layer to round' }).selectOption(name);
  }

  /** The sentence that stands for a chart. */
  figure(panel: string | RegExp): Locator {
    return this.page.getByRole('region', { name: panel }).getByRole('figure');
  }

  get steps(): Locator {
    return this.figure(/^Step/);
  }

  /** Accuracy with only the layer rounded, to nearest and by AdaRound, in percent. */
  async layerAccuracy(): Promise<{ nearest: number; adaround: number }> {
    const result = this.page.locator('[data-result="layer-accuracy"]');
    await expect(result).toHaveText(/AdaRound \d/, { timeout: 60_000 });
    const text = await result.innerText();
    const after = (name: string): number => Number.parseFloat(new RegExp(`${name} ([\\d.]+)`).exec(text)?.[1] ?? '');
    return { nearest: after('nearest'), adaround: after('AdaRound') };
  }

  /** Accuracy of the network under a method, in percent; NaN before it is measured. */
  async accuracy(method: string): Promise<number> {
    const cell = this.page.locator(`tr[data-method="${method}"] [data-cell="accuracy"]`);
    return Number.parseFloat(await cell.innerText());
  }
}
