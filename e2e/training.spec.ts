import { encodeLink } from '../src/experiment/codec';
import { defaultExperiment } from '../src/experiment/defaults';
import { findings } from './support/axe';
import { expect, test } from './support/test';
import { link, uniform } from './support/experiments';
import { SHORT_RUN } from './support/short-run';
import { Training } from './support/training';

test('the DS-CNN at three bits per tensor learns back in one epoch; a second run is cancelled and keeps its curve', async ({
  lab,
  page,
}) => {
  await lab.open(link({ model: 'dscnn', a: uniform(3, 'tensor', 'minmax'), b: uniform(4, 'tensor', 'minmax') }));
  const training = new Training(page);
  await training.open();
  await training.choose('A');
  await training.withoutControl();
  await training.button('Start').click();

  // The curve grows while the network learns, and the weights can be watched.
  await expect(training.curves.getByRole('figure')).toHaveAccessibleName(
    /Recipe A went from .* in [1-9]\d* of 156 steps/,
  );
  await expect(training.weights.getByRole('figure')).toHaveAccessibleName(/the network sees [4-7] values/);
  await expect(training.button('Start')).toBeVisible({ timeout: 180_000 });
  await expect(training.state('A')).toHaveText('finished');

  // Single weights, the gradient, the scale and the signs of the run can be read.
  const figure = (name: RegExp) => page.getByRole('figure', { name });
  await expect(figure(/Twelve float weights of A over 156 steps/)).toBeVisible();
  await expect(figure(/It is masked for .+ of the weights/)).toBeVisible();
  await expect(figure(/Scales of A against their start/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Doctor' }).getByRole('row', { name: /Codes changed/ })).toBeVisible();
  expect(await training.gain('A')).toBeGreaterThan(15);

  await training.choose('B');
  await training.button('Start').click();
  await expect(training.curves.getByRole('figure')).toHaveAccessibleName(
    /Recipe B went from .* in [1-9]\d* of 156 steps/,
  );
  await training.button('Cancel').click();
  await expect(training.button('Start')).toBeVisible({ timeout: 2_000 });
  await expect(training.state('B')).toHaveText('stopped');
  const stopped = await training.curves.getByRole('figure').getAttribute('aria-label');
  // Longer than a step that was under way could have taken.
  await page.waitForTimeout(1_500);
  expect(await training.curves.getByRole('figure').getAttribute('aria-label')).toBe(stopped);
  await expect(training.state('A')).toHaveText('finished');
});

test('a run that was paused gives the same numbers as one in Node that was not', async ({ lab, page }) => {
  await lab.open();
  const training = new Training(page);
  await training.open();
  expect(await findings(page)).toEqual([]);
  await training.choose('A');
  await training.withoutControl();
  await training.type('Training images', String(SHORT_RUN.images));
  await training.button('Start').click();
  await expect(training.curves.getByRole('figure')).toHaveAccessibleName(/in \d+ of 15 steps/);
  await training.button('Pause').click();
  await expect(training.button('Resume')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await training.button('Resume').click();
  await expect(training.state('A')).toHaveText('finished', { timeout: 120_000 });
  const last = (await training.csv()).at(-1);
  expect(last?.map(Number).slice(1)).toEqual([SHORT_RUN.steps, SHORT_RUN.correct / 2000, 2000, SHORT_RUN.loss]);
});

test('accuracy over bits is measured three ways, stays over a reload, and its points open in the Lab', async ({
  lab,
  page,
}) => {
  const rounding = { iterations: 100, images: 32, learningRate: 0.05 };
  const screens = { rounding, training: { images: 640, curveBits: [2] } };
  const experiment = { ...defaultExperiment(), model: 'lenet', screens };
  await lab.visit(encodeLink({ experiment, view: { area: 'training' } }));
  const panel = page.getByRole('region', { name: 'Accuracy and bits' });
  await panel.getByRole('button', { name: 'Measure' }).click({ timeout: 60_000 });
  await panel.getByRole('button', { name: 'Pause' }).click();
  await panel.getByRole('button', { name: /^(Measure|Resume)$/ }).click();
  await expect(panel.getByText('3 of 3')).toBeVisible({ timeout: 120_000 });
  await page.reload();
  await expect(panel.getByText('3 of 3')).toBeVisible({ timeout: 60_000 });
  const point = panel.getByRole('button', { name: /^QAT, per-tensor, 2 bits: / });
  const accuracy = / ([\d.]+ %)/.exec((await point.getAttribute('aria-label')) ?? '')?.[1];
  await point.press('Enter');
  await page.evaluate(() => {
    scrollBy(0, -20);
  });
  await page.getByRole('button', { name: 'Open as B' }).click();
  await page.getByRole('navigation').getByRole('button', { name: 'Lab', exact: true }).click();
  await expect(page.locator('[data-result="accuracy-b"]')).toHaveText(accuracy ?? '', { timeout: 60_000 });
});

test('a learning rate that is too high is stopped, with the likely cause', async ({ lab, page }) => {
  await lab.open();
  const training = new Training(page);
  await training.open();
  await training.choose('A');
  await training.withoutControl();
  await training.type('Learning rate, typed', '1');
  await page.getByRole('combobox', { name: 'Scale of A' }).selectOption('max-abs');
  await training.button('Start').click();
  await expect(training.curves.getByText(/learning rate of 1/)).toBeVisible({ timeout: 60_000 });
  await expect(training.state('A')).toHaveText('stopped');
});
