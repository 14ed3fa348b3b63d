import { unzlibSync } from 'fflate';

/** An image as uint8 values, row by row, [height, width, channels]. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly values: Uint8Array;
}

const SIGNATURE = 8;
const COLOUR_TYPES: Readonly<Record<number, 3 | 4>> = { 2: 3, 6: 4 };

/**
 * Reads a PNG of 8 bits per colour without interlace, which is what packages ship. Throws Error for any other kind.
 * Source: W3C PNG specification, third edition, sections 5 and 9.
 */
export function readPng(file: Uint8Array): Raster {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = SIGNATURE; at < file.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (type === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const [width, height] = [view.getUint32(SIGNATURE + 8), view.getUint32(SIGNATURE + 12)];
  const [depth, colour, , , interlace] = file.subarray(SIGNATURE + 16);
  const channels = COLOUR_TYPES[colour ?? 0];
  if (depth !== 8 || channels === undefined || interlace !== 0) throw new Error('This kind of PNG is not supported.');
  return { width, height, channels, values: unfilter(unzlibSync(joined(parts)), width * channels, channels) };
}

/** Undoes the filter that each row begins with; it adds to a byte what lies left of it, above it, or both. */
function unfilter(raw: Uint8Array, stride: number, channels: number): Uint8Array {
  const rows = raw.length / (stride + 1);
  const out = new Uint8Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = row * stride + x;
      const left = x < channels ? 0 : (out[at - channels] ?? 0);
      const above = row === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = x < channels || row === 0 ? 0 : (out[at - stride - channels] ?? 0);
      out[at] = (raw[row * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return Math.floor((left + above) / 2);
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

/** Whichever neighbour is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [l, a, c] = [left, above, corner].map((value) => Math.abs(estimate - value)) as [number, number, number];
  if (l <= a && l <= c) return left;
  return a <= c ? above : corner;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
