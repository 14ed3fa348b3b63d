import { CHAPTERS } from '../src/course/registry';
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

for (const { id, title, steps } of CHAPTERS) {
  /** One page for a chapter: each step is opened by its link in the page that is there, done, explained and varied. */
  test(`a student does every step of chapter ${id}, ${title}`, async ({ page }) => {
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
  });
}
