/** Arrays in .npy and .npz, as weights and as data. */
import { ReadError, quoted } from './errors';
import { checkLoadable, checkTensorCount, checkUnique } from './limits';
import { type NumberList, roundingNotes } from './numbers';
import { type StoredArray, isNpy, openNpy } from './npy';
import { titleOf } from './titles';
import type { GivenFile, ReadWeights, TensorEntry } from './types';
import { filesInZip, isZip } from './zip';

/** An array with its values in the narrowest list that holds them exactly; int64 beyond 2^53 is rounded. */
export interface GivenArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** As NumPy writes it. */
  readonly dtype: string;
  /** Row-major. */
  readonly data: NumberList;
}

interface NamedArray {
  readonly name: string;
  readonly array: StoredArray;
}

/**
 * Every array of an .npy or .npz file with its values; an array of an .npy bears the name of the file without its ending.
 * Rejects with ReadError.
 */
export async function readArrays(file: GivenFile): Promise<readonly GivenArray[]> {
  const found: GivenArray[] = [];
  for (const { name, array } of await arraysOf(file)) {
    const { shape, dtype } = array;
    checkLoadable(array.values, name);
    found.push({ name, shape, dtype, data: await array.into(listFor(array)) });
  }
  return found;
}

function listFor({ type, values }: StoredArray): NumberList {
  switch (type) {
    case 'uint8':
    case 'bool':
      return new Uint8Array(values);
    case 'uint16':
      return new Uint16Array(values);
    case 'float16':
    case 'bfloat16':
    case 'float32':
    case 'float8-e4m3':
    case 'float8-e5m2':
    case 'int8':
    case 'int16':
      return new Float32Array(values);
    default:
      return new Float64Array(values);
  }
}

/** The arrays of one or more files as weights. Rejects with ReadError. */
export async function readArrayFiles(files: readonly GivenFile[]): Promise<ReadWeights> {
  const named: NamedArray[] = [];
  for (const file of files) named.push(...(await arraysOf(file)));
  checkTensorCount(named.length);
  checkUnique(named.map(({ name }) => name));
  const tensors = named.map(({ name, array }): TensorEntry => {
    const { shape, dtype, values } = array;
    const load = async (): Promise<Float32Array> => {
      checkLoadable(values, name);
      return array.into(new Float32Array(values));
    };
    return { name, shape, dtype, values, load };
  });
  const [first] = files;
  const format = files.length === 1 && first !== undefined && isZip(await first.read(0, 4)) ? 'npz' : 'npy';
  const notes = roundingNotes(named.map(({ name, array }) => ({ name, type: array.type })));
  return { kind: 'weights', format, title: titleOf(first?.name ?? ''), tensors, notes };
}

async function arraysOf(file: GivenFile): Promise<readonly NamedArray[]> {
  const start = await file.read(0, Math.min(file.size, 8));
  if (isNpy(start)) return [{ name: titleOf(file.name), array: await openNpy(file) }];
  if (!isZip(start)) throw new ReadError('damaged', `${quoted(file.name)} begins neither as .npy nor as .npz does.`);
  const arrays: NamedArray[] = [];
  for (const entry of await filesInZip(file)) {
    arrays.push({ name: entry.name.replace(/\.npy$/, ''), array: await openNpy(entry) });
    checkTensorCount(arrays.length);
  }
  return arrays;
}
