/** Chapters 1 to 3: what is done to weights as they are. */
import { expect } from '@playwright/test';
import { lesson } from '../course';
import type { Act } from './student';

/** Widths of B, one after the other, each measured. */
const widths =
  (...bits: readonly number[]): Act =>
  async ({ lab }) => {
    for (const width of bits) {
      await lab.bits('B', width);
      await lab.measured();
    }
  };

export const WEIGHT_ACTS: Readonly<Record<string, Act>> = {
  welcome: async (student) => {
    await student.measured();
    await student.choose('Granularity of B', 'Channel');
  },
  '1.1': async (student) => {
    await student.measured();
    await widths(6, 4, 3)(student);
  },
  '1.2': async (student) => {
    await student.measured();
    await widths(6, 5, 4, 3)(student);
  },
  '1.3': async (student) => {
    await student.measured();
    await student.unfold('B');
    await student.choose('Scheme of B', 'Affine');
  },
  '1.4': async (student) => {
    await student.measured();
    const lloyd = student.page.getByRole('group', { name: "Lloyd's iteration of B" });
    await lloyd.getByRole('button', { name: 'Run to convergence' }).click();
  },
  '1.5': async (student) => {
    await student.measured();
    await student.lab.selectLayer('stem');
  },
  '1.6': async ({ page }) => {
    const sheet = lesson(page).getByRole('region', { name: 'A step and a zero point' });
    await sheet.getByRole('textbox', { name: /^S, / }).fill('1.07');
    await sheet.getByRole('textbox', { name: /^Z, / }).fill('-1');
    await sheet.getByRole('button', { name: 'Next sheet' }).click();
    await lesson(page).getByRole('textbox', { name: 'q, row 1, column 2' }).fill('-2');
  },
  'challenge-1': async (student) => {
    await student.lab.bits('B', 6);
    await student.scope('B', 'fc1 only');
    await student.lab.bits('B', 2);
    await student.measured();
    await student.countOthers();
  },
  '2.1': async (student) => {
    for (const layer of ['dw1', 'pw1', 'dw4', 'dw5']) {
      await student.lab.selectLayer(layer);
      await student.measured();
    }
  },
  '2.2': async (student) => {
    await student.measured();
    await student.lab.startSweep();
  },
  '2.3': async (student) => {
    await student.measured();
    for (const size of [128, 64, 32]) {
      await student.choose('Group size of B', String(size));
      await student.measured();
    }
  },
  '2.4': async (student) => {
    await student.measured();
    await student.pick('Format of B', 'VSQuant');
  },
  '2.5': async (student) => {
    await student.measured();
    await student.unfold('B');
    await student.type('Mantissa bits of B', '4');
    await student.measured();
    await student.type('Mantissa bits of B', '7');
  },
  '2.6': async (student) => {
    await student.measured();
    await student.choose('Granularity of B', 'Group');
  },
  'challenge-2': async (student) => {
    await student.pick('Format of B', 'VSQuant');
    await student.unfold('B');
    await student.type('Scale bits of B', '8');
    await student.choose('Float scale of B', 'Tensor');
    await student.measured();
    await student.countOthers();
  },
  '3.1': async ({ page }) => {
    const grip = page.getByRole('slider', { name: 'Threshold of A' });
    await grip.focus();
    for (let times = 0; times < 6; times++) await grip.press('Shift+ArrowLeft');
  },
  '3.2': async (student) => {
    await student.page.getByRole('switch', { name: /bad batch/ }).click();
  },
  '3.3': async ({ page }) => {
    const candidate = page.getByRole('slider', { name: 'Candidate of the KL search' });
    await candidate.press('Shift+ArrowRight');
    await candidate.press('Delete');
  },
  '3.4': async (student) => {
    const place = student.main.getByRole('status').filter({ hasText: /^\d+ of \d+$/ });
    await expect(place).toHaveText(/^0 of [1-9]/);
    const last = Number((await place.innerText()).split(' of ')[1]);
    for (let step = 1; step <= last; step++) {
      await expect(lesson(student.page).getByText('Not done yet')).toBeVisible();
      await student.button('One step').click();
      await expect(place).toHaveText(`${step} of ${last}`);
    }
  },
  '3.5': async (student) => {
    await student.choose('Bits', '4');
  },
  '3.6': async (student) => {
    await student.measured();
    await student.scope('B', 'pw1 only');
    await student.pick('Clipping of B', 'MSE search');
  },
  'challenge-3': async (student) => {
    const thresholds = { conv1: 0.75, fc2: 0.3 };
    for (const [layer, ratio] of Object.entries(thresholds)) {
      await student.lab.selectLayer(layer);
      await student.scope('B', `${layer} only`);
      await student.type('Threshold of B as a share of the largest weight, typed', String(ratio));
    }
    await student.lab.selectLayer('fc1');
    await student.scope('B', 'fc1 only');
    await student.pick('Clipping of B', 'OCTAV');
    await student.measured();
    await student.countOthers();
  },
};
