import { HEAD, distance, requantized, rounded, storeCodes, storeInts } from './codes';

// Sums lie as int32 [image][row][column][channel] without gaps. Heads are those of a product, of which only the multipliers
// are used: one for each eight channels.

/** Sums become codes: y = clamp(round(M_c x)). Strides of y are in bytes. */
export function codeScale(
  x: usize, y: usize, images: usize, height: usize, width: usize, channels: usize, yImage: usize, yRow: usize, heads: usize,
  low: i32, high: i32,
): void {
  const line = width * channels;
  for (let c: usize = 0; c < channels; c += 8) {
    for (let image: usize = 0; image < images; image++) {
      for (let row: usize = 0; row < height; row++) {
        let from = x + (((image * height + row) * line + c) << 2);
        let to = y + image * yImage + row * yRow + (c << 1);
        for (let left = width; left; left--) {
          storeCodes(to, v128.load(from), v128.load(from, 16), heads, channels - c, low, high);
          from += channels << 2;
          to += channels << 1;
        }
      }
    }
    heads += HEAD;
  }
}

/** Two sums with a multiplier each: y = clamp(round(M_c a) + round(N_c b)) for `points` of `channels`. */
export function codeAdd(
  a: usize, b: usize, y: usize, points: usize, channels: usize, headsA: usize, headsB: usize, low: i32, high: i32,
): void {
  const least = i32x4.splat(low);
  const most = i32x4.splat(high);
  for (let c: usize = 0; c < channels; c += 4) {
    // Within a head the second four channels lie 16 bytes behind the first.
    const head = (c >> 3) * HEAD + ((c & 4) << 2);
    const mA = v128.load(headsA + head, 192);
    const mB = v128.load(headsB + head, 192);
    const sureA = v128.load(headsA + head, 224);
    const sureB = v128.load(headsB + head, 224);
    let at = c << 2;
    for (let left = points; left; left--) {
      const sumA = v128.load(a + at);
      const sumB = v128.load(b + at);
      const xA = f32x4.mul(f32x4.convert_i32x4_s(sumA), mA);
      const xB = f32x4.mul(f32x4.convert_i32x4_s(sumB), mB);
      const isNear = v128.or(f32x4.gt(distance(xA), sureA), f32x4.gt(distance(xB), sureB));
      const sum = v128.any_true(isNear)
        ? i32x4.add(requantized(sumA, headsA + head + 32), requantized(sumB, headsB + head + 32))
        : i32x4.add(rounded(xA), rounded(xB));
      storeInts(y + at, i32x4.min_s(i32x4.max_s(sum, least), most), channels - c);
      at += channels << 2;
    }
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
