/** NumPy's .npy (NEP 1, versions 1 to 3). */
import { strFromU8 } from 'fflate';
import { ReadError, quoted } from './errors';
import { checkLoadable, sizeOfShape } from './limits';
import { type NumberList, type NumberType, decode, widthOf } from './numbers';
import type { GivenFile } from './types';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
/** Magic, version, and the longest length of a header. */
const PRELUDE = 12;
const MOST_HEADER = 2 ** 16;

const TYPES: ReadonlyMap<string, NumberType> = new Map([
  ['f8', 'float64'],
  ['f4', 'float32'],
  ['f2', 'float16'],
  ['i8', 'int64'],
  ['i4', 'int32'],
  ['i2', 'int16'],
  ['i1', 'int8'],
  ['u8', 'uint64'],
  ['u4', 'uint32'],
  ['u2', 'uint16'],
  ['u1', 'uint8'],
  ['b1', 'bool'],
]);

/** An array whose header was read. */
export interface StoredArray {
  readonly shape: readonly number[];
  readonly values: number;
  /** As NumPy writes it: byte order, kind, bytes. */
  readonly dtype: string;
  readonly type: NumberType;
  /** Reads the values into a list of as many, row-major. */
  readonly into: <List extends NumberList>(to: List) => Promise<List>;
}

/** Whether a file begins as .npy does. */
export function isNpy(start: Uint8Array): boolean {
  return MAGIC.every((byte, at) => start[at] === byte);
}

/** Reads the header. Rejects with ReadError for a file that is not .npy or has another length than its header says. */
export async function openNpy(file: GivenFile): Promise<StoredArray> {
  const { text, from } = await headerOf(file);
  const dtype = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  const name = quoted(file.name);
  if (dtype === undefined && text.includes("'descr':"))
    throw new ReadError('unsupported-dtype', `${name} holds records, not plain numbers.`);
  if (dtype === undefined || order === undefined || !text.includes("'shape':"))
    throw new ReadError('damaged', `The header of ${name} is not readable.`);
  if (sizes === undefined) throw new ReadError('bad-shape', `The shape of ${name} is not a list of sizes.`);
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const values = sizeOfShape(shape, file.name);
  const [byteOrder, code] = [dtype.slice(0, 1), dtype.slice(1)];
  const type = TYPES.get(code);
  if (type === undefined || !'<>|='.includes(byteOrder)) throw unknownType(name, dtype);
  checkLength(file, from + values * widthOf(type));
  const into = async <List extends NumberList>(to: List): Promise<List> => {
    checkLoadable(values, file.name);
    decode(type, await file.read(from, file.size), to, byteOrder !== '>');
    if (order === 'True' && shape.length > 1) to.set(rowMajor(to, shape));
    return to;
  };
  return { shape, values, dtype, type, into };
}

async function headerOf(file: GivenFile): Promise<{ text: string; from: number }> {
  const name = quoted(file.name);
  const short = new ReadError('truncated', `${name} ends inside of its header.`);
  if (file.size < PRELUDE) throw short;
  const start = await file.read(0, PRELUDE);
  if (!isNpy(start)) throw new ReadError('damaged', `${name} does not begin as a file of NumPy.`);
  const version = start[6] ?? 0;
  if (version < 1 || version > 3) throw new ReadError('damaged', `${name} is of version ${version}, not 1 to 3.`);
  const view = new DataView(start.buffer, start.byteOffset, PRELUDE);
  const [length, before] = version === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (length > MOST_HEADER) throw new ReadError('damaged', `The header of ${name} has ${length} bytes.`);
  if (before + length > file.size) throw short;
  return { text: strFromU8(await file.read(before, before + length)), from: before + length };
}

function unknownType(name: string, dtype: string): ReadError {
  const what = /^.?O/.test(dtype) ? 'Python objects' : `values of the type ${quoted(dtype)}`;
  return new ReadError('unsupported-dtype', `${name} holds ${what}, not plain numbers.`);
}

function checkLength({ name, size }: GivenFile, wanted: number): void {
  if (size < wanted)
    throw new ReadError('truncated', `${quoted(name)} has ${size} of the ${wanted} bytes that its header describes.`);
  if (size > wanted)
    throw new ReadError('damaged', `${quoted(name)} has ${size - wanted} bytes more than its header describes.`);
}

/** Values in the order of Fortran, in which the first axis moves fastest, in that of C. */
function rowMajor<List extends NumberList>(values: List, shape: readonly number[]): List {
  const out = values.slice() as List;
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, dim) => product * dim, 1));
  const place = shape.map(() => 0);
  for (let to = 0, from = 0; to < out.length; to++) {
    out[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      place[axis]!++;
      if (place[axis]! < shape[axis]!) break;
      from -= steps[axis]! * shape[axis]!;
      place[axis] = 0;
    }
  }
  return out;
}
