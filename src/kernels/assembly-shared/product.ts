import { clamped, entry, multiplyAdd, storePart } from './shared-lanes';

/**
 * A convolution or dense layer:
 *
 *   y_i[j] = clamp(bias[j] + sum over runs r, steps k < steps of x_i[runs[r] + k] * w[r][k][j]),  i < m, j < n
 *
 * `from` and `to` hold the addresses of the m windows and of the m outputs. A window is `runCount` runs of `steps` values
 * without a gap; `runs` holds the bytes from its address to each. Weights lie in panels of eight columns, the last of four
 * where no more are left: the biases of a panel, then its weights in order of r and k. Sums run in that order.
 */
export function product(
  from: usize, to: usize, m: usize, runs: usize, runCount: usize, steps: usize, panels: usize, n: usize, low: f32, high: f32,
): void {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  const rows = runCount * steps + 1;
  const end = runs + (runCount << 2);
  for (let j: usize = 0; j < n;) {
    const width = n - j;
    for (let i: usize = 0; i < m; i += 4) {
      const count = min<usize>(4, m - i);
      const a = from + (i << 2);
      const c = to + (i << 2);
      if (width > 4) wideTile(a, c, count, runs, end, steps, panels, j << 2, width, lowest, highest);
      else narrowTile(a, c, count, runs, end, steps, panels, j << 2, width, lowest, highest);
    }
    panels += width > 4 ? rows << 5 : rows << 4;
    j += width > 4 ? 8 : 4;
  }
}

/** Up to four windows, eight columns. Missing windows repeat the last one and are not stored. */
@inline
function wideTile(
  from: usize, to: usize, count: usize, runs: usize, end: usize, steps: usize, panel: usize, column: usize, width: usize,
  low: v128, high: v128,
): void {
  const base0 = entry(from, 0, count);
  const base1 = entry(from, 1, count);
  const base2 = entry(from, 2, count);
  const base3 = entry(from, 3, count);
  let c00 = v128.load(panel);
  let c01 = v128.load(panel, 16);
  let c10 = c00;
  let c11 = c01;
  let c20 = c00;
  let c21 = c01;
  let c30 = c00;
  let c31 = c01;
  let b = panel + 32;
  for (; runs < end; runs += 4) {
    const run: usize = load<u32>(runs);
    let a0 = base0 + run;
    let a1 = base1 + run;
    let a2 = base2 + run;
    let a3 = base3 + run;
    for (let left = steps; left; left--) {
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
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += 32;
    }
  }
  storeWide(entry(to, 0, count) + column, c00, c01, width, low, high);
  if (count > 1) storeWide(entry(to, 1, count) + column, c10, c11, width, low, high);
  if (count > 2) storeWide(entry(to, 2, count) + column, c20, c21, width, low, high);
  if (count > 3) storeWide(entry(to, 3, count) + column, c30, c31, width, low, high);
}

@inline
function storeWide(to: usize, left: v128, right: v128, width: usize, low: v128, high: v128): void {
  v128.store(to, clamped(left, low, high));
  storePart(to + 16, clamped(right, low, high), width - 4);
}

/** Up to four windows, up to four columns. */
function narrowTile(
  from: usize, to: usize, count: usize, runs: usize, end: usize, steps: usize, panel: usize, column: usize, width: usize,
  low: v128, high: v128,
): void {
  const base0 = entry(from, 0, count);
  const base1 = entry(from, 1, count);
  const base2 = entry(from, 2, count);
  const base3 = entry(from, 3, count);
  let c0 = v128.load(panel);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let b = panel + 16;
  for (; runs < end; runs += 4) {
    let at: usize = load<u32>(runs);
    for (let left = steps; left; left--) {
      const b0 = v128.load(b);
      c0 = multiplyAdd(v128.load32_splat(base0 + at), b0, c0);
      c1 = multiplyAdd(v128.load32_splat(base1 + at), b0, c1);
      c2 = multiplyAdd(v128.load32_splat(base2 + at), b0, c2);
      c3 = multiplyAdd(v128.load32_splat(base3 + at), b0, c3);
      at += 4;
      b += 16;
    }
  }
  storePart(entry(to, 0, count) + column, clamped(c0, low, high), width);
  if (count > 1) storePart(entry(to, 1, count) + column, clamped(c1, low, high), width);
  if (count > 2) storePart(entry(to, 2, count) + column, clamped(c2, low, high), width);
  if (count > 3) storePart(entry(to, 3, count) + column, clamped(c3, low, high), width);
}
