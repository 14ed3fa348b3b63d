import { storeShorts } from './codes';

/**
 * Largest code or mean of each window and channel, halves of the mean rounded away from zero; what of a window lies outside
 * the image takes no part. The mean is that of the codes with their zero point; what comes out is kept between two bounds.
 */
export function codePool(
  x: usize, y: usize, images: usize, channels: usize, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
  xImage: usize, xRow: usize, yImage: usize, yRow: usize, isMax: bool, zeroPoint: i32, low: i32, high: i32,
): void {
  const least = i16x8.splat(<i16>low);
  const most = i16x8.splat(<i16>high);
  const pixel = channels << 1;
  for (let image: usize = 0; image < images; image++) {
    for (let row = 0; row < outHeight; row++) {
      const startRow = max(row * strideHeight - top, 0);
      const endRow = min(row * strideHeight - top + kernelHeight, inHeight);
      for (let column = 0; column < outWidth; column++) {
        const startColumn = max(column * strideWidth - left, 0);
        const endColumn = min(column * strideWidth - left + kernelWidth, inWidth);
        const from = x + image * xImage + <usize>startRow * xRow + <usize>startColumn * pixel;
        const to = y + image * yImage + <usize>row * yRow + <usize>column * pixel;
        for (let c: usize = 0; c < channels; c += 8) {
          const at = from + (c << 1);
          const found = isMax
            ? largest(at, endRow - startRow, endColumn - startColumn, xRow, pixel)
            : mean(at, endRow - startRow, endColumn - startColumn, xRow, pixel, zeroPoint);
          storeShorts(to + (c << 1), i16x8.min_s(i16x8.max_s(found, least), most), channels - c);
        }
      }
    }
  }
}

function largest(x: usize, rows: i32, columns: i32, row: usize, pixel: usize): v128 {
  let found = v128.load(x);
  for (; rows; rows--) {
    let at = x;
    for (let left = columns; left; left--) {
      found = i16x8.max_s(found, v128.load(at));
      at += pixel;
    }
    x += row;
  }
  return found;
}

function mean(x: usize, rows: i32, columns: i32, row: usize, pixel: usize, zeroPoint: i32): v128 {
  const count = rows * columns;
  let s0 = i32x4.splat(count * zeroPoint);
  let s1 = s0;
  for (; rows; rows--) {
    let at = x;
    for (let left = columns; left; left--) {
      const codes = v128.load(at);
      s0 = i32x4.add(s0, i32x4.extend_low_i16x8_s(codes));
      s1 = i32x4.add(s1, i32x4.extend_high_i16x8_s(codes));
      at += pixel;
    }
    x += row;
  }
  const zero = i32x4.splat(zeroPoint);
  return i16x8.narrow_i32x4_s(i32x4.sub(divided(s0, count), zero), i32x4.sub(divided(s1, count), zero));
}

/** sum / count, halves away from zero. The quotient of such small integers, cut in float32, is the exact one. */
@inline
function divided(sum: v128, count: i32): v128 {
  const sign = i32x4.shr_s(sum, 31);
  const half = i32x4.sub(v128.xor(i32x4.splat(count >> 1), sign), sign);
  return i32x4.trunc_sat_f32x4_s(f32x4.div(f32x4.convert_i32x4_s(i32x4.add(sum, half)), f32x4.splat(<f32>count)));
}
