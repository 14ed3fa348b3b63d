import type { Page } from '@playwright/test';
import { encodeLink } from '../src/experiment/codec';
import { defaultExperiment } from '../src/experiment/defaults';
import { writeSafetensors } from '../src/io/safetensors';
import { drawSample } from '../src/numerics/samples';
import { findings } from './support/axe';
import { digitPictures, digitsTable } from './support/digits';
import { writePictures } from './support/pictures';
import { expect, test } from './support/test';

const tensor = (name: string, shape: readonly number[], seed: number) => {
  const length = shape.reduce((product, size) => product * size, 1);
  return { name, shape, data: drawSample('laplace', length, seed, false) };
};

/** Weights as PyTorch writes them, with names in parts. */
const WEIGHTS = {
  name: 'encoder.safetensors',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(
    writeSafetensors({
      metadata: {},
      tensors: [
        tensor('encoder.layers.0.attn.weight', [96, 64], 1),
        tensor('encoder.layers.0.attn.bias', [96], 2),
        tensor('encoder.layers.1.attn.weight', [96, 64], 3),
        tensor('stem.conv.weight', [16, 3, 3, 3], 4),
        tensor('head.weight', [10, 96], 5),
      ],
    }),
  ),
};

/** Says that its header has 2^62 bytes. */
const HOSTILE = {
  name: 'hostile.safetensors',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from([0, 0, 0, 0, 0, 0, 0, 64, 123, 125]),
};

async function openDialog(page: Page): Promise<void> {
  await page.getByTitle('Model, data and licence').click();
  await page.getByRole('button', { name: 'Open a file…' }).click();
}

async function choose(page: Page, file: typeof WEIGHTS): Promise<void> {
  await page.locator('[data-pick="files"]').setInputFiles(file);
}

/** Opens the weights of `WEIGHTS` as they are. */
async function openWeights(page: Page): Promise<void> {
  await openDialog(page);
  await choose(page, WEIGHTS);
  await page.getByRole('button', { name: 'Open in the Lab' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** A value that a browser keeps since the first version, which had two shelves. Opens no page of the app. */
async function keepAsBefore(page: Page): Promise<void> {
  await page.route('**/nothing', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto('./nothing');
  await page.evaluate(async () => {
    const request = indexedDB.open('quantization-playground', 1);
    request.onupgradeneeded = () => {
      for (const shelf of ['weights', 'runs']) request.result.createObjectStore(shelf);
    };
    await new Promise((resolve) => (request.onsuccess = resolve));
    const writing = request.result.transaction('runs', 'readwrite');
    writing.objectStore('runs').put('a run', 'from before');
    await new Promise((resolve) => (writing.oncomplete = resolve));
    request.result.close();
  });
}

/** What is kept of that now. */
async function keptFromBefore(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const request = indexedDB.open('quantization-playground');
    await new Promise((resolve) => (request.onsuccess = resolve));
    const reading: IDBRequest<unknown> = request.result.transaction('runs').objectStore('runs').get('from before');
    await new Promise((resolve) => (reading.onsuccess = resolve));
    request.result.close();
    return reading.result;
  });
}

test('weights of a user are looked at, opened, walked down the ladder, kept, renamed and forgotten', async ({
  lab,
  page,
}) => {
  await keepAsBefore(page);
  await lab.open();
  await openDialog(page);
  await choose(page, WEIGHTS);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('4 of 5 tensors, 13,680 weights')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'encoder.layers.0.attn.bias' })).not.toBeChecked();
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('checkbox', { name: 'head.weight' }).press('Space');
  await expect(dialog.getByText('3 of 5 tensors, 12,720 weights')).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose none' }).click();
  await expect(dialog.getByRole('button', { name: 'Open in the Lab' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'All of encoder.layers.', exact: true }).click();
  await dialog.getByRole('checkbox', { name: 'stem.conv.weight' }).click();
  await dialog.getByRole('button', { name: 'Open in the Lab' }).click();
  await lab.measured();
  // The bias came with its group: three kernels and it.
  await expect(lab.recipe('A').getByText('worst to best of 4')).toBeVisible();
  await lab.bits('A', 6);
  await lab.measured();
  const six = await lab.percent('A');
  await lab.bits('A', 8);
  // Two bits more are 12 dB more.
  await expect.poll(async () => Math.abs((await lab.percent('A')) - six - 12)).toBeLessThan(1);

  await page.getByRole('navigation').getByRole('button', { name: 'Granularity' }).click();
  await expect(page.getByText('Per channel').first()).toBeVisible();
  await page.reload();
  await page.getByRole('navigation').getByRole('button', { name: 'Lab' }).click();
  await lab.measured();
  await page.getByTitle('Model, data and licence').click();
  await page.getByRole('button', { name: 'Rename encoder' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('My encoder');
  await page.getByRole('textbox', { name: 'New name' }).press('Enter');
  await expect(page.getByRole('list', { name: 'Your models' }).getByText('My encoder')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Forget My encoder' }).click();
  await expect(page.getByRole('list', { name: 'Your models' })).toHaveCount(0);
  expect(await keptFromBefore(page)).toBe('a run');
});

test('a hostile file is refused with the reason, and what was on screen stays', async ({ lab, page }) => {
  await lab.open();
  const before = await lab.accuracy('A').textContent();
  const hash = () => page.evaluate(() => location.hash);
  const address = await hash();
  await openDialog(page);
  await choose(page, HOSTILE);
  const problem = page.getByRole('dialog').getByRole('alert');
  await expect(problem).toContainText('hostile.safetensors');
  await expect(problem).toContainText('What is on screen has not changed.');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(lab.accuracy('A')).toHaveText(before ?? '');
  expect(await hash()).toBe(address);
});

test('a link to a file of its sender says what to do, and works once the same file is opened', async ({
  lab,
  page,
  browser,
}) => {
  await lab.open();
  await openWeights(page);
  await lab.measured();
  const value = await lab.accuracy('B').textContent();
  await expect.poll(() => page.evaluate(() => location.hash)).not.toBe('');
  const fragment = await page.evaluate(() => location.hash);

  const stranger = await browser.newPage({ baseURL: page.url().replace(/[?#].*/, '') });
  await stranger.goto(`./${fragment}`);
  const notice = stranger.getByRole('alert');
  await expect(notice).toContainText('This link is about a file of its sender');
  await notice.getByRole('button', { name: 'Open a file…' }).click();
  // Another choice is another model.
  await choose(stranger, WEIGHTS);
  await stranger.getByRole('radio', { name: '[in, out]', exact: true }).click();
  await stranger.getByRole('button', { name: 'Open in the Lab' }).click();
  await expect(stranger.getByRole('alert').filter({ hasText: 'Not the model of the link' })).toBeVisible();
  await stranger.getByRole('radio', { name: '[out, in]', exact: true }).click();
  await stranger.getByRole('button', { name: 'Open in the Lab' }).click();
  await expect(stranger.locator('[data-result="accuracy-b"]')).toHaveText(value ?? '');
  await stranger.close();
});

test('a frame does not show what a browser keeps', async ({ page }) => {
  const model = 'own-0123456789abcdef';
  await page.goto(`./?embed=${encodeLink({ experiment: { ...defaultExperiment(), model } })}`);
  await expect(page.getByText('A frame does not show files of its reader')).toBeVisible();
});

test('files that are dropped on the page are opened', async ({ lab, page }) => {
  await lab.open();
  const dropped = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], 'encoder.safetensors'));
      return transfer;
    },
    [...WEIGHTS.buffer],
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: dropped });
  await expect(page.getByText('Drop to open')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(page.getByText('Drop to open')).toBeHidden();
  await expect(page.getByRole('dialog').getByText('4 of 5 tensors')).toBeVisible();
});

/** Drops a folder of this machine on the middle of the page. */
async function dropFolder(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
  await session.detach();
}

/** Says how the digits, values of 0 to 16, go into the network that was trained on them. */
async function standardize(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Preprocessing' }).selectOption('standard');
  await page.getByRole('spinbutton', { name: 'Mean' }).fill('0');
  await page.getByRole('spinbutton', { name: 'Standard deviation' }).fill('0.06274509803921569');
  await page.getByRole('spinbutton', { name: 'Standard deviation' }).press('Enter');
}

test('a network of a user runs on random inputs, then on those of the user, and with labels has an accuracy', async ({
  lab,
  page,
}, testInfo) => {
  await lab.open();
  await openDialog(page);
  const folder = 'public/models/digits-mlp';
  await page.locator('[data-pick="files"]').setInputFiles([`${folder}/model.json`, `${folder}/weights.bin`]);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Layers it will run' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Name of the model' }).fill('My digits');
  await dialog.getByRole('button', { name: 'Open in the Lab' }).click();
  await lab.measured();
  await expect(page.getByRole('heading', { name: 'Output SQNR' })).toBeVisible();
  const before = await lab.percent('A');
  await lab.bits('A', 8);
  await lab.measured();
  await expect.poll(() => lab.percent('A')).toBeGreaterThan(before + 10);

  await page.getByTitle('Model, data and licence').click();
  await page.getByRole('button', { name: 'Data for this model…' }).click();
  const given = { name: 'digits.csv', mimeType: 'text/csv', buffer: Buffer.from('label,a\none,2,3\n') };
  await page.locator('[data-pick="files"]').setInputFiles(given);
  await expect(page.getByRole('alert')).toContainText('Line 2');
  await page.locator('[data-pick="files"]').setInputFiles({ ...given, buffer: Buffer.from(digitsTable(false)) });
  await expect(page.getByText('Every column is an input: there are no labels.')).toBeVisible();
  await expect(page.getByText('A and B are compared on 400 (80 %), 100 are for calibration')).toBeVisible();
  await standardize(page);
  await page.getByRole('button', { name: 'Use these data' }).click();
  await expect(page.getByRole('button', { name: 'My digits on your 500 inputs' })).toBeVisible();
  await lab.measured();
  await expect(lab.recipe('A').getByText('worst to best of 400')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Output SQNR' })).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /My digits on 200 random inputs/ })).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByRole('button', { name: 'My digits on your 500 inputs' })).toBeVisible();

  await page.getByTitle('Model, data and licence').click();
  await expect(page.getByText('on your 500 inputs: 400 inputs are tested, 100 calibrate.')).toBeVisible();
  await page.getByRole('button', { name: 'Data for this model…' }).click();
  await page.locator('[data-pick="files"]').setInputFiles({ ...given, buffer: Buffer.from(digitsTable(true)) });
  await expect(page.getByText('400 test data (80 %), 100 for calibration and training')).toBeVisible();
  const labels = page.getByRole('combobox', { name: 'Labels' });
  await labels.selectOption('none');
  await expect(page.getByText('There are no labels: the column "label" is left out.')).toBeVisible();
  await labels.selectOption('column "label"');
  await expect(page.getByText('The labels are those of the column "label".')).toBeVisible();
  await standardize(page);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use these data' }).click();
  // The card of this network says 97.2 % of the 500 images that these are taken from.
  await expect.poll(() => lab.percent('A')).toBeGreaterThan(93);
  await expect(page.getByRole('heading', { name: 'Confusion' })).toBeVisible();

  const pictures = writePictures(testInfo.outputPath('digits'), digitPictures(100));
  await page.getByTitle('Model, data and licence').click();
  await page.getByRole('button', { name: 'Data for this model…' }).click();
  await page.locator('[data-pick="folder"]').setInputFiles(pictures);
  await expect(page.getByRole('alert')).toContainText('has 256 values [16, 16, 1], the network takes 64 [8, 8, 1]');
  await page.getByRole('switch', { name: 'Scale pictures to the input of the network' }).click();
  await dropFolder(page, pictures);
  await expect(page.getByText('All pictures were scaled to 8 × 8 points.')).toBeVisible();
  await expect(page.getByText('100 of 8 × 8 × 1')).toBeVisible();
  await expect(page.getByText(/^digit 0 \(\d+\), digit 1 \(\d+\),.* digit 9 \(\d+\)$/)).toBeVisible();
  await page.getByRole('button', { name: 'Use these data' }).click();
  await expect(page.getByRole('button', { name: 'My digits on your data, 100 examples' })).toBeVisible();
  await lab.measured();
  await expect(lab.recipe('A').getByText(/n = 80$/)).toBeVisible();
  expect(await lab.percent('A')).toBeGreaterThan(90);
});
