import type { Measure } from '../../../src/hardware/costs';
import { bytes, fixed, plain } from '../../controls/format';

export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  size: 'weight size',
  bitops: 'BitOps',
  latency: 'latency',
  energy: 'energy',
};

/** Unit of the axis of each measure, and what one of it is. */
export const AXES: Readonly<Record<Measure, { readonly label: string; readonly unit: number }>> = {
  size: { label: 'KiB of weights, scales not counted', unit: 1024 },
  bitops: { label: 'million bit operations for an image', unit: 1e6 },
  latency: { label: 'µs for an image, modelled', unit: 1e-6 },
  energy: { label: 'µJ for an image, modelled', unit: 1e6 },
};

/** A cost with its unit: "18.4 KiB", "57.2 M", "1.41 µs", "7.9 µJ". */
export function writeCost(measure: Measure, value: number): string {
  if (measure === 'size') return bytes(value);
  if (measure === 'bitops') return `${plain(value / 1e6)} M`;
  if (measure === 'energy') return `${significant(value / 1e6)} µJ`;
  return value < 1e-3 ? `${significant(value * 1e6)} µs` : `${significant(value * 1e3)} ms`;
}

function significant(value: number): string {
  return fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

const SCALES: readonly (readonly [number, string])[] = [
  [365.25 * 86_400, 'years'],
  [86_400, 'days'],
  [3600, 'hours'],
  [60, 'minutes'],
];

/** A long time in the largest unit that fits: "17 years"; beyond a million years as a power of ten. */
export function writeLong(seconds: number): string {
  const [unit, name] = SCALES.find(([one]) => seconds >= 2 * one) ?? [1, 'seconds'];
  const value = seconds / unit;
  if (value < 1e6) return `${value < 10 ? fixed(value, 1) : Math.round(value).toLocaleString('en-US')} ${name}`;
  return `10${superscript(Math.floor(Math.log10(value)))} ${name}`;
}

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export function superscript(value: number): string {
  return Array.from(String(value), (digit) => DIGITS[Number(digit)] ?? '').join('');
}

/** A whole power spelled out where it has at most 24 digits, else its size. */
export function writeCount(base: number, exponent: number): string {
  const value = BigInt(base) ** BigInt(exponent);
  const text = value.toLocaleString('en-US');
  return text.length <= 32 ? text : `about 10${superscript(Math.floor(exponent * Math.log10(base)))}`;
}
