import { expect, type Page } from '@playwright/test';

/** Saves each of some panels, by their titles, as SVG, PNG and CSV; the names of the files begin as given. */
export async function savesAll(page: Page, panels: readonly string[], start: string): Promise<void> {
  for (const name of panels) {
    const panel = page.getByRole('region', { name, exact: true });
    for (const kind of ['SVG', 'PNG', 'CSV']) {
      await panel.getByRole('button', { name: `${name}: table and export` }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: `Save ${kind}` }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(new RegExp(`^${start}-.*\\.${kind.toLowerCase()}$`));
    }
  }
}
