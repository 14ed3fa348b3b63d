import { expect, type Locator, type Page } from '@playwright/test';
import { encodeLink } from '../../src/experiment/codec';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Params } from '../../src/params/param';

/** The fragment of a link to the Binary screen with some of its settings. */
function binaryLink(settings: Params = {}, layer = 'fc1'): string {
  const experiment = { ...defaultExperiment(), model: 'lenet', screens: { binary: settings } };
  return encodeLink({ experiment, view: { area: 'binary', layer } });
}

/** The Binary screen, by names and roles. */
export class Binary {
  constructor(readonly page: Page) {}

  async open(settings: Params = {}, layer = 'fc1'): Promise<void> {
    await this.page.goto(`./${binaryLink(settings, layer)}`);
    await expect(this.page.getByRole('heading', { name: 'Binary and ternary' })).toBeVisible();
    await expect(this.figure('Where to cut')).toHaveAccessibleName(/exact optimum/);
  }

  panel(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  figure(title: string): Locator {
    return this.panel(title).getByRole('figure');
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  slider(name: string): Locator {
    return this.page.getByRole('slider', { name, exact: true });
  }

  async type(name: string, value: number): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name, exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  }

  /** A cell of the table of accuracies. */
  cell(method: string, name: 'untrained' | 'trained' | 'gained'): Locator {
    return this.page.locator(`tr[data-method="${method}"] [data-cell="${name}"]`);
  }

  /** Accuracy in percent, once it is measured. */
  async accuracy(method: string, name: 'untrained' | 'trained'): Promise<number> {
    await expect(this.cell(method, name)).toHaveText(/^\d/, { timeout: 150_000 });
    return Number.parseFloat(await this.cell(method, name).innerText());
  }

  /** Stops the measurements that begin by themselves. */
  async quiet(): Promise<void> {
    const cancel = this.panel('Accuracy').getByRole('button', { name: 'Cancel' });
    await expect(
      cancel.or(this.page.locator('tr[data-method="xnor"] [data-cell="untrained"]', { hasText: /\d/ })).first(),
    ).toBeVisible();
    if (await cancel.isVisible()) await cancel.click();
  }

  get step(): Locator {
    return this.page.locator('[data-result="step"]');
  }
}
