import { encodeLink } from '../src/experiment/codec';
import { COMPARISON, link, uniform } from './support/experiments';
import { Lab, readLink } from './support/lab';
import { expect, test } from './support/test';

test('a copied link opens in a new page with identical numbers, and says so', async ({ lab, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open();
  await lab.bits('B', 2);
  await lab.measured();
  const digest = await lab.digest();

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Link copied.')).toBeAttached();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(readLink(address).digest).toEqual(digest);
  for (const [name, file] of [
    ['ONNX of B', 'b.onnx'],
    ['Packed weights of A', 'a.safetensors'],
    ['TensorFlow.js of B', 'b-tfjs.zip'],
    ['PyTorch script of B', 'b-torch.zip'],
  ] as const) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Save ${name}` }).click();
    expect((await download).suggestedFilename()).toBe(`${readLink(address).experiment.model}-${file}`);
  }

  const other = await context.newPage();
  await other.goto(address);
  const copy = new Lab(other);
  await copy.measured();
  expect(await copy.digest()).toEqual(digest);
  await expect(other.getByRole('contentinfo')).toContainText(/reproduce|equal/i);
  for (const letter of ['A', 'B'] as const) {
    expect(await copy.accuracy(letter).innerText()).toBe(await lab.accuracy(letter).innerText());
    expect(await copy.row(letter, 'Stored size')).toBe(await lab.row(letter, 'Stored size'));
  }
});

test('a link whose numbers differ says so', async ({ lab, page }) => {
  await lab.open();
  const digest = await lab.digest();
  await page.goto('about:blank');
  await lab.open(encodeLink({ experiment: COMPARISON, digest: { ...digest, a: digest.a + 5 } }));
  await expect(page.getByRole('contentinfo')).toContainText(/differ/i);
});

test('Back and Ctrl-Z take a change back, redo brings it again', async ({ lab, page }) => {
  await lab.open();
  const bits = (value: number) => lab.width('A', value);
  await lab.bits('A', 4);
  await expect(bits(4)).toBeChecked();
  await lab.bits('A', 5);
  await expect(bits(5)).toBeChecked();
  await page.goBack();
  await expect(bits(4)).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(bits(3)).toBeChecked();
  await page.keyboard.press('Control+y');
  await expect(bits(4)).toBeChecked();
  await lab.measured();
});

test('the address follows the settings, so that a reload brings them back', async ({ lab, page }) => {
  await lab.open();
  await lab.bits('B', 6);
  await lab.measured();
  const shown = await lab.accuracy('B').innerText();
  await page.reload();
  await expect(lab.width('B', 6)).toBeChecked();
  await lab.measured();
  expect(await lab.accuracy('B').innerText()).toBe(shown);
});

/** Cut short, not base64url, noise, of a newer version. */
const broken: readonly [string, RegExp][] = [
  [link({ a: uniform(5, 'channel', 'mse') }).slice(0, -6), /link/i],
  ['#e=1.%%%%', /link/i],
  [`#e=1.${'A'.repeat(500)}`, /link/i],
  ['#e=9999.q1YqVbKqBQA', /newer/i],
];

test('links that are broken are named, and the app opens on its defaults', async ({ lab, page }) => {
  for (const [at, [fragment, message]] of broken.entries()) {
    await lab.visit(fragment, `?${String(at)}`);
    await expect(page.getByRole('alert').filter({ hasText: message })).toBeVisible();
    await expect(lab.width('A', 4)).toBeChecked();
  }
  await lab.measured();
});
