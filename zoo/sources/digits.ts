import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'fflate';
import type { LabelledImages } from './fashion-mnist';

/** Where Debian's package `python3-sklearn` puts the file. */
const DEBIAN = '/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz';
/** SHA-256 of the unpacked file. */
const DIGEST = '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8';
const COLUMNS = 65;

/** Of 18 images in a row the first five are test images: 500 of 1,797, spread over all writers. */
const PERIOD = 18;
const TEST = 5;

/**
 * The handwritten digits of UCI's `optdigits` test file, 8 x 8 pixels of 0 to 16, from the copy in scikit-learn: rows of 64 pixels
 * and the digit. Throws Error for a file that is missing or not the published one.
 */
export function loadDigits(path = DEBIAN): { readonly train: LabelledImages; readonly test: LabelledImages } {
  if (!existsSync(path)) throw new Error(`${path} is missing: install python3-sklearn, or name the file with --file.`);
  const bytes = gunzipSync(readFileSync(path));
  if (createHash('sha256').update(bytes).digest('hex') !== DIGEST) throw new Error(`${path} is not the known file.`);
  const rows = new TextDecoder().decode(bytes).trim().split('\n');
  const table = rows.map((row) => Uint8Array.from(row.split(','), Number));
  return {
    test: select(table, (index) => index % PERIOD < TEST),
    train: select(table, (index) => index % PERIOD >= TEST),
  };
}

function select(table: readonly Uint8Array[], belongs: (index: number) => boolean): LabelledImages {
  const chosen = table.filter((_, index) => belongs(index));
  const pixels = new Uint8Array(chosen.length * (COLUMNS - 1));
  chosen.forEach((row, index) => pixels.set(row.subarray(0, COLUMNS - 1), index * (COLUMNS - 1)));
  return { pixels, labels: Uint8Array.from(chosen, (row) => row[COLUMNS - 1] ?? 0) };
}
