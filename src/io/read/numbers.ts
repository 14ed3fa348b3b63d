/** Numbers as files store them. */
import { listed } from './errors';
import { MINIFLOATS, type Minifloat, magnitudeOf } from '../../numerics/minifloat';

export type NumberType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float8-e4m3'
  | 'float8-e5m2'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint64'
  | 'uint32'
  | 'uint16'
  | 'uint8'
  | 'bool';

interface Form {
  /** Bytes. */
  readonly width: number;
  /** The value at a place, as a float64. */
  readonly at: (view: DataView, place: number, littleEndian: boolean) => number;
}

const BINARY16: Minifloat = { exponentBits: 5, mantissaBits: 10, bias: 15, special: 'ieee' };
const half = tableOf(BINARY16);
const e4m3 = tableOf(MINIFLOATS.E4M3);
const e5m2 = tableOf(MINIFLOATS.E5M2);
const upper = new DataView(new ArrayBuffer(4));

const FORMS: Readonly<Record<NumberType, Form>> = {
  float64: { width: 8, at: (view, place, little) => view.getFloat64(place, little) },
  float32: { width: 4, at: (view, place, little) => view.getFloat32(place, little) },
  float16: { width: 2, at: (view, place, little) => half()[view.getUint16(place, little)]! },
  bfloat16: {
    width: 2,
    at: (view, place, little) => {
      upper.setUint16(0, view.getUint16(place, little));
      return upper.getFloat32(0);
    },
  },
  'float8-e4m3': { width: 1, at: (view, place) => e4m3()[view.getUint8(place)]! },
  'float8-e5m2': { width: 1, at: (view, place) => e5m2()[view.getUint8(place)]! },
  int64: { width: 8, at: (view, place, little) => Number(view.getBigInt64(place, little)) },
  int32: { width: 4, at: (view, place, little) => view.getInt32(place, little) },
  int16: { width: 2, at: (view, place, little) => view.getInt16(place, little) },
  int8: { width: 1, at: (view, place) => view.getInt8(place) },
  uint64: { width: 8, at: (view, place, little) => Number(view.getBigUint64(place, little)) },
  uint32: { width: 4, at: (view, place, little) => view.getUint32(place, little) },
  uint16: { width: 2, at: (view, place, little) => view.getUint16(place, little) },
  uint8: { width: 1, at: (view, place) => view.getUint8(place) },
  bool: { width: 1, at: (view, place) => (view.getUint8(place) === 0 ? 0 : 1) },
};

/** Bytes of a number. */
export function widthOf(type: NumberType): number {
  return FORMS[type].width;
}

/** Lists that numbers are decoded into. */
export type NumberList = Float32Array | Float64Array | Uint8Array | Uint16Array;

/** Decodes as many numbers as `to` holds from the start of `bytes`, rounding to its type; returns `to`. */
export function decode<List extends NumberList>(
  type: NumberType,
  bytes: Uint8Array,
  to: List,
  littleEndian = true,
): List {
  const { width, at } = FORMS[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0, place = 0; index < to.length; index++, place += width) to[index] = at(view, place, littleEndian);
  return to;
}

/** Every code of a small float with its sign; made when first asked for. */
function tableOf(format: Minifloat): () => Float32Array {
  let table: Float32Array | null = null;
  const sign = 2 ** (format.exponentBits + format.mantissaBits);
  return () =>
    (table ??= Float32Array.from({ length: 2 * sign }, (_, code) =>
      code < sign ? magnitudeOf(format, code) : -magnitudeOf(format, code - sign),
    ));
}

/** Types of which float32 does not hold every value. */
const WIDER: ReadonlySet<NumberType> = new Set<NumberType>(['float64', 'int64', 'int32', 'uint64', 'uint32']);

/** A sentence that names tensors whose values may be rounded when they become float32; none when there are none. */
export function roundingNotes(tensors: readonly { readonly name: string; readonly type: NumberType }[]): string[] {
  const wide = tensors.filter(({ type }) => WIDER.has(type));
  if (wide.length === 0) return [];
  const types = [...new Set(wide.map(({ type }) => type))].join(', ');
  return [`Values of the types ${types} are rounded to float32 (${listed(wide.map(({ name }) => name))}).`];
}
