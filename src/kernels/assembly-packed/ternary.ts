import { FLUSH, laneSum, rowBytes, widened } from './lanes';

/**
 * C[i][j]: the dot products of m and n packed rows of ternary values, as int32. Each operand is its plane of values that
 * are not 0 followed by that of values above 0. With both = the positions where neither is 0, the dot product is
 * popcount(both) - 2 popcount(both and (positive_a xor positive_b)).
 */
export function ternaryProduct(a: usize, b: usize, c: usize, m: usize, n: usize, length: usize): void {
  const bytes = rowBytes(length);
  const signsA = a + m * bytes;
  const signsB = b + n * bytes;
  for (let i: usize = 0; i < m; i++) {
    for (let j: usize = 0; j < n; j++) {
      store<i32>(c, dot(a + i * bytes, signsA + i * bytes, b + j * bytes, signsB + j * bytes, bytes));
      c += 4;
    }
  }
}

@inline
function dot(a: usize, signA: usize, b: usize, signB: usize, bytes: usize): i32 {
  let both = i32x4.splat(0);
  let apart = both;
  let at: usize = 0;
  while (at < bytes) {
    const end = min(at + (FLUSH << 4), bytes);
    let bothCounts = i32x4.splat(0);
    let apartCounts = bothCounts;
    for (; at < end; at += 16) {
      const used = v128.and(v128.load(a + at), v128.load(b + at));
      const differs = v128.and(used, v128.xor(v128.load(signA + at), v128.load(signB + at)));
      bothCounts = i8x16.add(bothCounts, i8x16.popcnt(used));
      apartCounts = i8x16.add(apartCounts, i8x16.popcnt(differs));
    }
    both = i32x4.add(both, widened(bothCounts));
    apart = i32x4.add(apart, widened(apartCounts));
  }
  return laneSum(both) - 2 * laneSum(apart);
}
