import { transposeTap } from './convolution';
import { multiply } from './tile';

/** Terms of a sum that are added up in registers before they go to the result. */
const CHUNK: usize = 256;

/** Bytes of scratch of `matMul`: two tables, and the second matrix when it has to be transposed. */
export function matMulScratch(m: usize, n: usize, k: usize, transposeB: bool): usize {
  return (2 * m + (transposeB ? n * k : 0)) << 2;
}

/** c[m][n] = a * b; `a` is [m, k], or [k, m] when transposed; `b` is [k, n], or [n, k] when transposed. */
export function matMul(
  a: usize, b: usize, c: usize, scratch: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool,
): void {
  const cTable = scratch + (m << 2);
  const right = transposeB ? cTable + (m << 2) : b;
  if (transposeB) transposeTap(b, right, n, k);
  for (let i: usize = 0; i < m; i++) store<u32>(cTable + (i << 2), <u32>(c + ((i * n) << 2)));
  const step: usize = transposeA ? m : 1;
  const row: usize = transposeA ? 1 : k;
  if (k == 0) memory.fill(c, 0, (m * n) << 2);
  for (let start: usize = 0; start < k; start += CHUNK) {
    for (let i: usize = 0; i < m; i++) store<u32>(scratch + (i << 2), <u32>(a + ((i * row + start * step) << 2)));
    const steps = min(CHUNK, k - start);
    multiply(scratch, cTable, m, step << 2, 0, right + ((start * n) << 2), n << 2, 0, 1, steps, n, start > 0);
  }
}
