import { ReadError, listed } from '../read/errors';
import { endingOf } from '../read/titles';
import type { GivenFile } from '../read/types';
import { readExampleArrays } from './arrays';
import { readCsv } from './csv';
import type { GivenData, Wanted } from './types';

/**
 * Reads examples: a CSV, an .npz, or .npy files. Pictures are decoded outside: `givenPictures`.
 * Rejects with ReadError, whose message says what is wrong, where, and what to do.
 */
export async function readExamples(files: readonly GivenFile[], wanted: Wanted = {}): Promise<GivenData> {
  const names = listed(files.map(({ name }) => name));
  const tables = files.filter(({ name }) => ['csv', 'tsv', 'txt'].includes(endingOf(name)));
  const arrays = files.filter(({ name }) => ['npz', 'npy'].includes(endingOf(name)));
  if (files.length === 0) throw new ReadError('no-files', 'No file was given.');
  if (tables.length + arrays.length === 0)
    throw new ReadError(
      'unknown-format',
      `${names}: in no format of data that is read here.`,
      'Give a .csv, an .npz, .npy files, or pictures.',
    );
  const [table, other] = tables;
  if (table !== undefined && (other !== undefined || arrays.length > 0))
    throw new ReadError('ambiguous', `Several sets of data were given: ${names}.`, 'Give one at a time.');
  return table === undefined ? readExampleArrays(arrays, wanted) : readCsv(table, wanted);
}
