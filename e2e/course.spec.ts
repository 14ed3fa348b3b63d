import { findings } from './support/axe';
import { lesson, press, stepLink } from './support/course';
import { link } from './support/experiments';
import { expect, test } from './support/test';

test('the welcome is done by one press, and leaving brings the own experiment back', async ({ lab, page }) => {
  await lab.open(link({}));
  const own = await lab.percent('B');
  await page.getByRole('button', { name: 'Lessons', exact: true }).click();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(lesson(page).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(lab.accuracy('B')).toBeHidden();
  await lesson(page).getByRole('radio', { name: 'About 10 points' }).check();
  await press(page, 'This is my prediction');
  await lab.measured();
  await expect(lesson(page).getByText('Not done yet')).toBeVisible();
  await press(page, 'Show me where');
  await page.keyboard.press('ArrowRight');
  await expect(lesson(page).getByText(/^Done: 4 bits per weight/)).toBeVisible({ timeout: 60_000 });
  await expect(lesson(page)).toContainText('measured: “About 60 points”');
  expect(await findings(page)).toEqual([]);
  await page.reload();
  await expect(lesson(page).getByText(/^Done: 4 bits per weight/)).toBeVisible();
  await press(page, /^Leave the course/);
  await expect(lesson(page)).toHaveCount(0);
  await lab.measured();
  expect(await lab.percent('B')).toBe(own);
});

test('a link opens a step, which a sweep completes', async ({ lab, page }) => {
  await lab.visit(stepLink('2.2'));
  await lesson(page).getByRole('slider').press('ArrowLeft');
  await press(page, 'This is my prediction');
  await lab.measured();
  await lab.startSweep();
  await expect(lesson(page).getByText(/^Done: At 4 bits a scale per channel/)).toBeVisible({ timeout: 60_000 });
  await expect(lesson(page).getByRole('img', { name: /^Your prediction: 79 %; measured: 25/ })).toBeVisible();
  await press(page, 'Explain it');
  await expect(lesson(page).getByText(/^With one scale dw5 loses/)).toBeVisible();
  await press(page, 'Vary it');
  await lesson(page).getByRole('button', { name: 'The scales' }).click();
  await expect(lesson(page).getByText(/^Yes\. 128 scales/)).toBeVisible();
});

test('a sheet of the worked matrix says which numbers are right, and shows them when asked', async ({ lab, page }) => {
  await lab.visit(stepLink('6.3'));
  await press(page, 'Skip the guess');
  const sheet = lesson(page).getByRole('region', { name: 'Row 1 times row 2' });
  for (const [place, bit] of ['1', '1', '0', '0'].entries())
    await sheet.getByRole('textbox', { name: `bits, XNOR, column ${place + 1}` }).fill(bit);
  await sheet.getByRole('textbox', { name: /popcount/ }).focus();
  await expect(sheet.getByText('3 of 6 numbers are right.')).toBeVisible();
  await expect(sheet.getByText('not right yet')).toHaveCount(1);
  expect(await findings(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Show me' }).click();
  await expect(sheet.getByText(/^3 of 4 signs agree and 1 differ/)).toBeVisible();
});
