/**
 * The bits that one stored value is read from: its own code and what it shares with its pair, block, channel or tensor.
 * Plain data, so that an inspector may change bits and ask for the value that they stand for.
 */
import { BINARY32, magnitudeOf, type Minifloat } from '../numerics/minifloat';

/** Who shares a field: nobody, a sub-block of a block, a block or group, an output channel, the whole tensor. */
export type FieldScope = 'value' | 'pair' | 'block' | 'channel' | 'tensor';

/** How the bits of a field are understood. */
export type Reading =
  /** 1: the number is negative. */
  | { readonly kind: 'sign' }
  /** An integer, in two's complement when signed, in units of `unit`. */
  | { readonly kind: 'integer'; readonly signed: boolean; readonly unit: number }
  /** Subtracted from the integer. */
  | { readonly kind: 'zero-point'; readonly signed: boolean }
  /** 1 for +1, 0 for -1. */
  | { readonly kind: 'binary' }
  /** Exponent and mantissa of a small float, two fields. */
  | { readonly kind: 'exponent'; readonly format: Minifloat }
  | { readonly kind: 'mantissa'; readonly format: Minifloat }
  /** 0 for 0, k > 0 for 2^(k - top). */
  | { readonly kind: 'power'; readonly top: number }
  /** Entry of a table. */
  | { readonly kind: 'table'; readonly values: readonly number[] }
  /** Scales, which multiply the number. */
  | { readonly kind: 'float32-scale' }
  | { readonly kind: 'integer-scale'; readonly signed: boolean }
  | { readonly kind: 'minifloat-scale'; readonly format: Minifloat }
  /** 2^(raw - bias); NaN for the raw value `nan`. */
  | { readonly kind: 'exponent-scale'; readonly bias: number; readonly nan: number | null }
  /** 2^-raw. */
  | { readonly kind: 'shift-scale' };

export interface CodeField {
  /** Unique in a layout. */
  readonly id: string;
  readonly label: string;
  readonly bits: number;
  /** The bits as an unsigned integer, the first bit the most significant. */
  readonly raw: number;
  readonly scope: FieldScope;
  /** What these bits say, in a few words. */
  readonly meaning: string;
  readonly reading: Reading;
}

/** Fields in the order in which they are drawn: from the value's own to the most widely shared. */
export type CodeLayout = readonly CodeField[];

/** Everything of a field but what follows from the others. */
export type FieldSource = Omit<CodeField, 'meaning'>;

/** A layout of fields, each with its meaning. */
export function layoutOf(fields: readonly FieldSource[]): CodeLayout {
  return fields.map((field) => ({ ...field, meaning: meaningOf(field, fields) }));
}

/** The layout with other bits in one field. Throws RangeError when they do not fit. */
export function withBits(layout: CodeLayout, id: string, raw: number): CodeLayout {
  return layoutOf(
    layout.map((field) => {
      if (field.id !== id) return field;
      if (Number.isInteger(raw) && raw >= 0 && raw < 2 ** field.bits) return { ...field, raw };
      throw new RangeError(`${field.label} has ${String(field.bits)} bits, which do not hold ${String(raw)}.`);
    }),
  );
}

/** The float32 value that the bits stand for: fround(number x product of the scales). */
export function compose(layout: readonly FieldSource[]): number {
  let scale = 1;
  for (const field of layout) scale *= scaleOf(field) ?? 1;
  return Math.fround(numberOf(layout) * scale) + 0;
}

/** Bits of a signed integer in two's complement. */
export function twosComplement(value: number, bits: number): number {
  return value < 0 ? value + 2 ** bits : value;
}

const view = new DataView(new ArrayBuffer(4));

/** Bits of a float32. */
function float32Bits(value: number): number {
  view.setFloat32(0, value);
  return view.getUint32(0);
}

function float32Of(raw: number): number {
  view.setUint32(0, raw);
  return view.getFloat32(0);
}

function integerOf(raw: number, bits: number, signed: boolean): number {
  return signed && raw >= 2 ** (bits - 1) ? raw - 2 ** bits : raw;
}

/** What a field multiplies the number by; null when it is part of the number. */
function scaleOf({ reading, raw, bits }: FieldSource): number | null {
  switch (reading.kind) {
    case 'float32-scale':
      return float32Of(raw);
    case 'integer-scale':
      return integerOf(raw, bits, reading.signed);
    case 'minifloat-scale':
      return minifloatScale(raw, reading.format);
    case 'exponent-scale':
      return raw === reading.nan ? Number.NaN : 2 ** (raw - reading.bias);
    case 'shift-scale':
      return 2 ** -raw;
    default:
      return null;
  }
}

/** The first bit is the sign. */
function minifloatScale(raw: number, format: Minifloat): number {
  const half = 2 ** (format.exponentBits + format.mantissaBits);
  return raw < half ? magnitudeOf(format, raw) : 0 - magnitudeOf(format, raw - half);
}

/** The number before scaling, out of the fields that are no scales. */
function numberOf(fields: readonly FieldSource[]): number {
  let [sum, sign] = [0, 1];
  for (const { reading, raw, bits } of fields) {
    if (reading.kind === 'sign') sign = raw === 1 ? -1 : 1;
    else if (reading.kind === 'integer') sum += integerOf(raw, bits, reading.signed) * reading.unit;
    else if (reading.kind === 'zero-point') sum -= integerOf(raw, bits, reading.signed);
    else if (reading.kind === 'binary') sum += raw === 1 ? 1 : -1;
    else if (reading.kind === 'exponent') sum += magnitudeOf(reading.format, floatCode(fields));
    else if (reading.kind === 'power') sum += raw === 0 ? 0 : 2 ** (raw - reading.top);
    else if (reading.kind === 'table') sum += reading.values[raw] ?? 0;
  }
  return sign * sum;
}

/** Exponent and mantissa bits as one integer. */
function floatCode(fields: readonly FieldSource[]): number {
  const raw = (kind: Reading['kind']): number => fields.find((field) => field.reading.kind === kind)?.raw ?? 0;
  const mantissa = fields.find((field) => field.reading.kind === 'mantissa');
  return raw('exponent') * 2 ** (mantissa?.bits ?? 0) + raw('mantissa');
}

const short = (value: number): string => String(Number(value.toPrecision(6))).replace('-', '−');
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** "2⁻⁵". */
const power = (exponent: number): string =>
  `2${exponent < 0 ? '⁻' : ''}${Array.from(String(Math.abs(exponent)), (digit) => RAISED[Number(digit)] ?? '').join('')}`;

function meaningOf(field: FieldSource, fields: readonly FieldSource[]): string {
  const { reading, raw, bits } = field;
  switch (reading.kind) {
    case 'sign':
      return raw === 1 ? 'negative' : 'positive';
    case 'integer':
      return short(integerOf(raw, bits, reading.signed) * reading.unit);
    case 'zero-point':
      return `the code of 0 is ${short(integerOf(raw, bits, reading.signed))}`;
    case 'binary':
      return raw === 1 ? '+1' : '−1';
    case 'exponent':
      return exponentMeaning(raw, fields, reading.format);
    case 'mantissa':
      return mantissaMeaning(field, fields);
    case 'power':
      return raw === 0 ? 'zero' : power(raw - reading.top);
    case 'table':
      return raw < reading.values.length ? `entry ${String(raw)}: ${short(reading.values[raw] ?? 0)}` : 'no entry';
    case 'exponent-scale':
      return raw === reading.nan ? 'not a number' : `× ${power(raw - reading.bias)}`;
    case 'shift-scale':
      return raw === 0 ? '× 1' : `× ${power(-raw)}`;
    default:
      return `× ${short(scaleOf(field) ?? 1)}`;
  }
}

function exponentMeaning(raw: number, fields: readonly FieldSource[], format: Minifloat): string {
  const magnitude = magnitudeOf(format, floatCode(fields));
  if (Number.isNaN(magnitude)) return 'not a number';
  if (magnitude === Infinity) return 'infinity';
  return raw === 0 ? `${power(1 - format.bias)}, subnormal` : power(raw - format.bias);
}

/** The significand: with the implicit 1, or without it below the smallest exponent. */
function mantissaMeaning({ raw, bits }: FieldSource, fields: readonly FieldSource[]): string {
  const whole = fields.some((field) => field.reading.kind === 'exponent' && field.raw > 0) ? 1 : 0;
  return `significand ${short(whole + raw / 2 ** bits)}`;
}

/** Sign, exponent and mantissa of a small float; the sign of 0 is positive. */
export function floatFields(format: Minifloat, negative: boolean, code: number): FieldSource[] {
  const { exponentBits, mantissaBits } = format;
  const units = 2 ** mantissaBits;
  const exponent: FieldSource = {
    id: 'exponent',
    label: 'Exponent',
    bits: exponentBits,
    raw: Math.floor(code / units),
    scope: 'value',
    reading: { kind: 'exponent', format },
  };
  const mantissa: FieldSource = {
    id: 'mantissa',
    label: 'Mantissa',
    bits: mantissaBits,
    raw: code % units,
    scope: 'value',
    reading: { kind: 'mantissa', format },
  };
  return [signField(negative), exponent, ...(mantissaBits > 0 ? [mantissa] : [])];
}

export function signField(negative: boolean): FieldSource {
  return { id: 'sign', label: 'Sign', bits: 1, raw: negative ? 1 : 0, scope: 'value', reading: { kind: 'sign' } };
}

/** A code as an integer. */
export function integerField(value: number, bits: number, signed: boolean, unit = 1): FieldSource {
  const raw = signed ? twosComplement(value, bits) : value;
  return { id: 'code', label: 'Code', bits, raw, scope: 'value', reading: { kind: 'integer', signed, unit } };
}

/** A scale as a float32. */
export function float32Scale(scale: number, scope: FieldScope, label = 'Scale'): FieldSource {
  return { id: 'scale', label, bits: 32, raw: float32Bits(scale), scope, reading: { kind: 'float32-scale' } };
}

/** An unscaled float32. */
export function binary32Fields(pattern: number): FieldSource[] {
  return floatFields(BINARY32, pattern < 0, pattern & 0x7fffffff);
}
