import { loadPart } from './lanes';
import { product } from './product';

/** Windows that meet all panels before the next ones do: their inputs stay in the cache meanwhile. */
const BLOCK: usize = 64;

/** Pixels of a pointwise convolution in one table of addresses. */
const PIXELS: usize = 256;

/** Bytes of `packPanels`: panels are eight columns wide, the last one four where no more are left. */
export function panelBytes(rows: usize, n: usize): usize {
  return ((rows + 1) * ((n + 3) & ~3)) << 2;
}

/**
 * Lays the columns of w[rows][n] out as `product` reads them, without biases: a row of zeros, then the rows of each panel,
 * missing columns 0.
 */
export function packPanels(w: usize, rows: usize, n: usize, to: usize): void {
  for (let j: usize = 0; j < n; ) {
    const left = n - j;
    const bytes: usize = left > 4 ? 32 : 16;
    memory.fill(to, 0, bytes);
    to = packColumns(w + (j << 2), rows, n, left, to + bytes);
    j += bytes >> 2;
  }
}

/** The first `count` columns (at most eight) of rows of `n` values; returns the end. */
export function packColumns(from: usize, rows: usize, n: usize, count: usize, to: usize): usize {
  for (let row = rows; row; row--) {
    v128.store(to, loadPart(from, count));
    to += 16;
    if (count > 4) {
      v128.store(to, loadPart(from + 16, count - 4));
      to += 16;
    }
    from += n << 2;
  }
  return to;
}

/** `product` on m windows, some at a time, without bounds. */
export function productInBlocks(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize,
): void {
  for (let i: usize = 0; i < m; i += BLOCK) {
    const windows = min(BLOCK, m - i);
    product(from + (i << 2), to + (i << 2), windows, runs, runCount, steps, panels, n, -Infinity, Infinity);
  }
}

/** Bytes of scratch of `pointwiseProduct`: two tables and one run. */
export function pointwiseScratch(): usize {
  return (2 * PIXELS + 4) << 2;
}

/** y[pixels][n] = x[pixels][steps] * w, whose panels are packed. */
export function pointwiseProduct(
  x: usize, panels: usize, y: usize, scratch: usize, pixels: usize, steps: usize, n: usize,
): void {
  const to = scratch + (PIXELS << 2);
  const runs = to + (PIXELS << 2);
  store<u32>(runs, 0);
  for (let start: usize = 0; start < pixels; start += PIXELS) {
    const count = min(PIXELS, pixels - start);
    windowTables(scratch, to, x + ((start * steps) << 2), y + ((start * n) << 2), 1, count, 0, steps << 2, n << 2);
    productInBlocks(scratch, to, count, runs, 1, steps, panels, n);
  }
}

/** Addresses of the windows and of their outputs. */
export function windowTables(
  from: usize, to: usize, source: usize, target: usize, outH: usize, outW: usize, row: usize, column: usize, pixel: usize,
): void {
  for (let y: usize = 0; y < outH; y++) {
    let window = source + y * row;
    for (let x: usize = 0; x < outW; x++) {
      store<u32>(from, <u32>window);
      store<u32>(to, <u32>target);
      from += 4;
      to += 4;
      window += column;
      target += pixel;
    }
  }
}
