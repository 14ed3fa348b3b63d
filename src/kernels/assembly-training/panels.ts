import { loadPart } from './lanes';
import { product } from './product';

/** Windows that meet all panels before the next ones do: their inputs stay in the cache meanwhile. */
const BLOCK: usize = 64;

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
