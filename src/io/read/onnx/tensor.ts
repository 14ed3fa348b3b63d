/** Stored tensors of ONNX (TensorProto), whose values are read when they are asked for. */
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from 'onnx-buf';
import { ReadError, quoted } from '../errors';
import { checkLoadable, sizeOfShape } from '../limits';
import { type NumberType, decode, widthOf } from '../numbers';
import type { TensorEntry } from '../types';
import { type WireField, type WireFile, Wire, fieldsOf, lastOf } from './wire';

/** Field numbers of TensorProto. */
const Tensor = {
  dims: 1,
  type: 2,
  segment: 3,
  floats: 4,
  int32s: 5,
  int64s: 7,
  name: 8,
  raw: 9,
  doubles: 10,
  uint64s: 11,
  external: 13,
  location: 14,
} as const;

interface Form {
  readonly type: NumberType;
  /** The field that holds the values when there are no raw bytes. */
  readonly field: number;
  /** Two values a byte, the first in the low half. */
  readonly isHalfByte?: true;
}

const FORMS: ReadonlyMap<number, Form> = new Map<number, Form>([
  [DataType.FLOAT, { type: 'float32', field: Tensor.floats }],
  [DataType.DOUBLE, { type: 'float64', field: Tensor.doubles }],
  [DataType.FLOAT16, { type: 'float16', field: Tensor.int32s }],
  [DataType.BFLOAT16, { type: 'bfloat16', field: Tensor.int32s }],
  [DataType.FLOAT8E4M3FN, { type: 'float8-e4m3', field: Tensor.int32s }],
  [DataType.FLOAT8E5M2, { type: 'float8-e5m2', field: Tensor.int32s }],
  [DataType.INT64, { type: 'int64', field: Tensor.int64s }],
  [DataType.INT32, { type: 'int32', field: Tensor.int32s }],
  [DataType.INT16, { type: 'int16', field: Tensor.int32s }],
  [DataType.INT8, { type: 'int8', field: Tensor.int32s }],
  [DataType.INT4, { type: 'int8', field: Tensor.int32s, isHalfByte: true }],
  [DataType.UINT64, { type: 'uint64', field: Tensor.uint64s }],
  [DataType.UINT32, { type: 'uint32', field: Tensor.uint64s }],
  [DataType.UINT16, { type: 'uint16', field: Tensor.int32s }],
  [DataType.UINT8, { type: 'uint8', field: Tensor.int32s }],
  [DataType.UINT4, { type: 'uint8', field: Tensor.int32s, isHalfByte: true }],
  [DataType.BOOL, { type: 'bool', field: Tensor.int32s }],
]);

export interface OnnxTensor extends TensorEntry {
  readonly type: NumberType;
}

/** Rejects with ReadError, for values in another file too. @param otherwise a name for a tensor that has none. */
export async function tensorAt(wire: WireFile, { from, to }: WireField, otherwise: string): Promise<OnnxTensor> {
  const fields = await wire.fields(from, to);
  const name = (await wire.text(lastOf(fields, Tensor.name))) || otherwise;
  if (lastOf(fields, Tensor.location)?.value === DataLocation.EXTERNAL || lastOf(fields, Tensor.external) !== undefined)
    throw new ReadError(
      'missing-file',
      `The values of ${quoted(name)} lie in a file of their own.`,
      'Save the model with its weights inside: in Python, onnx.save_model(onnx.load(path), path, save_as_external_data=False).',
    );
  const code = lastOf(fields, Tensor.type)?.value ?? 0;
  const form = FORMS.get(code);
  if (form === undefined || lastOf(fields, Tensor.segment) !== undefined)
    throw new ReadError('unsupported-dtype', `The tensor ${quoted(name)} is of type ${DataType[code] ?? code}.`);
  const shape = await wire.integers(fieldsOf(fields, Tensor.dims));
  const values = sizeOfShape(shape, name);
  const stored = storedBytes(wire, fields, form, values, name);
  const load = async (): Promise<Float32Array> => {
    checkLoadable(values, name);
    const list = new Float32Array(values);
    const bytes = await stored();
    return form.isHalfByte === true ? halfBytes(bytes, list, form.type === 'int8') : decode(form.type, bytes, list);
  };
  return { name, shape, dtype: DataType[code] ?? '', values, load, type: form.type };
}

/** Checks that the values are there; returns how to get their little-endian bytes. */
function storedBytes(wire: WireFile, fields: readonly WireField[], form: Form, values: number, name: string) {
  const wanted = form.isHalfByte === true ? Math.ceil(values / 2) : values * widthOf(form.type);
  const raw = lastOf(fields, Tensor.raw);
  const isFloat = form.field === Tensor.floats || form.field === Tensor.doubles;
  const parts = raw === undefined ? fieldsOf(fields, form.field) : [raw];
  if (raw === undefined && !isFloat) return () => fromIntegers(wire, parts, form, wanted, name);
  const found = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  if (found !== wanted || parts.some((part) => part.wire === Wire.varint)) throw wrongLength(name, found, wanted);
  return async (): Promise<Uint8Array> => {
    const [first, second] = parts;
    if (first !== undefined && second === undefined) return wire.file.read(first.from, first.to);
    const bytes = new Uint8Array(wanted);
    let at = 0;
    for (const part of parts) {
      bytes.set(await wire.bytes(part), at);
      at += part.to - part.from;
    }
    return bytes;
  };
}

/** Values that stand one by one as numbers of variable length: each holds one value, or one byte of half bytes. */
async function fromIntegers(
  wire: WireFile,
  parts: readonly WireField[],
  form: Form,
  wanted: number,
  name: string,
): Promise<Uint8Array> {
  const numbers = await wire.integers(parts);
  const width = form.isHalfByte === true ? 1 : widthOf(form.type);
  if (numbers.length * width !== wanted) throw wrongLength(name, numbers.length * width, wanted);
  const bytes = new Uint8Array(wanted);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, index) => {
    if (width === 8) view.setBigInt64(8 * index, BigInt(value), true);
    else if (width === 4) view.setInt32(4 * index, value, true);
    else if (width === 2) view.setInt16(2 * index, value, true);
    else view.setInt8(index, value);
  });
  return bytes;
}

function halfBytes(bytes: Uint8Array, to: Float32Array, isSigned: boolean): Float32Array {
  return to.map((_, at) => {
    const half = (bytes[at >> 1]! >> (at % 2 === 0 ? 0 : 4)) & 15;
    return isSigned && half > 7 ? half - 16 : half;
  });
}

function wrongLength(name: string, found: number, wanted: number): ReadError {
  return new ReadError(
    'bad-shape',
    `The tensor ${quoted(name)} has ${found} bytes, but its shape and type need ${wanted}.`,
  );
}
