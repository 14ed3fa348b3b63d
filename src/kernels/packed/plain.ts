import { popcount } from '../../binary/pack';
import type { Integers } from '../types';
import { outputSize, type PatchGeometry, rowWords, type Words } from './types';

/** Which values become a 1, by the numbers of assembly-packed/pack.ts. */
export const PLANES = { signs: 0, nonZero: 1, positive: 2 } as const;
export type Plane = keyof typeof PLANES;

const IS_SET: Readonly<Record<Plane, (x: number) => boolean>> = {
  signs: (x) => x >= 0,
  nonZero: (x) => x !== 0,
  positive: (x) => x > 0,
};

/** The bits of each row of a row-major matrix. */
export function packRows(values: Float32Array, rows: number, columns: number, plane: Plane): Words {
  const width = rowWords(columns);
  const words = new Uint32Array(rows * width);
  const isSet = IS_SET[plane];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (isSet(values[row * columns + column]!)) words[row * width + (column >>> 5)]! |= 1 << (column & 31);
  return words;
}

/** The bits under the kernel at every output. */
export function packPatches(image: Float32Array, geometry: PatchGeometry, plane: Plane, border: boolean): Words {
  const { height, width, channels, kernelHeight, kernelWidth, strides, rows, columns } = geometry;
  const output = outputSize(geometry);
  const perRow = rowWords(kernelHeight * kernelWidth * channels);
  const words = new Uint32Array(output.height * output.width * perRow);
  const isSet = IS_SET[plane];
  const bitAt = (y: number, x: number, channel: number): boolean =>
    y < 0 || x < 0 || y >= height || x >= width ? border : isSet(image[(y * width + x) * channels + channel]!);
  for (let p = 0; p < output.height * output.width; p++) {
    const top = Math.floor(p / output.width) * strides[0] - rows[0];
    const left = (p % output.width) * strides[1] - columns[0];
    for (let bit = 0; bit < kernelHeight * kernelWidth * channels; bit++) {
      const tap = Math.floor(bit / channels);
      const [y, x] = [top + Math.floor(tap / kernelWidth), left + (tap % kernelWidth)];
      if (bitAt(y, x, bit % channels)) words[p * perRow + (bit >>> 5)]! |= 1 << (bit & 31);
    }
  }
  return words;
}

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly length: number;
}

/** length − 2 popcount(a xor b) of all pairs of rows. */
export function signProduct(a: Words, b: Words, { m, n, length }: Sizes): Integers {
  const width = rowWords(length);
  const out = new Int32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let differing = 0;
      for (let w = 0; w < width; w++) differing += popcount((a[i * width + w]! ^ b[j * width + w]!) >>> 0);
      out[i * n + j] = length - 2 * differing;
    }
  }
  return out;
}

/** Dot products of all pairs of ternary rows. */
export function ternaryProduct(a: Words, b: Words, { m, n, length }: Sizes): Integers {
  const width = rowWords(length);
  const [signsA, signsB] = [a.subarray(m * width), b.subarray(n * width)];
  const out = new Int32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let dot = 0;
      for (let w = 0; w < width; w++) {
        const both = a[i * width + w]! & b[j * width + w]!;
        const apart = both & (signsA[i * width + w]! ^ signsB[j * width + w]!);
        dot += popcount(both >>> 0) - 2 * popcount(apart >>> 0);
      }
      out[i * n + j] = dot;
    }
  }
  return out;
}
