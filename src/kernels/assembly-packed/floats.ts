/**
 * C[m, n] = A[m, k] B[k, n] in float32, row-major: what the packed products are measured against, by the same compiler on
 * the same vectors. Sums run in the order of k. Eight columns of B at a time lie side by side in `panel`, k * 32 bytes.
 */
export function floatProduct(a: usize, b: usize, c: usize, panel: usize, m: usize, k: usize, n: usize): void {
  const wholeRows = m & ~3;
  const wholeColumns = n & ~7;
  for (let j: usize = 0; j < wholeColumns; j += 8) {
    for (let step: usize = 0; step < k; step++) {
      const from = b + ((step * n + j) << 2);
      v128.store(panel + (step << 5), v128.load(from));
      v128.store(panel + (step << 5), v128.load(from, 16), 16);
    }
    for (let i: usize = 0; i < wholeRows; i += 4) tile(a + ((i * k) << 2), panel, c + ((i * n + j) << 2), k, n);
  }
  for (let row: usize = 0; row < m; row++) {
    for (let column = row < wholeRows ? wholeColumns : 0; column < n; column++) single(a, b, c, row, column, k, n);
  }
}

function single(a: usize, b: usize, c: usize, row: usize, column: usize, k: usize, n: usize): void {
  let sum: f32 = 0;
  for (let step: usize = 0; step < k; step++) {
    sum += load<f32>(a + ((row * k + step) << 2)) * load<f32>(b + ((step * n + column) << 2));
  }
  store<f32>(c + ((row * n + column) << 2), sum);
}

/** Four rows and eight columns. */
function tile(a0: usize, b: usize, c: usize, k: usize, n: usize): void {
  const width = n << 2;
  const a1 = a0 + (k << 2);
  const a2 = a1 + (k << 2);
  const a3 = a2 + (k << 2);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let at: usize = 0; at < k << 2; at += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a0 + at);
    c00 = f32x4.add(c00, f32x4.mul(x0, b0));
    c01 = f32x4.add(c01, f32x4.mul(x0, b1));
    const x1 = v128.load32_splat(a1 + at);
    c10 = f32x4.add(c10, f32x4.mul(x1, b0));
    c11 = f32x4.add(c11, f32x4.mul(x1, b1));
    const x2 = v128.load32_splat(a2 + at);
    c20 = f32x4.add(c20, f32x4.mul(x2, b0));
    c21 = f32x4.add(c21, f32x4.mul(x2, b1));
    const x3 = v128.load32_splat(a3 + at);
    c30 = f32x4.add(c30, f32x4.mul(x3, b0));
    c31 = f32x4.add(c31, f32x4.mul(x3, b1));
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += width;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += width;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += width;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}
