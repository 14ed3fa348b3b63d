import type { Arena } from '../kernels/simd/arena';
import type { Borders, Pair } from '../model/graph';
import type { Place } from './place';

/** A window over images; a dense layer has one of one point. */
export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly borders: Borders;
}

export const NO_BORDERS: Borders = { rows: [0, 0], columns: [0, 0] };

export const POINT: Window = { size: [1, 1], strides: [1, 1], dilation: [1, 1], borders: NO_BORDERS };

/** Tables that `product` takes. */
export interface Tables {
  readonly from: number;
  readonly to: number;
  readonly runs: number;
  readonly runCount: number;
  /** Values in a run. */
  readonly steps: number;
  /** Windows of one image. */
  readonly perImage: number;
}

/** Addresses of every window over `x` and of the outputs in `y`, for `images` images. */
export function tablesOf(x: Place, y: Place, window: Window, images: number, arena: Arena): Tables {
  const { size, dilation } = window;
  const perImage = y.height * y.width;
  const isWhole = dilation[1] === 1;
  const runs = Array.from({ length: size[0] }, (_, i) =>
    isWhole ? [i * dilation[0] * x.row] : Array.from({ length: size[1] }, (__, j) => tapAt(x, window, i, j)),
  ).flat();
  const from = new Uint32Array(images * perImage);
  const to = new Uint32Array(images * perImage);
  const start = x.address - window.borders.rows[0] * x.row - window.borders.columns[0] * x.column;
  for (let at = 0; at < from.length; at++) {
    const [image, point] = [Math.floor(at / perImage), at % perImage];
    const [row, column] = [Math.floor(point / y.width), point % y.width];
    from[at] = start + image * x.image + row * window.strides[0] * x.row + column * window.strides[1] * x.column;
    to[at] = y.address + image * y.image + row * y.row + column * y.column;
  }
  const steps = isWhole ? size[1] * x.channels : x.channels;
  const tables = { from: arena.copy(from), to: arena.copy(to), runs: arena.copy(Uint32Array.from(runs)) };
  return { ...tables, runCount: runs.length, steps, perImage };
}

function tapAt(x: Place, { dilation }: Window, i: number, j: number): number {
  return i * dilation[0] * x.row + j * dilation[1] * x.column;
}
