/** Weights as ONNX stores them: codes of a type that DequantizeLinear reads, with scales and zero points. */
import type { Recipe } from '../../experiment/spec';
import { readChoice } from '../../params/read';
import { fp8 } from '../../quantizers/fp8';
import { ocpMx } from '../../quantizers/ocp-mx';
import { rowGroups, type QuantizedTensor } from '../../quantizers/quantize';
import { MINIFLOATS, type MinifloatName, magnitudeOf } from '../../numerics/minifloat';
import { DataType } from './graph-writer';

/** Codes with the real value `number of the code` x scale, for every weight in the order of the tensor. */
export interface StoredCodes {
  readonly type: DataType;
  /** As the type holds them: integers, or the bits of an 8-bit float. */
  readonly codes: Int32Array;
  /** One for each scale group, in the order [groups along a channel, channels]; float32. */
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[] | null;
}

const FLOAT8: Readonly<Partial<Record<MinifloatName, DataType>>> = {
  E4M3: DataType.FLOAT8E4M3FN,
  E5M2: DataType.FLOAT8E5M2,
};

/** The narrowest integer type of at least `narrowest` bits that holds codes from `qmin` to `qmax`. */
export function integerType(qmin: number, qmax: number, narrowest: 4 | 8): DataType {
  const isSigned = qmin < 0;
  const width = [narrowest, 8, 16].find((bits) =>
    isSigned ? qmin >= -(2 ** (bits - 1)) && qmax < 2 ** (bits - 1) : qmax < 2 ** bits,
  );
  if (width === 4) return isSigned ? DataType.INT4 : DataType.UINT4;
  if (width === 8) return isSigned ? DataType.INT8 : DataType.UINT8;
  return isSigned ? DataType.INT16 : DataType.UINT16;
}

/** Smallest and largest number of an integer type. */
export function limitsOf(type: DataType): readonly [number, number] {
  const limits: Readonly<Partial<Record<DataType, readonly [number, number]>>> = {
    [DataType.INT4]: [-8, 7],
    [DataType.UINT4]: [0, 15],
    [DataType.INT8]: [-128, 127],
    [DataType.UINT8]: [0, 255],
    [DataType.INT16]: [-32_768, 32_767],
    [DataType.UINT16]: [0, 65_535],
  };
  return limits[type] ?? [0, 0];
}

/**
 * A quantized tensor in a form of ONNX that gives exactly its values; null when there is none. Uniform, binary and ternary
 * codes are integers there, FP8 and the 8-bit floats of OCP MX floats.
 */
export function storedCodes(quantized: QuantizedTensor, recipe: Recipe): StoredCodes | null {
  const form = formOf(quantized, recipe);
  return form !== null && isExact(form, quantized) ? form : null;
}

function formOf({ codes, scales, zeroPoints, qmin, qmax }: QuantizedTensor, { quantizer }: Recipe): StoredCodes | null {
  if (scales === null) return null;
  switch (quantizer.id) {
    case 'uniform':
      return { type: integerType(qmin, qmax, 4), codes, scales, zeroPoints };
    case 'binary':
      return { type: DataType.INT4, codes: codes.map((bit) => 2 * bit - 1), scales, zeroPoints: null };
    case 'ternary':
      return { type: DataType.INT4, codes, scales, zeroPoints: null };
    case 'fp8':
      return floatForm(readChoice(fp8.params, quantizer.params, 'format'), codes, scales);
    case 'ocp-mx': {
      const element = readChoice(ocpMx.params, quantizer.params, 'element');
      if (element !== 'INT8') return floatForm(element, codes, scales);
      return { type: DataType.INT8, codes, scales: scales.map((scale) => scale / 64), zeroPoints: null };
    }
    default:
      return null;
  }
}

function floatForm(format: string, codes: Int32Array, scales: readonly number[]): StoredCodes | null {
  const type = FLOAT8[format as MinifloatName];
  if (type === undefined) return null;
  return { type, codes: codes.map((code) => (code < 0 ? 0x80 - code : code)), scales, zeroPoints: null };
}

/** Whether DequantizeLinear gives the very values: (code - zero point) x scale in float32. */
function isExact(form: StoredCodes, { columns, regions, values }: QuantizedTensor): boolean {
  const numbers = numbersOf(form);
  for (let row = 0, i = 0; i < values.length; row++) {
    const { first, step } = rowGroups({ columns, regions }, row);
    for (let column = 0; column < columns; column++, i++) {
      const group = first + step * column;
      const shifted = (numbers[i] ?? 0) - (form.zeroPoints?.[group] ?? 0);
      if (Math.fround(shifted * Math.fround(form.scales[group] ?? 0)) !== values[i]) return false;
    }
  }
  return true;
}

function numbersOf({ type, codes }: StoredCodes): ArrayLike<number> {
  const name = (Object.keys(FLOAT8) as MinifloatName[]).find((format) => FLOAT8[format] === type);
  if (name === undefined) return codes;
  const table = Float64Array.from({ length: 256 }, (_, code) => {
    const magnitude = magnitudeOf(MINIFLOATS[name], code & 0x7f);
    return code >= 0x80 ? -magnitude : magnitude;
  });
  return Float64Array.from(codes, (code) => table[code] ?? 0);
}

/** Codes as the bytes of their type. */
export function packed(type: DataType, codes: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  if (type === DataType.INT16 || type === DataType.UINT16) return new Uint8Array(Int16Array.from(codes).buffer);
  if (type !== DataType.INT4 && type !== DataType.UINT4) return Uint8Array.from(codes);
  const bytes = new Uint8Array(Math.ceil(codes.length / 2));
  for (let at = 0; at < codes.length; at++) {
    const half = (codes[at] ?? 0) & 15;
    bytes[at >> 1] = (bytes[at >> 1] ?? 0) | (at % 2 === 0 ? half : half << 4);
  }
  return bytes;
}
