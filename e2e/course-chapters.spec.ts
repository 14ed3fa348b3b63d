import { findings } from './support/axe';
import { lesson, press, stepLink } from './support/course';
import { expect, test } from './support/test';

/** One page for all: each step is opened by its link in the page that is there. */
test('one step of each of the chapters 4 to 7 is done by what a student would do', async ({ lab, page }) => {
  const done = (text: RegExp) => expect(lesson(page).getByText(text)).toBeVisible({ timeout: 60_000 });
  const open = async (id: string) => {
    await lab.visit(stepLink(id));
    await press(page, 'Skip the guess');
  };

  await open('4.1');
  const correlation = page.getByRole('spinbutton', { name: 'Correlation' });
  await correlation.fill('0.9');
  await correlation.press('Enter');
  await done(/^Done: With a correlation of 0.90 nearest costs 0.608, the best rounding 0.088/);
  await press(page, 'Explain it');
  await expect(lesson(page).getByText(/cancel in the output/)).toBeVisible();

  await open('5.1');
  await press(page, 'Run 20 steps');
  await lesson(page).getByRole('switch', { name: 'Straight-through estimator' }).click();
  await press(page, 'Run 20 steps');
  await done(/^Done: Without the estimator the weight moved by 0.00 in 20 steps/);

  await open('6.3');
  const sheet = lesson(page).getByRole('region', { name: 'Row 1 times row 2' });
  for (const [place, bit] of ['1', '1', '0', '0'].entries())
    await sheet.getByRole('textbox', { name: `bits, XNOR, column ${place + 1}` }).fill(bit);
  await done(/^Done: In the real filter \d+ of 32 signs agree/);
  await sheet.getByRole('textbox', { name: /popcount/ }).focus();
  await expect(sheet.getByText('3 of 6 numbers are right.')).toBeVisible();
  await expect(sheet.getByText('not right yet')).toHaveCount(1);
  expect(await findings(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Show me' }).click();
  await expect(sheet.getByText(/^3 of 4 signs agree and 1 differ/)).toBeVisible();

  await open('7.1');
  await page.getByRole('switch', { name: 'Activations too' }).click();
  await done(/^Done: 8 choices in 12 layers are 10 to the 10.8 policies; with activations 10 to the 21.7/);
});
