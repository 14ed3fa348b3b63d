/** Files that a user gives, whatever their format. */
import { ReadError, quoted } from './errors';
import { readSafetensorsFile } from './safetensors';
import { endingOf } from './titles';
import type { GivenFile, ReadNetwork, ReadWeights } from './types';

/**
 * Reads a model or its weights from the files that were given together. Files beside it that belong to no format, like a
 * README, are passed over and named in a note. Rejects with ReadError, whose message says what is wrong and what to do.
 */
export async function readFiles(files: readonly GivenFile[]): Promise<ReadNetwork | ReadWeights> {
  if (files.length === 0) throw new ReadError('no-files', 'No file was given.');
  const [file, second] = files.filter(({ name }) => endingOf(name) === 'safetensors');
  if (file === undefined)
    throw new ReadError('unknown-format', `${quoted(files[0]?.name ?? '')} is in no format that is read here.`);
  if (second !== undefined) throw new ReadError('ambiguous', 'Several models were given.');
  return readSafetensorsFile(file);
}
