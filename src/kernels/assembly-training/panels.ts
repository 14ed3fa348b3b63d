import { loadPart } from './lanes';
import { product } from './product';
import { sparseProduct } from './sparse-product';

/** Windows that meet all panels before the next ones do: their inputs stay in the cache meanwhile. */
const BLOCK: usize = 64;

/** Pixels of a pointwise convolution in one table of addresses. */
const PIXELS: usize = 256;

/**
 * Whether zeros among the inputs are passed over, with panels of 32 columns: behind a ReLU, and of gradients that went back
 * through one, half of them and more are 0. `steps`: values of a run.
 */
@inline
function isWidest(steps: usize, n: usize): bool {
  return ((n & 31) | (steps & 3)) == 0;
}

/** Bytes of `packPanels`: panels are eight columns wide, the last one four where no more are left, or all are 32 wide. */
export function panelBytes(rows: usize, n: usize): usize {
  return ((rows + 1) * ((n + 3) & ~3)) << 2;
}

/**
 * Lays the columns of w[rows][n] out as the products read them, without biases: a row of zeros, then the rows of each panel,
 * missing columns 0.
 */
export function packPanels(w: usize, rows: usize, n: usize, steps: usize, to: usize): void {
  const widest: usize = isWidest(steps, n) ? 32 : 8;
  for (let j: usize = 0; j < n; j += widest) {
    const width = min(widest, (n - j + 3) & ~3);
    memory.fill(to, 0, width << 2);
    to = packColumns(w + (j << 2), rows, n, min(width, n - j), to + (width << 2));
  }
}

/** The first `count` columns of rows of `n` values, filled up to whole vectors; returns the end. */
function packColumns(from: usize, rows: usize, n: usize, count: usize, to: usize): usize {
  for (let row = rows; row; row--) {
    for (let j: usize = 0; j < count; j += 4) {
      v128.store(to, loadPart(from + (j << 2), count - j));
      to += 16;
    }
    from += n << 2;
  }
  return to;
}

/** Bytes of scratch of `productInBlocks`, for windows of `values` values. */
export function listBytes(values: usize): usize {
  return 256 + 8 * (8 * values + 40);
}

/** The product of m windows, some at a time. `keepsZeros`: not all weights are finite, so that products with 0 count. */
export function productInBlocks(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize,
  lists: usize, keepsZeros: bool,
): void {
  if (isWidest(steps, n)) {
    sparseProduct(from, to, m, runs, runCount, steps, panels, n, -Infinity, Infinity, lists, keepsZeros);
    return;
  }
  for (let i: usize = 0; i < m; i += BLOCK) {
    const windows = min(BLOCK, m - i);
    product(from + (i << 2), to + (i << 2), windows, runs, runCount, steps, panels, n, -Infinity, Infinity);
  }
}

/** Whether none of the values is infinite or NaN. */
export function areFinite(x: usize, count: usize): bool {
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < count; i += 4)
    sum = f32x4.add(sum, f32x4.mul(loadPart(x + (i << 2), count - i), f32x4.splat(0)));
  return !v128.any_true(f32x4.ne(sum, sum));
}

/** Bytes of scratch of `pointwiseProduct`: two tables, one run, lists, and panels. */
export function pointwiseScratch(steps: usize, n: usize): usize {
  return ((2 * PIXELS + 4) << 2) + listBytes(steps) + panelBytes(steps, n);
}

/** y[pixels][n] = x[pixels][steps] * w[steps][n]. */
export function pointwiseProduct(
  x: usize, w: usize, y: usize, scratch: usize, pixels: usize, steps: usize, n: usize,
): void {
  const to = scratch + (PIXELS << 2);
  const runs = to + (PIXELS << 2);
  const lists = runs + 16;
  const panels = lists + listBytes(steps);
  packPanels(w, steps, n, steps, panels);
  const keepsZeros = !areFinite(w, steps * n);
  store<u32>(runs, 0);
  for (let start: usize = 0; start < pixels; start += PIXELS) {
    const count = min(PIXELS, pixels - start);
    windowTables(scratch, to, x + ((start * steps) << 2), y + ((start * n) << 2), 1, count, 0, steps << 2, n << 2);
    productInBlocks(scratch, to, count, runs, 1, steps, panels, n, lists, keepsZeros);
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
