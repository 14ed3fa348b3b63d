import type { RungReport, SubjectReport } from '../../../src/jobs/ladder-reports';
import { count, decibel, fixed, value } from '../frame/format';
import type { SubjectKind } from './input';

/** The error of a rung as a number to read, larger is better where it is in decibels. */
export function errorOf(kind: SubjectKind, { mse, sqnrDb }: RungReport, { n }: Pick<SubjectReport, 'n'>): number {
  if (kind === 'picture') return mse === 0 ? Infinity : -10 * Math.log10(mse);
  return kind === 'example' ? Math.sqrt(mse * n) : sqnrDb;
}

export const ERROR_NAMES: Readonly<
  Record<SubjectKind, { readonly name: string; readonly short: string; readonly axis: string }>
> = {
  weights: { name: 'SQNR, dB', short: 'dB', axis: 'SQNR of the layer' },
  example: { name: '‖W − Ŵ‖', short: '‖W − Ŵ‖', axis: 'SQNR of the matrix' },
  picture: { name: 'PSNR, dB', short: 'PSNR, dB', axis: 'PSNR of the picture' },
};

export function errorText(kind: SubjectKind, report: RungReport, subject: SubjectReport): string {
  const error = errorOf(kind, report, subject);
  return kind === 'example' ? value(error) : decibel(error, 1);
}

const PARTS = [
  ['codes', 'codes'],
  ['scales', 'scales'],
  ['zeroPoints', 'zero points'],
  ['exponents', 'exponents'],
  ['codebook', 'codebook'],
] as const;

export interface StoragePart {
  readonly name: string;
  /** Bits per weight. */
  readonly bits: number;
}

/** What the stored bits are spent on, per weight; parts of nothing are left out. */
export function storageParts({ storage }: RungReport, n: number): StoragePart[] {
  return PARTS.map(([key, name]) => ({ name, bits: storage[key] / Math.max(n, 1) })).filter(({ bits }) => bits > 0);
}

/** "4 codes + 2.00 scales". */
export function storageText(report: RungReport, n: number): string {
  const parts = storageParts(report, n).map(({ name, bits }) => `${bitsText(bits)} ${name}`);
  return parts.length === 0 ? 'nothing stored' : parts.join(' + ');
}

export function bitsText(bits: number): string {
  return bits > 0 && bits < 0.005 ? '< 0.01' : fixed(bits, 2);
}

/** "1 scale", "512 + 128 scales", "512 exponents, 4,096 micro-bits": how many share; short words for a narrow card. */
export function groupsText(
  { groups, storage, coarse, pair }: RungReport,
  { columns, rows }: Pick<SubjectReport, 'columns' | 'rows'>,
  isRoomy = true,
): string {
  if (pair !== null) {
    const pairs = `${count(columns * Math.ceil(rows / pair))} micro-bits`;
    return isRoomy ? `${count(groups)} exponents, ${pairs}` : `${count(groups)} exponents`;
  }
  if (coarse !== null) return `${count(groups)} + ${count(coarse === 'tensor' ? 1 : columns)} scales`;
  const name = storage.exponents > 0 ? 'exponent' : storage.codebook > 0 ? 'codebook' : 'scale';
  return `${count(groups)} ${name}${groups === 1 ? '' : 's'}`;
}
