import { encodeLink } from '../src/experiment/codec';
import { defaultExperiment } from '../src/experiment/defaults';
import type { Params } from '../src/params/param';
import { findings } from './support/axe';
import type { Lab } from './support/lab';
import { Rounding } from './support/rounding';
import { expect, test } from './support/test';

/** The LeNet at 2 bits on the Rounding screen, small enough to finish soon. */
function theatre(layer: string, params: Params = {}): string {
  const rounding = {
    bits: 2,
    images: 32,
    iterations: 200,
    learningRate: 0.03,
    jointImages: 128,
    jointSteps: 200,
    ...params,
  };
  const experiment = { ...defaultExperiment(), model: 'lenet', screens: { rounding } };
  return encodeLink({ experiment, view: { area: 'rounding', layer } });
}

async function visit(lab: Lab, fragment: string): Promise<Rounding> {
  await lab.visit(fragment);
  const rounding = new Rounding(lab.page);
  await rounding.opened();
  return rounding;
}

test('two weights: correlated inputs make nearest wrong, independent ones do not', async ({ lab }) => {
  const rounding = await visit(lab, theatre('fc1'));
  const landscape = rounding.figure('Two weights, four roundings');
  await expect(landscape).toHaveAccessibleName(/up and down is the best with 0.126. AdaRound ends at the best/);
  await rounding.type('Correlation, typed', '0');
  await expect(landscape).toHaveAccessibleName(/is the best of four with an error of 0.25/);
  await rounding.type('Weight 2, typed', '0.2');
  await expect(landscape).toHaveAccessibleName(/up and down, is the best of four with an error of 0.13/);
});

test('a layer runs, is stepped back and ends better than nearest; its link brings the same numbers', async ({
  lab,
  page,
}) => {
  const rounding = await visit(lab, theatre('conv1'));
  await expect(rounding.button('Replay')).toBeVisible({ timeout: 120_000 });
  await expect(rounding.steps).toHaveAccessibleName(/^After 200 steps the output error of conv1 is/);
  const sentence = await rounding.steps.getAttribute('aria-label');
  await expect(rounding.figure('Flip map')).toHaveAccessibleName(/of 200 codes of conv1 moved against nearest/);
  await rounding.button('One snapshot back').click();
  await expect(rounding.steps).toHaveAccessibleName(/^After 196 steps/);
  await page.getByRole('slider', { name: 'Snapshot that is shown' }).press('Home');
  await expect(rounding.steps).toHaveAccessibleName(/^After 0 steps .* 0 % .*|^After 0 steps/);
  await page.getByRole('slider', { name: 'Snapshot that is shown' }).press('End');
  const { nearest, adaround } = await rounding.layerAccuracy();
  expect(adaround).toBeGreaterThan(nearest);

  // One output of it: the exact errors of all rules beside the draws.
  const luck = rounding.figure('Luck or method?');
  await expect(luck).toHaveAccessibleName(/^Of 100 stochastic roundings of output \d of conv1/);
  await rounding.type('Output', '3');
  await expect(luck).toHaveAccessibleName(/of output 3 of conv1/);
  const drawn = await luck.getAttribute('aria-label');
  expect(await findings(page)).toEqual([]);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  const again = new Rounding(page);
  await expect(again.button('Replay')).toBeVisible({ timeout: 120_000 });
  await expect(again.steps).toHaveAccessibleName(sentence ?? '');
  await expect(luck).toHaveAccessibleName(drawn ?? '');
});

test('a long run is paused, resumed and cancelled; what was drawn stays', async ({ lab }) => {
  const rounding = await visit(lab, theatre('conv2', { iterations: 4000 }));
  // Only what has been drawn can stay.
  await expect(rounding.steps).toHaveAccessibleName(/^After [1-9]\d* steps/, { timeout: 90_000 });
  await rounding.button('Pause').click();
  await rounding.button('Resume').click();
  await rounding.button('Pause').click();
  await rounding.button('Cancel').click();
  await expect(rounding.button('Run again')).toBeVisible();
  await expect(rounding.steps).toHaveAccessibleName(/^After \d+ steps the output error of conv2/);
  const stopped = await rounding.steps.getAttribute('aria-label');
  await rounding.page.waitForTimeout(1000);
  expect(await rounding.steps.getAttribute('aria-label')).toBe(stopped);
});

test('the whole network gains against nearest, and every method is measured; what AdaRound made goes to the Lab and into a link', async ({
  lab,
  page,
  browser,
}) => {
  const rounding = await visit(lab, theatre('fc1', { images: 128 }));
  await expect(rounding.button('Round the network')).toBeEnabled({ timeout: 60_000 });
  await rounding.button('Round the network').click();
  const panel = page.getByRole('region', { name: 'The whole network' });
  await panel.getByRole('button', { name: 'Cancel' }).click({ timeout: 90_000 });
  await rounding.button('Round it again').click();
  await expect(panel.getByText('measured', { exact: true })).toBeVisible({ timeout: 240_000 });
  const adaround = await rounding.accuracy('adaround');
  expect(adaround).toBeGreaterThan((await rounding.accuracy('nearest')) + 8);
  expect(await rounding.accuracy('equalized-adaround')).toBeGreaterThan(75);
  for (const rule of ['floor', 'ceil']) expect(await rounding.accuracy(rule)).toBeLessThan(20);
  for (const rival of ['stochastic', 'bias', 'equalization', 'awq', 'smoothquant', 'gptq'])
    expect(await rounding.accuracy(rival)).toBeGreaterThan(20);
  await expect(panel.getByRole('row', { name: /^fc1 37,632/ })).toBeVisible();

  // What was measured here is what the Lab measures, and what another browser makes of the link.
  await panel.getByRole('button', { name: 'Use AdaRound', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Use in B' }).click();
  await page.getByRole('navigation').getByRole('button', { name: 'Lab', exact: true }).click();
  const wanted = `${adaround.toFixed(1)} %`;
  await expect(page.locator('[data-result="accuracy-b"]')).toHaveText(wanted, { timeout: 60_000 });
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  await other.getByRole('button', { name: /Round again, about \d+ s/ }).click({ timeout: 60_000 });
  await expect(other.locator('[data-result="accuracy-b"]')).toHaveText(wanted, { timeout: 120_000 });
  await elsewhere.close();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  test('the theatre fits and runs', async ({ lab, page }) => {
    const rounding = await visit(lab, theatre('conv1', { iterations: 100 }));
    await expect(rounding.button('Replay')).toBeVisible({ timeout: 120_000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
