/** Searches in the Mixed-precision lab of the release build: the pool, the agent and the page together. */
import { mixed } from '../e2e/support/experiments';
import { Mixed } from '../e2e/support/mixed';
import { inChromium, longestTask, openPage, row, until, watchLongest } from './chromium';
import type { Group, Row } from './rows';

const EVALUATIONS = 300;
const IMAGES = 500;
/** At least 25 policies a second. */
const MS_PER_POLICY = 40;
const SETTLE_MS = 5000;

/** One group: policies of the DS-CNN scored on 500 images, a whole run of the agent, and how a search is stopped. */
export function policyGroup(): Promise<Group> {
  return inChromium(async (browser, address) => {
    const page = await openPage(browser);
    await page.goto(address + mixed({ evaluations: EVALUATIONS, images: IMAGES }));
    const lab = new Mixed(page);
    await lab.isReady();
    await page.locator('html[data-state="idle"]').waitFor({ state: 'attached', timeout: 60_000 });
    // Uniform policies and the sensitivities of the layers are scored first.
    await page.getByText(/policies a second measured here/).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(SETTLE_MS);
    await watchLongest(page);
    const search = async (method: string): Promise<number> => {
      await lab.choose('Search', method);
      await lab.run.click();
      const ended = lab.row(method).and(page.locator('[data-state="finished"]'));
      return until(ended.waitFor({ timeout: 600_000 }));
    };
    const random = await search('random');
    const haq = await search('haq');
    const longest = await longestTask(page);
    const cancel = await cancelOf(lab, 'evolutionary');
    const count = EVALUATIONS.toLocaleString('en');
    const rows: Row[] = [
      row(
        'policy',
        `a policy on ${String(IMAGES)} images, mean of ${count} random ones`,
        random / EVALUATIONS,
        MS_PER_POLICY,
      ),
      { ...row('haq', `${count} episodes of the HAQ agent`, haq / 1000, 60), unit: 's' },
      row('search-blocking', 'longest task of the main thread while searches run', longest, 50),
      row('search-cancel', 'cancel of a search', cancel, 200),
    ];
    return { title: 'Policies of the DS-CNN', rows };
  });
}

/** Milliseconds from the click to a page at rest, in the middle of a search. */
async function cancelOf(lab: Mixed, method: string): Promise<number> {
  const { page } = lab;
  await lab.choose('Search', method);
  await lab.run.click();
  await lab
    .row(method)
    .getByText(/[3-9]\d of/)
    .waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  const paused = lab.row(method).and(page.locator('[data-state="paused"]')).waitFor();
  return until(Promise.all([paused, page.locator('html[data-state="idle"]').waitFor({ state: 'attached' })]));
}
