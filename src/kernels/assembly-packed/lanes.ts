// What the products of packed bits share.

/** Vectors of eight-bit counts that can be added before a byte may overflow: 31 x 8 = 248. */
export const FLUSH: usize = 31;

/** Bytes of a row of `columns` bits: whole vectors of 128. */
@inline
export function rowBytes(columns: usize): usize {
  return ((columns + 127) >> 7) << 4;
}

/** Sixteen counts of eight bits as four of 32. */
@inline
export function widened(counts: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts));
}

/** The sum of the lanes of each of four vectors. */
@inline
export function laneSums(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const ab = i32x4.add(v128.shuffle<u32>(s0, s1, 0, 4, 1, 5), v128.shuffle<u32>(s0, s1, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<u32>(s2, s3, 0, 4, 1, 5), v128.shuffle<u32>(s2, s3, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<u64>(ab, cd, 0, 2), v128.shuffle<u64>(ab, cd, 1, 3));
}

/** The sum of the lanes of one vector. */
@inline
export function laneSum(s: v128): i32 {
  return i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1) + i32x4.extract_lane(s, 2) + i32x4.extract_lane(s, 3);
}
