import type { Rung } from '../../../src/experiment/rungs';
import type { RungError, RungReport, SubjectReport } from '../../../src/jobs/ladder-reports';
import { count, decibel, fixed, value } from '../frame/format';
import type { SubjectKind } from './input';

/** The error of a rung as a number to read, larger is better where it is in decibels. */
export function errorOf(kind: SubjectKind, { mse, sqnrDb }: RungError, { n }: Pick<SubjectReport, 'n'>): number {
  if (kind === 'picture') return mse === 0 ? Infinity : -10 * Math.log10(mse);
  return kind === 'example' ? Math.sqrt(mse * n) : sqnrDb;
}

export const ERROR_NAMES: Readonly<
  Record<SubjectKind, { readonly name: string; readonly short: string; readonly axis: string }>
> = {
  weights: { name: 'SQNR, dB', short: 'dB', axis: 'SQNR of the layer' },
  activations: { name: 'SQNR, dB', short: 'dB', axis: 'SQNR of the input' },
  example: { name: '‖W − Ŵ‖', short: '‖W − Ŵ‖', axis: 'SQNR of the matrix' },
  picture: { name: 'PSNR, dB', short: 'PSNR, dB', axis: 'PSNR of the picture' },
};

/** What the tensor holds: the axis along which sums and blocks run, the other one, and a value. */
export const NOUNS: Readonly<
  Record<
    SubjectKind,
    { readonly row: string; readonly column: string; readonly value: string; readonly symbol: string }
  >
> = {
  weights: { row: 'input', column: 'channel', value: 'weight', symbol: 'w' },
  activations: { row: 'channel', column: 'position', value: 'value', symbol: 'x' },
  example: { row: 'input', column: 'channel', value: 'weight', symbol: 'w' },
  picture: { row: 'pixel', column: 'line', value: 'pixel', symbol: 'w' },
};

/** Why the network cannot be run with a rung; null where it can, and where there is none. */
export function reasonOf({ activations }: Rung): string | null {
  return activations !== undefined && 'reason' in activations ? activations.reason : null;
}

export function errorText(kind: SubjectKind, report: RungError, subject: SubjectReport): string {
  const error = errorOf(kind, report, subject);
  return kind === 'example' ? value(error) : decibel(error, 1);
}

const PARTS = [
  ['codes', 'codes', 'codes'],
  ['scales', 'scales', 'scales'],
  ['zeroPoints', 'zero points', 'Z'],
  ['exponents', 'exponents', 'exponents'],
  ['codebook', 'codebook', 'codebook'],
] as const;

/** Bits that two digits cannot show. */
const TINY = 0.005;

export interface StoragePart {
  readonly name: string;
  /** For a narrow card. */
  readonly short: string;
  /** Bits per weight. */
  readonly bits: number;
}

/** What the stored bits are spent on, per weight; parts of nothing are left out. */
export function storageParts({ storage }: RungReport, n: number): StoragePart[] {
  return PARTS.map(([key, name, short]) => ({ name, short, bits: storage[key] / Math.max(n, 1) })).filter(
    ({ bits }) => bits > 0,
  );
}

/** "4.00 codes + 2.00 scales + 0.25 Z": the split in the width of a card; parts that round to nothing are one. */
export function splitText(report: RungReport, n: number): string {
  const parts = storageParts(report, n);
  const large = parts.filter(({ bits }) => bits >= TINY).map(({ short, bits }) => `${bitsText(bits)} ${short}`);
  const tiny = parts.filter(({ bits }) => bits < TINY).map(({ short }) => short);
  return [...large, ...(tiny.length === 0 ? [] : [`< 0.01 ${tiny.join(', ')}`])].join(' + ');
}

/** "4 codes + 2.00 scales". */
export function storageText(report: RungReport, n: number): string {
  const parts = storageParts(report, n).map(({ name, bits }) => `${bitsText(bits)} ${name}`);
  return parts.length === 0 ? 'nothing stored' : parts.join(' + ');
}

export function bitsText(bits: number): string {
  return bits > 0 && bits < TINY ? '< 0.01' : fixed(bits, 2);
}

/** "1 scale", "512 + 128 scales", "512 exponents, 4,096 micro-bits": how many share; short words for a narrow card. */
export function groupsText(
  { groups, storage, coarse, pair }: RungReport,
  { columns, rows }: Pick<SubjectReport, 'columns' | 'rows'>,
  isRoomy = true,
): string {
  if (pair !== null) {
    const pairs = `${count(columns * Math.ceil(rows / pair))} micro-bits`;
    const exponents = `${count(groups)} exponent${groups === 1 ? '' : 's'}`;
    return isRoomy ? `${exponents}, ${pairs}` : exponents;
  }
  if (coarse !== null) return `${count(groups)} + ${count(coarse === 'tensor' ? 1 : columns)} scales`;
  const name = storage.exponents > 0 ? 'exponent' : storage.codebook > 0 ? 'codebook' : 'scale';
  return `${count(groups)} ${name}${groups === 1 ? '' : 's'}`;
}
