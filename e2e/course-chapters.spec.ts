import type { Browser, Page } from '@playwright/test';
import { CHAPTERS, stepOf } from '../src/course/registry';
import { lesson, press } from './support/course';
import { Student } from './support/student/student';
import { NETWORK_ACTS } from './support/student/networks';
import { WEIGHT_ACTS } from './support/student/weights';
import { expect, test } from './support/test';

const ACTS = { ...WEIGHT_ACTS, ...NETWORK_ACTS };

test('every step of the course has a student who does it', () => {
  const ids = CHAPTERS.flatMap(({ steps }) => steps.map(({ id }) => id));
  expect(Object.keys(ACTS).sort()).toEqual(ids.sort());
});

/** Its challenge is answered quickest; what is kept of it and handed in is looked at, too. */
const HANDED_IN = 'challenge-1';

/** The medal stands in the table after a reload, and whoever is given its answer link sees the same numbers come out. */
async function handIn(page: Page, browser: Browser): Promise<void> {
  const title = stepOf(HANDED_IN)?.title ?? '';
  await press(page, /^Leave the course/);
  await page.getByRole('button', { name: 'Lessons', exact: true }).click();
  await expect(page.getByText(/^1 of 8 challenges done/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^1 of 8 challenges done/)).toBeVisible();
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: title, exact: true }) });
  await expect(row.getByRole('img', { name: 'done', exact: true })).toBeVisible();
  await expect(row.getByRole('cell').nth(0)).toHaveText(/^[89]\d\.\d %$/);
  await expect(row.getByRole('cell').nth(1)).toHaveText(/^2\.\d\d$/);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await row.getByRole('button', { name: `Copy my answer: ${title}` }).click();
  await expect(row.getByText('Answer link copied.')).toBeAttached();
  const address = await page.evaluate(() => navigator.clipboard.readText());

  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
  const teacher = await context.newPage();
  await teacher.goto(address);
  const answer = teacher.getByRole('complementary', { name: 'Answer', exact: true });
  await expect(answer.getByRole('heading', { level: 2, name: title, exact: true })).toBeVisible();
  await expect(answer.getByRole('heading', { name: 'Reproduced' })).toBeVisible({ timeout: 90_000 });
  await answer.getByRole('button', { name: 'Check on the other images' }).click();
  await expect(answer.getByText(/^Met: \d/)).toBeVisible({ timeout: 90_000 });
  await context.close();
}

for (const { id, title, steps } of CHAPTERS) {
  /** One page for a chapter: each step is opened by its link in the page that is there, done, explained and varied. */
  test(`a student does every step of chapter ${id}, ${title}`, async ({ page, browser }) => {
    test.setTimeout(400_000);
    const student = new Student(page);
    for (const { id: step, vary } of steps)
      await test.step(step, async () => {
        await student.open(step);
        await ACTS[step]?.(student);
        await expect(lesson(page).getByText(/^Done:/)).toBeVisible({ timeout: 150_000 });
        await expect(lesson(page).locator('b', { hasText: /^…$/ })).toHaveCount(0);
        await press(page, 'Explain it');
        await expect(lesson(page).locator('[data-shown="true"]')).toBeVisible();
        await press(page, 'Vary it');
        const [first] = vary;
        if (first !== undefined) await press(page, first.label);
      });
    if (steps.some((step) => step.id === HANDED_IN))
      await test.step('its medal and answer link', async () => handIn(page, browser));
  });
}
