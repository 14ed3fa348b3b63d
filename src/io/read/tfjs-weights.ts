/** The weights of a TensorFlow.js model: a manifest in model.json, and the files that it names. */
import { isRecord } from '../../experiment/key';
import { ReadError, listed, quoted } from './errors';
import { checkLoadable, checkTensorCount, checkUnique, sizeOfShape } from './limits';
import { type NumberType, decode, roundingNotes, widthOf } from './numbers';
import { baseName } from './titles';
import type { GivenFile, TensorEntry } from './types';

/** Types as the manifest names them; a quantized weight is stored as one of the last. */
const TYPES: ReadonlyMap<unknown, NumberType> = new Map<unknown, NumberType>([
  ['float32', 'float32'],
  ['int32', 'int32'],
  ['bool', 'bool'],
  ['uint8', 'uint8'],
  ['uint16', 'uint16'],
  ['float16', 'float16'],
]);

interface Spec extends Omit<TensorEntry, 'load'> {
  readonly type: NumberType;
  /** value = code x scale + min, rounded to float32, and to a whole number where that is what was quantized. */
  readonly codes: { readonly scale: number; readonly min: number } | null;
  readonly isWhole: boolean;
}

export interface TfjsWeights {
  readonly tensors: readonly TensorEntry[];
  readonly notes: readonly string[];
}

/**
 * The tensors of a manifest, which are read out of its files when they are asked for. Throws ReadError: `missing-file`, or
 * `truncated` and `damaged` for files that are shorter or longer than the manifest says.
 */
export function weightsOf(manifest: unknown, files: readonly GivenFile[]): TfjsWeights {
  if (!Array.isArray(manifest)) throw new ReadError('damaged', 'model.json has no "weightsManifest" that is a list.');
  const specs: Spec[] = [];
  const tensors = manifest.flatMap((group: unknown): TensorEntry[] => {
    if (!isRecord(group) || !Array.isArray(group['weights']) || !isPaths(group['paths']))
      throw new ReadError('damaged', 'A group of weights in model.json does not say its files and weights.');
    checkTensorCount(specs.length + group['weights'].length);
    const own = group['weights'].map(specOf);
    specs.push(...own);
    return entriesOf(own, new Joined(group['paths'].map((path) => shard(path, files))));
  });
  checkUnique(specs.map(({ name }) => name));
  return {
    tensors,
    notes: [...quantizationNotes(specs), ...roundingNotes(specs.filter(({ codes }) => codes === null))],
  };
}

function isPaths(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 10_000 && value.every((path) => typeof path === 'string');
}

/** A file by its path beside model.json, or by its name alone: folders are lost when files are picked one by one. */
function shard(path: string, files: readonly GivenFile[]): GivenFile {
  const whole = files.filter(({ name }) => name === path || name.endsWith(`/${path}`));
  const found = whole.length > 0 ? whole : files.filter(({ name }) => baseName(name) === baseName(path));
  const [file, second] = found;
  if (file === undefined)
    throw new ReadError('missing-file', `model.json names ${quoted(path)}, which is not among the files.`);
  if (second !== undefined) throw new ReadError('ambiguous', `There are several files called ${quoted(path)}.`);
  return file;
}

function specOf(entry: unknown): Spec {
  const name = isRecord(entry) ? entry['name'] : null;
  if (!isRecord(entry) || typeof name !== 'string')
    throw new ReadError('damaged', 'model.json lists a weight without a name.');
  const { shape, dtype, quantization } = entry;
  const values = sizeOfShape(shape, name);
  const codes = quantization === undefined || quantization === null ? null : codesOf(quantization, name);
  const type = TYPES.get(codes?.type ?? dtype);
  if (typeof dtype !== 'string' || type === undefined) {
    const found = quoted(JSON.stringify(codes?.type ?? dtype ?? null));
    throw new ReadError('unsupported-dtype', `The weight ${quoted(name)} is stored as ${found}.`);
  }
  const affine = codes === null || type === 'float16' ? null : codes;
  const stored = codes === null ? dtype : `${dtype} as ${codes.type}`;
  return { name, shape: shape as number[], dtype: stored, values, type, codes: affine, isWhole: dtype === 'int32' };
}

function codesOf(quantization: unknown, name: string): { type: string; scale: number; min: number } {
  const { dtype, scale = 1, min = 0 } = isRecord(quantization) ? quantization : {};
  const isKnown = dtype === 'uint8' || dtype === 'uint16' || dtype === 'float16';
  if (!isKnown || !Number.isFinite(scale) || !Number.isFinite(min))
    throw new ReadError('damaged', `The quantization of ${quoted(name)} is not uint8, uint16 or float16 with a scale.`);
  return { type: dtype, scale: scale as number, min: min as number };
}

function entriesOf(specs: readonly Spec[], source: Joined): TensorEntry[] {
  let end = 0;
  const entries = specs.map(({ name, shape, dtype, values, type, codes, isWhole }): TensorEntry => {
    const from = end;
    end += values * widthOf(type);
    const to = end;
    const load = async (): Promise<Float32Array> => {
      checkLoadable(values, name);
      const list = decode(type, await source.read(from, to), new Float32Array(values));
      if (codes === null) return list;
      const { scale, min } = codes;
      return list.map((code) => (isWhole ? Math.round(code * scale + min) : code * scale + min));
    };
    return { name, shape, dtype, values, load };
  });
  source.checkSize(end);
  return entries;
}

/** The files of a group, as one after the other. */
class Joined {
  private readonly size: number;

  constructor(private readonly files: readonly GivenFile[]) {
    this.size = files.reduce((sum, file) => sum + file.size, 0);
  }

  checkSize(wanted: number): void {
    const names = listed(this.files.map(({ name }) => baseName(name)));
    const counts = `${this.size} of the ${wanted} bytes that model.json describes`;
    if (this.size < wanted) throw new ReadError('truncated', `The weight files (${names}) have ${counts}.`);
    if (this.size > wanted)
      throw new ReadError(
        'damaged',
        `The weight files (${names}) have ${this.size} bytes, model.json describes ${wanted}.`,
      );
  }

  async read(from: number, to: number): Promise<Uint8Array> {
    const out = new Uint8Array(to - from);
    let start = 0;
    for (const file of this.files) {
      const [first, last] = [Math.max(from, start), Math.min(to, start + file.size)];
      if (first < last) out.set(await file.read(first - start, last - start), first - from);
      start += file.size;
    }
    return out;
  }
}

function quantizationNotes(specs: readonly Spec[]): string[] {
  const ways = new Map<string, string[]>();
  for (const { name, dtype } of specs) {
    const [, way] = dtype.split(' as ');
    if (way !== undefined) ways.set(way, [...(ways.get(way) ?? []), name]);
  }
  return [...ways].map(([way, names]) => `Weights stored as ${way} were dequantized to float32 (${listed(names)}).`);
}
