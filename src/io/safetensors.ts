/**
 * The safetensors format (https://github.com/huggingface/safetensors): the length of a JSON header as uint64, the header,
 * then the values. Little-endian; only float32, int32 and bytes here.
 */
import { strFromU8, strToU8 } from 'fflate';
import { isRecord } from '../experiment/key';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export interface TensorFile {
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly NamedTensor[];
}

/** A file that is not what it claims to be; `message` says where it fails, in one sentence. */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError';
}

const LENGTH_BYTES = 8;
const MAX_HEADER = 4 * 2 ** 20;
const MAX_TENSORS = 10_000;
/** Bytes of a value. */
const WIDTHS: Readonly<Record<string, number>> = { F32: 4, I32: 4, U8: 1 };

/** Throws RangeError for two tensors of one name. */
export function writeSafetensors({ metadata, tensors }: TensorFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const { name, shape, data } of tensors) {
    if (Object.hasOwn(header, name)) throw new RangeError(`Two tensors are called ${name}.`);
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [at, at + data.byteLength] };
    at += data.byteLength;
  }
  const text = strToU8(JSON.stringify(header));
  // Values start at a multiple of 8, as other writers do it: the header is padded with spaces.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + length + at).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, LENGTH_BYTES);
  let to = LENGTH_BYTES + length;
  for (const { data } of tensors) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), to);
    to += data.byteLength;
  }
  return file;
}

function dtypeOf(data: NamedTensor['data']): string {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

/** Throws TensorFileError for anything that is not such a file. */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { header, from } = headerOf(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    throw new TensorFileError('The metadata of the file is not text.');
  const names = Object.keys(entries);
  if (names.length > MAX_TENSORS) throw new TensorFileError(`The file has more than ${MAX_TENSORS} tensors.`);
  const tensors = names.map((name) => tensorAt(name, entries[name], bytes, from));
  return { metadata: metadata as Record<string, string>, tensors };
}

function headerOf(bytes: Uint8Array): { header: Record<string, unknown>; from: number } {
  const isLongEnough = bytes.length >= LENGTH_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = isLongEnough ? Number(view.getBigUint64(0, true)) : NaN;
  if (!(length <= Math.min(MAX_HEADER, bytes.length - LENGTH_BYTES)))
    throw new TensorFileError('This is not a safetensors file, or it was cut short.');
  const from = LENGTH_BYTES + length;
  let header: unknown;
  try {
    header = JSON.parse(strFromU8(bytes.subarray(LENGTH_BYTES, from)));
  } catch {
    header = null;
  }
  if (!isRecord(header)) throw new TensorFileError('The header of the file is not readable.');
  return { header, from };
}

function tensorAt(name: string, entry: unknown, bytes: Uint8Array, from: number): NamedTensor {
  const wrong = (what: string): TensorFileError => new TensorFileError(`The tensor "${name.slice(0, 80)}" ${what}.`);
  if (!isRecord(entry)) throw wrong('has no description');
  const { dtype, shape, data_offsets: offsets } = entry;
  const width = typeof dtype === 'string' && Object.hasOwn(WIDTHS, dtype) ? WIDTHS[dtype] : undefined;
  if (width === undefined) throw wrong('is neither float32, nor int32, nor bytes');
  if (!isNumbers(shape) || !isNumbers(offsets) || offsets.length !== 2) throw wrong('has no readable shape or place');
  const [start = 0, end = 0] = offsets;
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (start > end || end - start !== size * width || from + end > bytes.length) throw wrong('lies outside of the file');
  const own = bytes.slice(from + start, from + end).buffer;
  if (dtype === 'U8') return { name, shape, data: new Uint8Array(own) };
  return { name, shape, data: dtype === 'F32' ? new Float32Array(own) : new Int32Array(own) };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && (one as number) >= 0);
}
