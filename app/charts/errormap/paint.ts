import { interpolateLab, piecewise, rgb } from 'd3';

/** Shades of the ramp. */
const SHADES = 256;
const OPAQUE = 0xff000000;

/** A grid of cells in display order. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
  /** Value of the cell in column `i`, row `j`, as a place in `values`. */
  readonly indexOf: (i: number, j: number) => number;
  readonly values: Float32Array;
}

/** Packed colours (alpha, blue, green, red from the highest byte) from the first colour to the last, even in lightness. */
export function rampOf(colours: readonly string[]): Uint32Array {
  const at: (t: number) => string = piecewise(interpolateLab, [...colours]);
  return Uint32Array.from({ length: SHADES }, (_, i) => {
    const { r, g, b } = rgb(at(i / (SHADES - 1)));
    return (OPAQUE | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
  });
}

/**
 * Colours of `width` by `height` pixels, row-major. A cell that is larger than a pixel fills several; several cells in one
 * pixel are pooled by root mean square, as the report pools weights.
 */
export function paint(cells: Cells, width: number, height: number, top: number, ramp: Uint32Array): Uint32Array {
  const pixels = new Uint32Array(width * height);
  const perValue = top > 0 ? (SHADES - 1) / top : 0;
  let painted = -1;
  for (let y = 0; y < height; y++) {
    const [j0, j1] = span(y, height, cells.rows);
    const isSame = j0 === painted && j1 - j0 === 1;
    if (isSame) pixels.copyWithin(y * width, (y - 1) * width, y * width);
    else paintRow(cells, [j0, j1], pixels.subarray(y * width, (y + 1) * width), perValue, ramp);
    painted = j1 - j0 === 1 ? j0 : -1;
  }
  return pixels;
}

function paintRow(
  cells: Cells,
  [j0, j1]: readonly [number, number],
  row: Uint32Array,
  perValue: number,
  ramp: Uint32Array,
): void {
  let from = -1;
  let colour = OPAQUE;
  for (let x = 0; x < row.length; x++) {
    const [i0, i1] = span(x, row.length, cells.columns);
    if (i0 !== from || i1 - i0 > 1) {
      const shade = Math.min(Math.round(pooled(cells, i0, i1, j0, j1) * perValue), SHADES - 1);
      colour = ramp[shade] ?? OPAQUE;
      from = i0;
    }
    row[x] = colour;
  }
}

/** Cells [from, to) that a pixel shows; at least one. */
function span(pixel: number, pixels: number, cells: number): readonly [number, number] {
  const from = Math.floor((pixel * cells) / pixels);
  return [from, Math.max(from + 1, Math.floor(((pixel + 1) * cells) / pixels))];
}

function pooled({ values, indexOf }: Cells, i0: number, i1: number, j0: number, j1: number): number {
  if (i1 - i0 === 1 && j1 - j0 === 1) return values[indexOf(i0, j0)] ?? 0;
  let squares = 0;
  for (let j = j0; j < j1; j++) {
    for (let i = i0; i < i1; i++) squares += (values[indexOf(i, j)] ?? 0) ** 2;
  }
  return Math.sqrt(squares / ((i1 - i0) * (j1 - j0)));
}

const PERCENTILE = 0.995;
const BINS = 512;

/** Top of the colour scale: the largest value, or where half a percent lies above it if that is much lower. */
export function colourTop(maps: readonly Float32Array[]): { readonly top: number; readonly cut: boolean } {
  let max = 0;
  for (const values of maps) for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  if (max === 0) return { top: 0, cut: false };
  const counts = new Uint32Array(BINS);
  let total = 0;
  for (const values of maps) {
    for (let i = 0; i < values.length; i++) counts[Math.min(Math.floor((values[i]! / max) * BINS), BINS - 1)]!++;
    total += values.length;
  }
  let above = 0;
  let bin = BINS - 1;
  while (bin > 0 && above + (counts[bin] ?? 0) <= total * (1 - PERCENTILE)) above += counts[bin--] ?? 0;
  const top = ((bin + 1) / BINS) * max;
  return top < 0.7 * max ? { top, cut: true } : { top: max, cut: false };
}
