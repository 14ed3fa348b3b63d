/** Files that a user gives, whatever their format. */
import { readArrayFiles } from './arrays';
import { ReadError, listed, quoted } from './errors';
import { isNpy } from './npy';
import { readOnnx } from './onnx/read';
import { readSafetensorsFiles } from './safetensors';
import { readTfjs } from './tfjs';
import { baseName, endingOf, titleOf } from './titles';
import type { GivenFile, ReadNetwork, ReadWeights } from './types';
import { filesInZip, isZip } from './zip';

type Kind = 'model.json' | 'onnx' | 'safetensors' | 'npy' | 'npz' | 'zip';

/** Which file a model starts at, when files of several kinds are given together: the first of these. */
const KINDS: readonly Kind[] = ['model.json', 'onnx', 'safetensors', 'npz', 'npy', 'zip'];

/**
 * Reads a model or its weights from the files that were given together. Files beside it that start no
 * model, like a README, are passed over. Rejects with ReadError, whose message says what is wrong and what to do.
 */
export async function readFiles(files: readonly GivenFile[]): Promise<ReadNetwork | ReadWeights> {
  return readTogether(files, true);
}

async function readTogether(files: readonly GivenFile[], opensZips: boolean): Promise<ReadNetwork | ReadWeights> {
  if (files.length === 0) throw new ReadError('no-files', 'No file was given.');
  const filled = files.filter(({ size }) => size > 0);
  if (filled.length === 0) throw new ReadError('truncated', `${listed(files.map(({ name }) => name))}: empty.`);
  const kinds = new Map<Kind, GivenFile[]>();
  for (const file of filled) {
    const kind = await kindOf(file);
    if (kind !== null) kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
  }
  const kind = KINDS.find((one) => kinds.has(one));
  const chosen = (kind === undefined ? undefined : kinds.get(kind)) ?? [];
  const [file] = chosen;
  if (kind === undefined || file === undefined || (kind === 'zip' && !opensZips))
    throw new ReadError('unknown-format', `${listed(files.map(({ name }) => name))}: in no format that is read here.`);
  if (chosen.length > 1 && kind !== 'npy' && kind !== 'safetensors')
    throw new ReadError('ambiguous', `Several models were given: ${listed(chosen.map(({ name }) => name))}.`);
  switch (kind) {
    case 'model.json':
      return readTfjs(file, files);
    case 'onnx':
      return readOnnx(file);
    case 'safetensors':
      return readSafetensorsFiles(chosen);
    case 'npy':
    case 'npz':
      return readArrayFiles(chosen);
    case 'zip':
      return { ...(await readTogether(await filesInZip(file), false)), title: titleOf(file.name) };
  }
}

/** Bytes that tell the formats apart. */
const START = 16;

/** By content; by the ending where the content does not tell. Null: none that starts a model. */
async function kindOf(file: GivenFile): Promise<Kind | null> {
  const start = await file.read(0, Math.min(START, file.size));
  const ending = endingOf(file.name);
  if (isNpy(start) || ending === 'npy') return 'npy';
  if (isZip(start)) return ending === 'npz' || (await isArrays(file)) ? 'npz' : 'zip';
  if (ending === 'npz' || ending === 'zip')
    throw new ReadError('damaged', `${quoted(file.name)} is not a zip archive.`);
  if (ending === 'safetensors' || ending === 'onnx') return ending;
  // Models are also saved under names of their own; other JSON beside them is not theirs.
  if (ending === 'json') return baseName(file.name) === 'model.json' || (await isModel(file)) ? 'model.json' : null;
  // A header of safetensors is an object after its length.
  return start[8] === 0x7b && start[9] === 0x22 ? 'safetensors' : null;
}

async function isArrays(file: GivenFile): Promise<boolean> {
  const names = (await filesInZip(file)).map(({ name }) => name);
  return names.length > 0 && names.every((name) => endingOf(name) === 'npy');
}

/** Looks for the keys of model.json, which stand near its start or end. */
async function isModel(file: GivenFile): Promise<boolean> {
  const near = 2 ** 12;
  const [start, end] = [
    await file.read(0, Math.min(near, file.size)),
    await file.read(Math.max(0, file.size - near), file.size),
  ];
  const text = String.fromCharCode(...start, ...end);
  return text.includes('"modelTopology"') || text.includes('"weightsManifest"');
}
