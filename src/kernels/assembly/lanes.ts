// Two or four float32 of a tensor at a time, computed in float64.

/** Two consecutive float32, promoted. */
@inline
export function loadPair(data: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(data));
}

/** One float32, promoted; the other lane is 0. */
@inline
export function loadSingle(data: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_zero(data));
}

/** All bits set in the lanes that are finite. */
@inline
export function finiteMask(x: v128): v128 {
  return f64x2.lt(f64x2.abs(x), f64x2.splat(Infinity));
}

/** (p0 + p2) + (p1 + p3) of the partial sums p0, p1 and p2, p3. */
@inline
export function total(p01: v128, p23: v128): f64 {
  const sums = f64x2.add(p01, p23);
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
