import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** The Mixed-precision lab, by names and roles. */
export class Mixed {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: 'Mixed', exact: true }).click();
    await this.isReady();
  }

  async isReady(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Mixed-precision lab' })).toBeVisible();
    await expect(this.bits).toBeVisible({ timeout: 60_000 });
  }

  get bits(): Locator {
    return this.page.getByRole('region', { name: 'Bits per layer', exact: true });
  }

  get cloud(): Locator {
    return this.page.getByRole('region', { name: 'Accuracy against cost', exact: true });
  }

  get results(): Locator {
    return this.page.getByRole('region', { name: 'You against the searches', exact: true });
  }

  bar(layer: string, what: 'weights' | 'input' = 'weights'): Locator {
    return this.page.getByRole('slider', { name: `Bits of ${layer}, ${what}`, exact: true });
  }

  /** Line of a search in the results. */
  row(method: string): Locator {
    return this.results.locator(`tr[data-method="${method}"]`);
  }

  async type(setting: string, value: string): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name: setting, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }

  async choose(list: string, value: string): Promise<void> {
    await this.page.getByRole('combobox', { name: list, exact: true }).selectOption(value);
  }

  get run(): Locator {
    return this.page.getByRole('button', { name: /^Run/ });
  }

  /** Searches to the end. */
  async search(method: string): Promise<void> {
    await this.choose('Search', method);
    await this.run.click();
    await expect(this.row(method)).toHaveAttribute('data-state', 'finished', { timeout: 120_000 });
    await expect(this.row(method).locator('[data-cell="test"]')).toHaveText(/^\d/, { timeout: 60_000 });
  }

  /** Accuracy of B on test images, in percent. */
  async accuracyOfB(): Promise<number> {
    const score = this.bits.locator('[data-side="b"]');
    await expect(score).toHaveAttribute('data-old', 'false');
    return Number((await score.textContent())?.replace(/[^\d.]/g, ''));
  }

  async saved(button: Locator): Promise<unknown> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    return JSON.parse(readFileSync(await download.path(), 'utf8'));
  }
}
