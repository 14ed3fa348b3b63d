import { findings } from './support/axe';
import { expect, test } from './support/test';
import { Lab } from './support/lab';
import { SHORT_RUN } from './support/short-run';
import { Training } from './support/training';

const ACCURACY = ((100 * SHORT_RUN.correct) / 2000).toFixed(1);

test('trained weights go to the Lab, into a link that makes them again, and into a file', async ({
  lab,
  page,
  browser,
}, info) => {
  await lab.open();
  const training = new Training(page);
  await training.open();
  await training.choose('A');
  await training.withoutControl();
  await training.type('Training images', String(SHORT_RUN.images));
  await training.button('Start').click();
  await expect(training.state('A')).toHaveText('finished', { timeout: 120_000 });

  // What the training measured is what the Lab measures.
  await page.getByRole('button', { name: 'Use in A' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const file = info.outputPath('weights.safetensors');
  await (await saved).saveAs(file);
  await page.getByRole('navigation').getByRole('button', { name: 'Lab', exact: true }).click();
  await expect(page.locator('[data-result="accuracy-a"]')).toHaveText(`${ACCURACY} %`, { timeout: 60_000 });

  // The same browser has them after a reload.
  await page.reload();
  await expect(page.locator('[data-result="accuracy-a"]')).toHaveText(`${ACCURACY} %`, { timeout: 60_000 });

  // Another browser makes them again, to the same accuracy.
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  await other.getByRole('button', { name: /Re-train, about \d+ s/ }).click({ timeout: 60_000 });
  await expect(other.locator('[data-result="accuracy-a"]')).toHaveText(`${ACCURACY} %`, { timeout: 120_000 });
  await elsewhere.close();

  // A third one opens the file; a damaged one is refused, and nothing changes.
  const third = await browser.newContext();
  const opened = await third.newPage();
  const fresh = new Lab(opened);
  await fresh.open();
  const theirs = new Training(opened);
  await theirs.open();
  const input = opened.getByLabel('Open a file of weights in A');
  await input.setInputFiles({
    name: 'other.safetensors',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(64),
  });
  await expect(opened.getByText(/was not opened/)).toBeVisible();
  await input.setInputFiles(file);
  await opened.getByRole('navigation').getByRole('button', { name: 'Lab', exact: true }).click();
  await expect(opened.locator('[data-result="accuracy-a"]')).toHaveText(`${ACCURACY} %`, { timeout: 60_000 });
  expect(await findings(opened)).toEqual([]);
  await third.close();
});
