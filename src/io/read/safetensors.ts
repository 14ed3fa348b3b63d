/** Reads safetensors of any size: the header at once, a tensor when it is asked for. */
import { isRecord } from '../../experiment/key';
import { ReadError, quoted } from './errors';
import { parseJson } from './json';
import { checkLoadable, checkTensorCount, checkUnique, sizeOfShape } from './limits';
import { PACKED_FORM } from '../packed/form';
import { openPacked } from '../packed/read';
import { TensorFileError, readSafetensors } from '../safetensors';
import { type NumberType, decode, roundingNotes, widthOf } from './numbers';
import { titleOf } from './titles';
import type { GivenFile, ReadWeights, TensorEntry } from './types';

const LENGTH_BYTES = 8;
/** Headers of the largest language models have a few MiB; the format itself ends at 100 MB. */
const MOST_HEADER = 16 * 2 ** 20;
/** Files that are decoded as a whole. */
const MOST_PACKED = 256 * 2 ** 20;

const TYPES: ReadonlyMap<unknown, NumberType> = new Map<unknown, NumberType>([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F8_E4M3', 'float8-e4m3'],
  ['F8_E5M2', 'float8-e5m2'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U64', 'uint64'],
  ['U32', 'uint32'],
  ['U16', 'uint16'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

interface Placed extends TensorEntry {
  readonly type: NumberType;
  /** Bytes [from, to) after the header. */
  readonly from: number;
  readonly to: number;
}

/** Reads one file, or the parts of one model. Rejects with ReadError, also for two tensors of one name. */
export async function readSafetensorsFiles(files: readonly GivenFile[]): Promise<ReadWeights> {
  const parts: ReadWeights[] = [];
  for (const file of files) parts.push(await readPart(file));
  const tensors = parts.flatMap((part) => part.tensors);
  checkTensorCount(tensors.length);
  checkUnique(tensors.map(({ name }) => name));
  const title = titleOf(files[0]?.name ?? '').replace(/-\d+-of-\d+$/, '');
  const notes = [...new Set(parts.flatMap((part) => part.notes))];
  return { kind: 'weights', format: 'safetensors', title, tensors, notes };
}

/** Throws ReadError for a file that is not in the format, or whose parts lie over each other or outside of it. */
async function readPart(file: GivenFile): Promise<ReadWeights> {
  const { header, from } = await headerOf(file);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  checkTensorCount(entries.length);
  const tensors = entries.map(([name, entry]) => tensorAt(name, entry, file, from));
  checkPlaces(tensors, file.size - from);
  const read = { kind: 'weights', format: 'safetensors', title: titleOf(file.name) } as const;
  const metadata = isRecord(header['__metadata__']) ? header['__metadata__'] : {};
  if (metadata['form'] === PACKED_FORM) return { ...read, tensors: await unpacked(file), notes: [UNPACKED] };
  return { ...read, tensors, notes: roundingNotes(tensors) };
}

const UNPACKED = 'The codes of the file, which was saved here, were dequantized to float32.';

/** What this app packed, as the values that its codes stand for. */
async function unpacked(file: GivenFile): Promise<readonly TensorEntry[]> {
  if (file.size > MOST_PACKED)
    throw new ReadError('too-large', `${quoted(file.name)} has more than ${MOST_PACKED / 2 ** 20} MiB.`);
  const bytes = await file.read(0, file.size);
  return asDamaged(() =>
    openPacked(readSafetensors(bytes)).map(({ name, shape, values }) => ({
      name,
      shape,
      dtype: 'packed',
      values: sizeOfShape(shape, name),
      load: async (): Promise<Float32Array> => Float32Array.from(await Promise.resolve(asDamaged(values))),
    })),
  );
}

function asDamaged<Result>(what: () => Result): Result {
  try {
    return what();
  } catch (error) {
    if (error instanceof TensorFileError) throw new ReadError('damaged', error.message);
    throw error;
  }
}

async function headerOf(file: GivenFile): Promise<{ header: Record<string, unknown>; from: number }> {
  const name = quoted(file.name);
  if (file.size < LENGTH_BYTES) throw new ReadError('truncated', `${name} is shorter than the length of a header.`);
  const start = await file.read(0, LENGTH_BYTES);
  const length = new DataView(start.buffer, start.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(file.size - LENGTH_BYTES))
    throw new ReadError('truncated', `${name} announces a header of ${length} bytes, but has ${file.size}.`);
  if (length > BigInt(MOST_HEADER))
    throw new ReadError('too-large', `The header of ${name} has more than ${MOST_HEADER / 2 ** 20} MiB.`);
  const from = LENGTH_BYTES + Number(length);
  const header = parseJson(await file.read(LENGTH_BYTES, from), `The header of ${name}`);
  if (!isRecord(header)) throw new ReadError('damaged', `The header of ${name} is not an object.`);
  return { header, from };
}

function tensorAt(name: string, entry: unknown, file: GivenFile, start: number): Placed {
  if (!isRecord(entry)) throw new ReadError('damaged', `The tensor ${quoted(name)} has no description.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  const type = TYPES.get(dtype);
  if (typeof dtype !== 'string' || type === undefined) {
    const found = quoted(JSON.stringify(dtype ?? null));
    throw new ReadError(
      'unsupported-dtype',
      `The tensor ${quoted(name)} is of type ${found}, which is not known here.`,
    );
  }
  const values = sizeOfShape(shape, name);
  const [from, to]: readonly unknown[] = Array.isArray(offsets) && offsets.length === 2 ? (offsets as unknown[]) : [];
  if (!isPlace(from) || !isPlace(to) || from > to || to > file.size - start)
    throw new ReadError('bad-place', `The tensor ${quoted(name)} lies outside of the file.`);
  if (to - from !== values * widthOf(type))
    throw new ReadError(
      'bad-place',
      `The tensor ${quoted(name)} has ${to - from} bytes, but its shape and type need ${values * widthOf(type)}.`,
    );
  const load = async (): Promise<Float32Array> => {
    checkLoadable(values, name);
    return decode(type, await file.read(start + from, start + to), new Float32Array(values));
  };
  return { name, shape: shape as number[], dtype, type, values, load, from, to };
}

/** The format wants the tensors to cover the file without overlaps and without gaps. */
function checkPlaces(tensors: readonly Placed[], size: number): void {
  const inOrder = tensors.toSorted((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of inOrder) {
    if (from < end) throw new ReadError('bad-place', `The tensor ${quoted(name)} lies over another.`);
    if (from > end)
      throw new ReadError('bad-place', `There are bytes before the tensor ${quoted(name)} that belong to none.`);
    end = to;
  }
  if (end !== size) throw new ReadError('bad-place', `The file has ${size - end} bytes after its last tensor.`);
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
