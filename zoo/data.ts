/**
 * Packs the data sets for the app: `npm run data [-- ID ...] [--idx-dir DIR] [--file DIGITS.csv.gz] [--out DIR]`, by default all.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Split, writePacked } from './pack';
import { loadDigits } from './sources/digits';
import { loadFashionMnist } from './sources/fashion-mnist';

const CLOTHES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'idx-dir': { type: 'string' },
    file: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../public/data', import.meta.url)) },
  },
});

const split = (role: Split['role'], offset: number, end: number): Split => ({
  id: `${role}-${String(offset)}-${String(end)}`,
  role,
  offset,
  count: end - offset,
});

const PACKERS: Readonly<Record<string, (folder: string) => Promise<void> | void>> = {
  'fashion-mnist': async (folder) =>
    writePacked({
      folder,
      splits: [split('test', 0, 2000), split('test', 2000, 10_000), split('train', 0, 10_000)],
      source: await loadFashionMnist(values['idx-dir']),
      about: {
        id: 'fashion-mnist',
        title: 'Fashion-MNIST',
        classes: CLOTHES,
        shape: [28, 28, 1],
        licence: 'MIT, copyright 2017 Zalando SE',
        source: 'https://github.com/zalandoresearch/fashion-mnist (Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747)',
      },
    }),
  digits: (folder) => {
    const source = loadDigits(values.file);
    writePacked({
      folder,
      splits: [split('test', 0, source.test.labels.length), split('train', 0, source.train.labels.length)],
      source,
      about: {
        id: 'digits',
        title: 'UCI digits',
        classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
        shape: [8, 8, 1],
        // Pixels count from 0 to this.
        white: 16,
        licence: 'CC BY 4.0',
        source:
          'Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak 1998, UCI Machine Learning Repository), its test file as in scikit-learn; of 18 images in a row the first five are test images',
      },
    });
  },
};

for (const id of positionals.length > 0 ? positionals : Object.keys(PACKERS)) {
  const pack = PACKERS[id];
  if (pack === undefined) throw new Error(`There is no data set ${id}; there are ${Object.keys(PACKERS).join(', ')}.`);
  await pack(join(values.out, id));
}
