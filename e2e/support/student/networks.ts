/** Chapters 4 to 7: weights that are rounded together or trained, and bits for each layer. */
import { expect } from '@playwright/test';
import { lesson } from '../course';
import { Mixed } from '../mixed';
import type { Act, Student } from './student';

/** Another screen, by the top bar. */
async function to({ page }: Student, screen: 'Lab' | 'Mixed' | 'Rounding' | 'Training'): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: screen, exact: true }).click();
}

/** On the Rounding screen; what goes on for other settings is given up. */
async function roundNetwork(student: Student): Promise<void> {
  await student
    .panel('The whole network')
    .getByRole('button', { name: /^Round/ })
    .click();
}

/** The weights of a layer of B get so many bits. */
async function give({ page }: Student, layer: string, bits: number): Promise<void> {
  const bar = new Mixed(page).bar(layer);
  await bar.focus();
  for (;;) {
    const now = Number.parseInt((await bar.getAttribute('aria-valuetext')) ?? '', 10);
    if (now === bits) return;
    await bar.press(now < bits ? 'ArrowUp' : 'ArrowDown');
  }
}

export const NETWORK_ACTS: Readonly<Record<string, Act>> = {
  '4.1': async (student) => student.type('Correlation, typed', '0.9'),
  '4.2': async (student) => {
    await student.measured();
    for (let draw = 1; draw < 10; draw++) {
      await student.button('Next seed for B').click();
      await student.measured();
    }
  },
  '4.3': async (student) => {
    for (const row of ['1', '2', '3']) {
      await student.type('Output', row);
      await expect(student.panel('Luck or method?').getByRole('figure')).toHaveAccessibleName(
        new RegExp(`of output ${row} of`),
      );
    }
  },
  '4.4': async (student) => student.button('Run AdaRound').click(),
  '4.5': async (student) => roundNetwork(student),
  '4.6': async (student) => {
    await roundNetwork(student);
    // The numbers of the step before stay on screen until this run has its own.
    const panel = student.panel('The whole network');
    await expect(panel.getByRole('button', { name: 'Cancel' })).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Round it again' })).toBeVisible({ timeout: 90_000 });
    await student.type('λ, typed', '0.03');
    await roundNetwork(student);
  },
  'challenge-4': async (student) => {
    await student.choose('Clipping', 'MSE');
    await roundNetwork(student);
    const panel = student.panel('The whole network');
    await panel
      .getByRole('button', { name: 'Use AdaRound after equalization', exact: true })
      .click({ timeout: 120_000 });
    await student.page.getByRole('menuitem', { name: 'Use in B' }).click();
    await to(student, 'Lab');
    await student.measured();
    await student.countOthers();
  },
  '5.1': async ({ page }) => {
    const toy = lesson(page);
    await toy.getByRole('button', { name: 'Run 20 steps' }).click();
    await toy.getByRole('switch', { name: 'Straight-through estimator' }).click();
    await toy.getByRole('button', { name: 'Run 20 steps' }).click();
  },
  '5.2': async ({ page }) => {
    const toy = lesson(page);
    await toy.getByRole('switch', { name: 'Straight-through estimator' }).click();
    await toy.getByRole('radio', { name: '100' }).click();
    await toy.getByRole('button', { name: 'Run 100 steps' }).click();
    await toy.getByRole('switch', { name: 'Keep the float copy' }).click();
    await toy.getByRole('button', { name: 'Run 100 steps' }).click();
  },
  '5.3': async (student) => student.button('Start').click(),
  '5.4': async (student) => student.button('Start').click(),
  '5.5': async (student) => student.button('Measure').click(),
  'challenge-5': async (student) => {
    await to(student, 'Lab');
    await student.pick('Clipping of B', 'MSE search');
    await to(student, 'Training');
    await student.pick('Scale of B', 'Frozen');
    await student.type('Epochs', '3');
    await student.button('Start').click();
    await student.button('Use in B').click({ timeout: 120_000 });
    await to(student, 'Lab');
    await student.measured();
    await student.countOthers();
  },
  '6.1': async (student) => {
    for (let times = 0; times < 4; times++) await student.button('100 more').click();
  },
  '6.2': async (student) => student.button('Use 1.00', student.panel('Which scale')).click(),
  '6.3': async ({ page }) => {
    const sheet = lesson(page).getByRole('region', { name: 'Row 1 times row 2' });
    for (const [place, bit] of ['1', '1', '0', '1'].entries())
      await sheet.getByRole('textbox', { name: `bits, XNOR, column ${place + 1}` }).fill(bit);
  },
  '6.4': async (student) => {
    const grip = student.page.getByRole('slider', { name: 'Threshold factor of B' });
    await grip.focus();
    for (let times = 0; times < 7; times++) await grip.press('Shift+ArrowRight');
  },
  '6.5': async (student) => student.choose('First and last layer', 'float'),
  '6.6': async (student) => student.button('Train').click(),
  'challenge-6': async (student) => {
    await to(student, 'Lab');
    await student.pick('Format of B', 'Binary (BWN)');
    await student.choose('Granularity of B', 'Channel');
    await to(student, 'Training');
    await student.type('Epochs', '3');
    await student.type('Learning rate, typed', '0.002');
    await student.button('Start').click();
    await student.button('Use in B').click({ timeout: 120_000 });
    await to(student, 'Lab');
    await student.measured();
    await student.countOthers();
  },
  '7.1': async (student) => student.turn('Activations too'),
  '7.2': async (student) => {
    await student.page.getByRole('slider', { name: 'Bits of dw5, weights' }).focus();
  },
  '7.3': async (student) => {
    for (const layer of ['stem', 'dw1', 'dw5']) await give(student, layer, 8);
  },
  '7.4': async (student) => {
    await give(student, 'dw1', 4);
    await give(student, 'pw5', 4);
  },
  '7.5': async ({ page }) => new Mixed(page).run.click({ timeout: 60_000 }),
  '7.6': async (student) => student.button('Search for both').click(),
  'challenge-7': async (student) => {
    const policy = { stem: 8, dw1: 8, pw1: 6, dw2: 7, pw2: 6, dw3: 6, pw3: 5, dw4: 7, pw4: 5, dw5: 8, pw5: 3, fc: 6 };
    for (const [layer, bits] of Object.entries(policy)) await give(student, layer, bits);
    await to(student, 'Lab');
    await student.measured();
    await student.countOthers();
  },
  capstone: async (student) => {
    const policy = { stem: 8, dw1: 8, pw1: 6, dw2: 7, pw2: 6, dw3: 5, pw3: 4, dw4: 7, pw4: 5, dw5: 8, pw5: 3, fc: 6 };
    await to(student, 'Rounding');
    await student.choose('Clipping', 'Min-max');
    await roundNetwork(student);
    const panel = student.panel('The whole network');
    const use = panel.getByRole('button', { name: 'Use AdaRound', exact: true });
    await expect(use).toBeVisible({ timeout: 120_000 });
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await use.click();
    await student.page.getByRole('menuitem', { name: 'Use in B' }).click();
    await to(student, 'Mixed');
    for (const [layer, bits] of Object.entries(policy)) await give(student, layer, bits);
    await to(student, 'Lab');
    await student.page.getByRole('button', { name: 'Weights of B' }).click();
    await student.page.getByRole('menuitem', { name: 'Round for the present settings' }).click();
    await expect(student.lab.recipe('B').getByText('measured', { exact: true })).toBeVisible({ timeout: 150_000 });
    await student.measured();
    await student.countOthers();
  },
};
