import { HEAD, distance, magnitude, offset, requantized, rounded, scaled, storeCodes, storeInts, storeShorts } from './codes';

// Sums lie as int32 [image][row][column][channel] without gaps. Heads are those of a product, of which only the multipliers
// are used: one for each eight channels.

/** Sums become codes: y = clamp(round(M_c x)). Strides of y are in bytes. */
export function codeScale(
  x: usize, y: usize, images: usize, height: usize, width: usize, channels: usize, yImage: usize, yRow: usize, heads: usize,
  low: i32, high: i32,
): void {
  for (let image: usize = 0; image < images; image++) {
    for (let row: usize = 0; row < height; row++) {
      let to = y + image * yImage + row * yRow;
      for (let left = width; left; left--) {
        for (let c: usize = 0; c < channels; c += 8) {
          const at = x + (c << 2);
          storeCodes(to + (c << 1), v128.load(at), v128.load(at, 16), heads + c * (HEAD >> 3), channels - c, low, high);
        }
        x += channels << 2;
        to += channels << 1;
      }
    }
  }
}

/** Most that a product in float32 is off, of its magnitude: relative errors of the sum, the multiplier and the product. */
const FLOAT_ERROR: f32 = 3.0 / 16777216.0 + 1.0 / 1099511627776.0;
/** Half a step, less what is lost in finding the distance from a tie. */
const SURE: f32 = 0.5 - 1.0 / 8388608.0;

/** Where a product is too near a tie to be rounded in float32; from 2^22 on it always is. */
@inline
function isUnsure(x: v128): v128 {
  const most = f32x4.add(distance(x), f32x4.mul(magnitude(x), f32x4.splat(FLOAT_ERROR)));
  return f32x4.gt(most, f32x4.splat(SURE));
}

/** The nearest integers divided by powers of two, rounded with ties away from zero. */
@inline
function shifted(x: v128, powers: v128): v128 {
  const whole = f32x4.sub(x, offset(x));
  const quarter = v128.or(v128.and(whole, i32x4.splat(<i32>0x80000000)), f32x4.splat(0.25));
  return rounded(f32x4.mul(f32x4.add(whole, quarter), powers));
}

/**
 * Two sums with a multiplier each: y = clamp(round(M_c a) + round(N_c b)) for `points` of `channels`. The shift to the right
 * that a multiplier ends with is small or none: both roundings are done one after the other in float32.
 */
export function codeAdd(
  a: usize, b: usize, y: usize, points: usize, channels: usize, headsA: usize, headsB: usize, low: i32, high: i32,
): void {
  const least = i32x4.splat(low);
  const most = i32x4.splat(high);
  const pixel = channels << 2;
  for (; points; points--) {
    for (let c: usize = 0; c < channels; c += 4) {
      // Within a head the second four channels lie 16 bytes behind the first.
      const headA = headsA + (c >> 3) * HEAD + ((c & 4) << 2);
      const headB = headsB + (c >> 3) * HEAD + ((c & 4) << 2);
      const sumA = v128.load(a + (c << 2));
      const sumB = v128.load(b + (c << 2));
      const xA = scaled(sumA, v128.load(headA, 192));
      const xB = scaled(sumB, v128.load(headB, 192));
      const sum = v128.any_true(v128.or(isUnsure(xA), isUnsure(xB)))
        ? i32x4.add(requantized(sumA, headA + 32), requantized(sumB, headB + 32))
        : i32x4.add(shifted(xA, v128.load(headA)), shifted(xB, v128.load(headB)));
      storeInts(y + (c << 2), i32x4.min_s(i32x4.max_s(sum, least), most), channels - c);
    }
    a += pixel;
    b += pixel;
    y += pixel;
  }
}

/** Sums over windows that lie within the image become codes, the division in the multipliers: y = clamp(round(M_c sum x)). */
export function codeMean(
  x: usize, y: usize, images: usize, channels: usize, inHeight: usize, inWidth: usize, outHeight: usize, outWidth: usize,
  kernelHeight: usize, kernelWidth: usize, strideHeight: usize, strideWidth: usize, yImage: usize, yRow: usize, heads: usize,
  low: i32, high: i32,
): void {
  const pixel = channels << 2;
  for (let c: usize = 0; c < channels; c += 8) {
    for (let image: usize = 0; image < images; image++) {
      for (let row: usize = 0; row < outHeight; row++) {
        for (let column: usize = 0; column < outWidth; column++) {
          const point = (image * inHeight + row * strideHeight) * inWidth + column * strideWidth;
          let from = x + point * pixel + (c << 2);
          let left = i32x4.splat(0);
          let right = left;
          for (let i: usize = 0; i < kernelHeight; i++) {
            let at = from;
            for (let j: usize = 0; j < kernelWidth; j++) {
              left = i32x4.add(left, v128.load(at));
              right = i32x4.add(right, v128.load(at, 16));
              at += pixel;
            }
            from += inWidth * pixel;
          }
          const to = y + image * yImage + row * yRow + ((column * channels + c) << 1);
          storeCodes(to, left, right, heads, channels - c, low, high);
        }
      }
    }
    heads += HEAD;
  }
}

/** Copies int16 without gaps into rows of `count`. */
export function codeCopy(x: usize, y: usize, images: usize, rows: usize, count: usize, yImage: usize, yRow: usize): void {
  for (let image: usize = 0; image < images; image++) {
    for (let row: usize = 0; row < rows; row++) {
      const to = y + image * yImage + row * yRow;
      for (let at: usize = 0; at < count; at += 8) storeShorts(to + (at << 1), v128.load(x + (at << 1)), count - at);
      x += count << 1;
    }
  }
}
