import { FLUSH, laneSum, laneSums, rowBytes, widened } from './lanes';

/**
 * C[i][j] = length - 2 popcount(A_i xor B_j): the dot products of m and n packed rows of signs, as int32. The xor of the
 * bits past the end of a row is 0, so that they count for nothing.
 */
export function signProduct(a: usize, b: usize, c: usize, m: usize, n: usize, length: usize): void {
  const bytes = rowBytes(length);
  for (let i: usize = 0; i < m; i++) {
    const row = a + i * bytes;
    let j: usize = 0;
    for (; j + 4 <= n; j += 4) {
      v128.store(c, i32x4.sub(i32x4.splat(<i32>length), i32x4.shl(fourDifferences(row, b + j * bytes, bytes), 1)));
      c += 16;
    }
    for (; j < n; j++) {
      store<i32>(c, <i32>length - 2 * differences(row, b + j * bytes, bytes));
      c += 4;
    }
  }
}

/** Differing bits of one row and each of four rows that follow each other. */
@inline
function fourDifferences(a: usize, b0: usize, bytes: usize): v128 {
  const b1 = b0 + bytes;
  const b2 = b1 + bytes;
  const b3 = b2 + bytes;
  let s0 = i32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let at: usize = 0;
  while (at < bytes) {
    const end = min(at + (FLUSH << 4), bytes);
    let c0 = i32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    for (; at < end; at += 16) {
      const x = v128.load(a + at);
      c0 = i8x16.add(c0, i8x16.popcnt(v128.xor(x, v128.load(b0 + at))));
      c1 = i8x16.add(c1, i8x16.popcnt(v128.xor(x, v128.load(b1 + at))));
      c2 = i8x16.add(c2, i8x16.popcnt(v128.xor(x, v128.load(b2 + at))));
      c3 = i8x16.add(c3, i8x16.popcnt(v128.xor(x, v128.load(b3 + at))));
    }
    s0 = i32x4.add(s0, widened(c0));
    s1 = i32x4.add(s1, widened(c1));
    s2 = i32x4.add(s2, widened(c2));
    s3 = i32x4.add(s3, widened(c3));
  }
  return laneSums(s0, s1, s2, s3);
}

function differences(a: usize, b: usize, bytes: usize): i32 {
  let sum = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    sum = i32x4.add(sum, widened(i8x16.popcnt(v128.xor(v128.load(a + at), v128.load(b + at)))));
  }
  return laneSum(sum);
}
