// Loads may read up to three float32 too many, so buffers end with 16 bytes to spare.

/** Four float32 kept between two bounds; NaN stays. */
@inline
export function clamped(x: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, low), high);
}
