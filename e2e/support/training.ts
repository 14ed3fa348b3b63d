import { expect, type Locator, type Page } from '@playwright/test';

/** The Training screen, by names and roles. */
export class Training {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: 'Training', exact: true }).click();
    await expect(this.page.getByRole('heading', { name: 'QAT workshop' })).toBeVisible();
  }

  button(name: 'Start' | 'Pause' | 'Resume' | 'Cancel'): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  async choose(recipes: 'A' | 'B' | 'A and B'): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Recipes to train' })
      .getByRole('radio', { name: recipes, exact: true })
      .click();
  }

  /** Switches the float control off. */
  async withoutControl(): Promise<void> {
    await this.page.getByRole('switch', { name: 'Float control' }).click();
  }

  async type(setting: string, value: string): Promise<void> {
    const field = this.page.getByRole('spinbutton', { name: setting, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }

  get curves(): Locator {
    return this.page.getByRole('region', { name: 'Loss and accuracy', exact: true });
  }

  get weights(): Locator {
    return this.page.getByRole('region', { name: 'Latent and quantized', exact: true });
  }

  private row(run: 'A' | 'B' | 'F'): Locator {
    const id = run === 'F' ? 'float' : run.toLowerCase();
    return this.page.locator(`tr[data-run="${id}"]`);
  }

  /** Trained accuracy of a run in percent. */
  async trained(run: 'A' | 'B' | 'F'): Promise<number> {
    return Number.parseFloat(await this.row(run).locator('[data-cell="trained"]').innerText());
  }

  /** What training brought against post-training quantization, in points. */
  async gain(run: 'A' | 'B' | 'F'): Promise<number> {
    return Number.parseFloat((await this.row(run).locator('[data-cell="points"]').innerText()).replace('−', '-'));
  }

  state(run: 'A' | 'B' | 'F'): Locator {
    return this.row(run).locator('[data-cell="state"]');
  }

  /** Lines of the CSV of the curves, split at commas. */
  async csv(): Promise<string[][]> {
    await this.page.getByRole('button', { name: 'Loss and accuracy: table and export' }).click();
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('menuitem', { name: 'Save CSV' }).click();
    const stream = await (await download).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts)
      .toString('utf8')
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
  }
}
