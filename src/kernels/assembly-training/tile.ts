import { loadPart } from './lanes';
import { entry, multiplyAdd, storePart } from './shared-lanes';

/**
 * The product that all convolution and matrix gradients are made of:
 *
 *   C[i][j] = sum over rows r < rows, steps k < steps of A_i[r][k] * B[r][k][j],  j < n
 *
 * added to C when `accumulate`. The rows of A and C lie anywhere: `aTable` and `cTable` hold `m` addresses each. From
 * one step to the next A moves by `aStep` bytes and B by `bStep`; after each row they skip `aSkip` and `bSkip` more.
 */
export function multiply(
  aTable: usize, cTable: usize, m: usize, aStep: usize, aSkip: usize,
  b: usize, bStep: usize, bSkip: usize, rows: usize, steps: usize, n: usize, accumulate: bool,
): void {
  for (let i: usize = 0; i < m; i += 4) {
    const count = min<usize>(4, m - i);
    const a = aTable + (i << 2);
    const c = cTable + (i << 2);
    let j: usize = 0;
    for (; j + 8 <= n; j += 8) {
      wideTile(a, c, count, aStep, aSkip, b + (j << 2), bStep, bSkip, rows, steps, j << 2, accumulate);
    }
    for (; j < n; j += 4) {
      narrowTile(a, c, count, aStep, aSkip, b + (j << 2), bStep, bSkip, rows, steps, j << 2, accumulate, min<usize>(4, n - j));
    }
  }
}

/** Up to four rows, eight columns. Missing rows repeat the last one and are not stored. */
function wideTile(
  aTable: usize, cTable: usize, count: usize, aStep: usize, aSkip: usize,
  b: usize, bStep: usize, bSkip: usize, rows: usize, steps: usize, column: usize, accumulate: bool,
): void {
  let a0 = entry(aTable, 0, count);
  let a1 = entry(aTable, 1, count);
  let a2 = entry(aTable, 2, count);
  let a3 = entry(aTable, 3, count);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let row = rows; row; row--) {
    for (let step = steps; step; step--) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let a = v128.load32_splat(a0);
      c00 = multiplyAdd(a, b0, c00);
      c01 = multiplyAdd(a, b1, c01);
      a = v128.load32_splat(a1);
      c10 = multiplyAdd(a, b0, c10);
      c11 = multiplyAdd(a, b1, c11);
      a = v128.load32_splat(a2);
      c20 = multiplyAdd(a, b0, c20);
      c21 = multiplyAdd(a, b1, c21);
      a = v128.load32_splat(a3);
      c30 = multiplyAdd(a, b0, c30);
      c31 = multiplyAdd(a, b1, c31);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      b += bStep;
    }
    a0 += aSkip;
    a1 += aSkip;
    a2 += aSkip;
    a3 += aSkip;
    b += bSkip;
  }
  storeWide(entry(cTable, 0, count) + column, c00, c01, accumulate);
  if (count > 1) storeWide(entry(cTable, 1, count) + column, c10, c11, accumulate);
  if (count > 2) storeWide(entry(cTable, 2, count) + column, c20, c21, accumulate);
  if (count > 3) storeWide(entry(cTable, 3, count) + column, c30, c31, accumulate);
}

@inline
function storeWide(c: usize, low: v128, high: v128, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), low) : low);
  v128.store(c, accumulate ? f32x4.add(v128.load(c, 16), high) : high, 16);
}

/** Up to four rows, up to four columns. */
function narrowTile(
  aTable: usize, cTable: usize, count: usize, aStep: usize, aSkip: usize,
  b: usize, bStep: usize, bSkip: usize, rows: usize, steps: usize, column: usize, accumulate: bool, width: usize,
): void {
  let a0 = entry(aTable, 0, count);
  let a1 = entry(aTable, 1, count);
  let a2 = entry(aTable, 2, count);
  let a3 = entry(aTable, 3, count);
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  for (let row = rows; row; row--) {
    for (let step = steps; step; step--) {
      const b0 = loadPart(b, width);
      c0 = multiplyAdd(v128.load32_splat(a0), b0, c0);
      c1 = multiplyAdd(v128.load32_splat(a1), b0, c1);
      c2 = multiplyAdd(v128.load32_splat(a2), b0, c2);
      c3 = multiplyAdd(v128.load32_splat(a3), b0, c3);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      b += bStep;
    }
    a0 += aSkip;
    a1 += aSkip;
    a2 += aSkip;
    a3 += aSkip;
    b += bSkip;
  }
  storeNarrow(entry(cTable, 0, count) + column, c0, accumulate, width);
  if (count > 1) storeNarrow(entry(cTable, 1, count) + column, c1, accumulate, width);
  if (count > 2) storeNarrow(entry(cTable, 2, count) + column, c2, accumulate, width);
  if (count > 3) storeNarrow(entry(cTable, 3, count) + column, c3, accumulate, width);
}

@inline
function storeNarrow(c: usize, sum: v128, accumulate: bool, width: usize): void {
  storePart(c, accumulate ? f32x4.add(loadPart(c, width), sum) : sum, width);
}
