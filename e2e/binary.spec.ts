import { findings } from './support/axe';
import { Binary } from './support/binary';
import { addressWith } from './support/lab';
import { expect, test } from './support/test';

const WORKED = { filter: 0, from: 0 };

test('a product of signs is packed, stepped through and checked, at any length and with bits turned over', async ({
  page,
}) => {
  const binary = new Binary(page);
  await binary.open({ ...WORKED, length: 33, step: 1 });
  await expect(binary.step).toHaveText(
    'Each sign is one bit: 33 signs fit in 2 words of 32 bits. 31 bits of the last word stay 0 in both and count for nothing.',
  );
  await binary.button('Step forward').click();
  await expect(binary.step).toHaveText(/XNOR is 1 where the signs agree/);
  await binary.button('Step 4, 2p − n').click();
  await expect(binary.step).toHaveText(/^2p − n = 2 · \d+ − 33 = −?\d+$/);
  await expect(page.locator('[data-result="check"]')).toHaveText(
    /^Equals the float product of the signs, −?\d+: exact\.$/,
  );

  // One bit turned over changes the product by two, and back.
  const before = await binary.step.innerText();
  const value = (text: string) => Number((text.split('= ').at(-1) ?? '').replace('−', '-'));
  const signs = page.getByRole('slider', { name: /^Signs: Enter turns/ });
  await signs.focus();
  await signs.press('ArrowRight');
  await signs.press('Enter');
  await expect(binary.step).not.toHaveText(before);
  expect(Math.abs(value(await binary.step.innerText()) - value(before))).toBe(2);
  await expect(page.locator('[data-result="check"]')).toHaveText(/exact/);
  await binary.button('Real bits').click();
  await expect(binary.step).toHaveText(before);

  await binary.type('Length', 7);
  await expect(binary.step).toHaveText(/− 7 = /);
  await binary.button('Play the steps').click();
  await binary.button('Step 1, signs').click();
  await expect(binary.step).toHaveText(/7 signs fit in 1 word of 32 bits/);
});

test('the threshold is dragged and stepped, the optimum is found, and the link brings it back', async ({ page }) => {
  const binary = new Binary(page);
  await binary.open();
  await binary.quiet();
  const figure = binary.figure('Where to cut');
  await expect(figure).toHaveAccessibleName(/At Δ = 0\.70 mean \|w\|/);
  const grip = binary.slider('Threshold factor of B');
  await grip.focus();
  await grip.press('ArrowRight');
  await expect(figure).toHaveAccessibleName(/At Δ = 0\.71 mean \|w\|/);
  await expect(binary.figure('Weights of fc1')).toHaveAccessibleName(/Δ = 0\.71 mean \|w\|/);
  const box = await grip.boundingBox();
  if (box === null) throw new Error('The grip is not drawn.');
  // The grip itself is at the lower end of its line.
  const y = box.y + box.height - 20;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, y, { steps: 5 });
  await page.mouse.up();
  await expect(figure).not.toHaveAccessibleName(/At Δ = 0\.71/);

  // At the optimum no threshold is better.
  const error = async () => Number(/weights is (0\.\d+)/.exec((await figure.getAttribute('aria-label')) ?? '')?.[1]);
  await binary
    .button((await binary.panel('Where to cut').getByRole('button', { name: /^Use / }).innerText()).trim())
    .click();
  const best = Number(/exact optimum (0\.\d+)/.exec((await figure.getAttribute('aria-label')) ?? '')?.[1]);
  expect(await error()).toBeLessThanOrEqual(best + 0.001);
  const name = await figure.getAttribute('aria-label');

  await page.getByRole('radio', { name: 'Scale of binary' }).click();
  await binary.slider('Scale factor of A').focus();
  await binary.slider('Scale factor of A').press('Shift+ArrowRight');
  await expect(binary.figure('Which scale')).toHaveAccessibleName(/±1\.10 mean \|w\|/);
  await page.getByRole('radio', { name: 'Threshold of ternary' }).click();
  await binary.type('Length', 33);
  const address = await addressWith(page, { binary: { length: 33 } });
  await page.goto('about:blank');
  await page.goto(address);
  await expect(figure).toHaveAccessibleName(name ?? '');
  await expect(page.getByRole('spinbutton', { name: 'Length', exact: true })).toHaveValue('33');
});

test('TTQ learns its levels and wins back what rounding lost; a second training is cancelled', async ({ page }) => {
  const binary = new Binary(page);
  await binary.open({ images: 2000 });
  const untrained = await binary.accuracy('ttq', 'untrained');
  await binary.button('Train TTQ').click();
  await expect(binary.figure('TTQ levels')).toHaveAccessibleName(/after [1-9]\d* of 31 steps/, { timeout: 60_000 });
  expect(await binary.accuracy('ttq', 'trained')).toBeGreaterThan(untrained + 3);
  await expect(binary.figure('TTQ levels')).toHaveAccessibleName(/after 31 of 31 steps: Wp went from/);

  await page.getByRole('combobox', { name: 'Methods to train' }).selectOption('bwn');
  await binary.button('Train').click();
  await expect(page.getByText(/^BWN: step \d+ of 31/)).toBeVisible({ timeout: 60_000 });
  await binary.button('Cancel').first().click();
  await expect(binary.button('Train')).toBeVisible({ timeout: 2_000 });
  await expect(binary.cell('bwn', 'trained')).toHaveText('–');
  await expect(binary.cell('ttq', 'trained')).toHaveText(/^\d/);
});

test('the bench multiplies packed signs in the tab and checks every output', async ({ page }) => {
  const binary = new Binary(page);
  await binary.open({ bench: '256' });
  await binary.quiet();
  const bench = binary.figure('Bench');
  await expect(bench).toHaveAccessibleName(/Not measured yet.*the paper measured 58 ×/);
  await binary.button('Run').click();
  await expect(bench).toHaveAccessibleName(/256 × 256 × 256: float32, tfjs [\d.]+ ms/, { timeout: 90_000 });
  await expect(page.locator('[data-result="exact"]')).toContainText(
    'All 65,536 outputs equal the float product of the signs.',
  );
  await expect(binary.panel('Bench').getByText('published, paper')).toBeVisible();
});

test('feature maps of one image; without normalization every sign after a ReLU is +1', async ({ page }) => {
  const binary = new Binary(page);
  await binary.open({}, 'conv2');
  expect(await findings(page)).toEqual([]);
  await binary.quiet();
  const maps = binary.figure('Feature maps');
  await expect(maps).toHaveAccessibleName(/What conv2 makes of test image 0.*BWN 0\.\d+, XNOR-Net 0\.\d+, TWN 0\.\d+/);
  await page.getByRole('switch', { name: 'Normalize before the sign' }).click();
  await expect(maps).toHaveAccessibleName(/100\.0 % of the signs of its input are \+1/);
  await binary.type('Test image', 3);
  await expect(maps).toHaveAccessibleName(/test image 3/);
  await page.getByText('Training settings').click();
  expect(await findings(page)).toEqual([]);
});

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('everything fits into 390 pixels', async ({ page }) => {
    const binary = new Binary(page);
    await binary.open();
    await binary.quiet();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    // What lies half under the bar at the top counts as too small to press.
    await page.evaluate(() => {
      scrollTo(0, 0);
    });
    expect(await findings(page)).toEqual([]);
  });
});
