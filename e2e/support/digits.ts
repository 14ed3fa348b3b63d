import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Picture } from './pictures';

interface Digit {
  readonly label: number;
  /** 8 × 8 values from 0 to 16. */
  readonly pixels: Uint8Array;
}

/** The first test images of UCI digits. */
function digits(count: number): readonly Digit[] {
  const raw = gunzipSync(readFileSync('public/data/digits/test-0-500.bin'));
  return Array.from({ length: count }, (_, at) => ({
    label: raw[500 * 64 + at] ?? 0,
    pixels: raw.subarray(at * 64, (at + 1) * 64),
  }));
}

/** The digits as a table: a label, if wanted, and 64 values. */
export function digitsTable(hasLabels: boolean): string {
  const names = Array.from({ length: 64 }, (_, at) => `p${String(at)}`);
  const rows = digits(500).map(({ label, pixels }) => (hasLabels ? [`digit ${label}`, ...pixels] : [...pixels]));
  return [hasLabels ? ['label', ...names] : names, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** Digits as pictures of 16 × 16 points from black to white, each point of the digit four times. */
export function digitPictures(count: number): readonly Picture[] {
  return digits(count).map(({ label, pixels }) => ({
    label: `digit ${label}`,
    width: 16,
    grey: Uint8Array.from({ length: 256 }, (_, at) => {
      const [x, y] = [at % 16, Math.floor(at / 16)];
      return Math.round(((pixels[8 * (y >> 1) + (x >> 1)] ?? 0) / 16) * 255);
    }),
  }));
}
