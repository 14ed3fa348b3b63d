import { ReadError, listed } from '../read/errors';
import { endingOf } from '../read/titles';
import type { GivenFile } from '../read/types';
import { readLabelledArrays } from './arrays';
import { readCsv } from './csv';
import type { LabelledData, Wanted } from './types';

/**
 * Reads examples with their labels: a CSV, an .npz, or a pair of .npy. Pictures are decoded outside: `labelledPictures`.
 * Rejects with ReadError, whose message says what is wrong, where, and what to do.
 */
export async function readLabelled(files: readonly GivenFile[], wanted: Wanted = {}): Promise<LabelledData> {
  const names = listed(files.map(({ name }) => name));
  const tables = files.filter(({ name }) => ['csv', 'tsv', 'txt'].includes(endingOf(name)));
  const arrays = files.filter(({ name }) => ['npz', 'npy'].includes(endingOf(name)));
  if (files.length === 0) throw new ReadError('no-files', 'No file was given.');
  if (tables.length + arrays.length === 0)
    throw new ReadError(
      'unknown-format',
      `${names}: in no format of data that is read here.`,
      'Give a .csv, an .npz, or two .npy.',
    );
  const [table, other] = tables;
  if (table !== undefined && (other !== undefined || arrays.length > 0))
    throw new ReadError('ambiguous', `Several sets of data were given: ${names}.`, 'Give one at a time.');
  return table === undefined ? readLabelledArrays(arrays, wanted) : readCsv(table, wanted);
}
