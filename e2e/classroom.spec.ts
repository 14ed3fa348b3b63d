import type { Browser, Page } from '@playwright/test';
import { decodeLink, encodeLink } from '../src/experiment/codec';
import type { LinkState } from '../src/experiment/link';
import '../src/experiment/task-format';
import { findings } from './support/axe';
import { COMPARISON, uniform } from './support/experiments';
import { Lab } from './support/lab';
import { expect, test } from './support/test';

/** Both sides at 4 bits with one scale a layer; the bits and the network are locked when an assignment is made of it. */
const START = { ...COMPARISON, b: { ...COMPARISON.b, recipe: uniform(4, 'tensor', 'minmax') } };

const classroom = (page: 'assign' | 'compare' | 'lecture') =>
  encodeLink({ experiment: { ...START, screens: { classroom: { page } } }, view: { area: 'classroom' } });
const dock = (page: Page, name = 'Assignment') => page.getByRole('complementary', { name, exact: true });
const goal = (page: Page, text: RegExp) => dock(page).getByRole('listitem').filter({ hasText: text });

function linkOf(address: string): LinkState {
  const decoded = decodeLink(new URL(address).hash);
  if (decoded?.ok !== true) throw new Error(`Not a link: ${address}`);
  return decoded.link;
}

/** A tab of a browser that has never been here. */
async function freshTab(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** What a student hands in under a name, from the settings on screen. */
async function handIn(page: Page, name: string): Promise<string> {
  const field = dock(page).getByRole('textbox', { name: 'My answer link' });
  await dock(page)
    .getByRole('textbox', { name: /^Your name/ })
    .fill(name);
  if (!(await field.isVisible())) await dock(page).getByRole('button', { name: 'Make my answer link' }).click();
  await expect.poll(async () => linkOf(await field.inputValue()).answer?.name).toBe(name);
  return field.inputValue();
}

async function makeAssignment(page: Page): Promise<string> {
  await page.goto(`./${classroom('assign')}`);
  await page.getByRole('textbox', { name: 'Title' }).fill('Four bits');
  await page.getByRole('textbox', { name: /^Text/ }).fill('Share the scales as you like.\n<b>No markup.</b>');
  for (const name of ['Lock the network', 'Lock bits of B', 'Lock everything of A'])
    await page.getByRole('checkbox', { name }).check();
  await page.getByRole('checkbox', { name: 'Confusion' }).check();
  await page.getByRole('checkbox', { name: 'Mixed' }).check();
  const number = page.getByRole('spinbutton', { name: 'Number of goal 1' });
  await number.fill('860');
  await number.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'lies between 0 and 100' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Link of the assignment' })).toHaveCount(0);
  await number.fill('88');
  await number.press('Enter');
  expect(await findings(page)).toEqual([]);
  return page.getByRole('textbox', { name: 'Link of the assignment' }).inputValue();
}

test('a teacher makes an assignment, a student solves it within its locks, and the answer is reproduced', async ({
  page,
  browser,
}) => {
  const assignment = await makeAssignment(page);

  const student = await freshTab(browser, assignment);
  const lab = new Lab(student);
  await expect(dock(student).getByRole('heading', { name: 'Four bits' })).toBeVisible();
  await expect(dock(student)).toContainText('<b>No markup.</b>');
  await lab.measured();
  await expect(goal(student, /Accuracy of B/)).toHaveAttribute('data-met', 'false');
  await expect(student.getByRole('region', { name: 'Confusion' })).toHaveCount(0);
  await expect(student.getByRole('button', { name: 'Mixed', exact: true })).toHaveCount(0);

  // Locked for the mouse, for the keyboard, for actions on several things, and for undo.
  await expect(lab.recipe('B').getByText('Locked by the assignment.').first()).toBeVisible();
  await lab.width('B', 6).click({ force: true });
  await lab.width('B', 4).press('ArrowRight');
  await expect(lab.width('B', 4)).toBeChecked();
  await student.keyboard.press('c');
  await expect(lab.width('B', 4)).toBeChecked();
  await expect(student.getByText(/Locked by the assignment: .*bits of B/)).toBeVisible();
  await student.keyboard.press('u');
  await expect(lab.width('B', 4)).toBeChecked();

  // Locked for somebody who edits the link.
  const now = linkOf(student.url());
  const edited = { ...now.experiment, b: { ...now.experiment.b, recipe: uniform(8, 'tensor', 'minmax') } };
  await student.goto('about:blank');
  await student.goto(`${new URL(assignment).origin}/${encodeLink({ ...now, experiment: edited })}`);
  await expect(lab.width('B', 4)).toBeChecked();

  await lab.measured();
  await lab.press('B', 'Granularity', 'Channel');
  await lab.clipping('B').selectOption('mse');
  await lab.measured();
  await expect(goal(student, /Accuracy of B/)).toHaveAttribute('data-met', 'true');
  expect(await findings(student)).toEqual([]);
  const answer = await handIn(student, 'Ada & "Co" <script>');
  await student.reload();
  await lab.measured();
  await expect(dock(student).getByRole('heading', { name: 'Four bits' })).toBeVisible();
  await dock(student).getByRole('button', { name: 'Leave the assignment', exact: true }).click();
  await expect(dock(student)).toHaveCount(0);
  await student.context().close();

  const third = await freshTab(browser, answer);
  await expect(dock(third, 'Answer')).toContainText('Handed in by Ada & "Co" <script>');
  await expect(dock(third, 'Answer').getByRole('heading', { name: 'Reproduced' })).toBeVisible({ timeout: 60_000 });
  await expect(dock(third, 'Answer')).toContainText('What was locked is as it was.');
  expect(await findings(third)).toEqual([]);
  await third.context().close();
});

test('leaving an assignment that was tried brings the own settings back', async ({ lab, page }) => {
  await makeAssignment(page);
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(dock(page).getByRole('heading', { name: 'Four bits' })).toBeVisible();
  await lab.measured();
  await lab.press('B', 'Granularity', 'Channel');
  await dock(page).getByRole('button', { name: 'Start again' }).click();
  await lab.measured();
  await expect(
    page.getByRole('radiogroup', { name: 'Granularity of B' }).getByRole('radio', { name: 'Tensor' }),
  ).toBeChecked();
  await dock(page).getByRole('button', { name: 'Leave the assignment', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Classroom' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Four bits');
});

/** Three answers to the same assignment, one of which claims too much. */
function answers(): string[] {
  const assignment = {
    ...{ title: 'Four bits', text: '', start: { experiment: START }, locked: ['b.bits'] as const },
    ...{ hiddenPanels: [], hiddenScreens: [] },
    goals: [{ quantity: 'accuracy' as const, is: 'at least' as const, value: 85 }],
  };
  return [
    { name: 'Ada', granularity: 'channel', claimed: 0 },
    { name: 'Ben', granularity: 'tensor', claimed: 0 },
    { name: 'Cy', granularity: 'channel', claimed: 1999 },
  ].map(({ name, granularity, claimed }) => {
    const experiment = { ...START, b: { ...START.b, recipe: uniform(4, granularity, 'minmax') } };
    const digest = { images: 2000, float: 1, a: 1, b: claimed, weights: '00000000' };
    return encodeLink({ experiment, digest, assignment, answer: { name, bits: 4, values: [50] } });
  });
}

test('pasted answers stand side by side, broken ones are named, and all are measured again', async ({ page }) => {
  await page.goto(`./${classroom('compare')}`);
  const [first = '', ...others] = answers();
  const text = ['Dear all,', first, `> http://host/${others.join('\n> http://host/')}`, '#e=1.q1broken'].join('\n');
  await page.getByRole('textbox', { name: /^One link a line/ }).fill(text);
  await expect(page.getByText('3 answers, 1 not readable, 1 line without a link.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Skipped' })).toContainText('Line 5:');
  const table = page.getByRole('table');
  await expect(table.getByRole('rowheader')).toHaveText(['Ada', 'Ben', 'Cy']);
  await table.getByRole('button', { name: 'Name' }).click();
  await table.getByRole('button', { name: 'Name' }).click();
  await expect(table.getByRole('rowheader')).toHaveText(['Cy', 'Ben', 'Ada']);
  const before = page.url();
  await page.getByRole('button', { name: 'Re-run all' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(table.getByText('made with another network')).toHaveCount(3, { timeout: 90_000 });
  await expect(page.getByRole('button', { name: 'Re-run all' })).toBeVisible();
  // The address follows within half a second.
  await expect.poll(() => linkOf(page.url()).experiment).toEqual(linkOf(before).experiment);
  await expect(page.getByRole('figure')).toHaveAccessibleName(/^3 answers by result and stored bits/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save CSV' }).click();
  expect((await download).suggestedFilename()).toBe('answers.csv');
  expect(await findings(page)).toEqual([]);
});

test('every topic of the lecture has a link, a frame and words on paper', async ({ page }) => {
  await page.addInitScript(() => (window.print = () => document.body.setAttribute('data-printed', '')));
  await page.goto(`./${classroom('lecture')}`);
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(8);
  const kmeans = page.getByRole('link', { name: 'K-means quantization' });
  expect(linkOf((await kmeans.getAttribute('href')) ?? '').experiment.b.recipe.quantizer.id).toBe('codebook');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('body[data-printed]')).toBeAttached();
});
