import { storePart } from './shared-lanes';

/**
 * Largest value (`isMax`) or mean of each window and channel; what of a window lies outside the image takes no part. Strides
 * of the images are in bytes.
 */
export function pool(
  x: usize, y: usize, images: usize, channels: usize, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  kernelHeight: i32, kernelWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
  xImage: usize, xRow: usize, yImage: usize, yRow: usize, isMax: bool,
): void {
  const pixel = channels << 2;
  for (let image: usize = 0; image < images; image++) {
    for (let row = 0; row < outHeight; row++) {
      const startRow = max(row * strideHeight - top, 0);
      const endRow = min(row * strideHeight - top + kernelHeight, inHeight);
      for (let column = 0; column < outWidth; column++) {
        const startColumn = max(column * strideWidth - left, 0);
        const endColumn = min(column * strideWidth - left + kernelWidth, inWidth);
        const from = x + image * xImage + <usize>startRow * xRow + <usize>startColumn * pixel;
        const to = y + image * yImage + <usize>row * yRow + <usize>column * pixel;
        const rows: usize = endRow - startRow;
        const columns: usize = endColumn - startColumn;
        for (let c: usize = 0; c < channels; c += 4) {
          const at = from + (c << 2);
          const found = isMax
            ? largest(at, rows, columns, xRow, pixel)
            : f32x4.div(total(at, rows, columns, xRow, pixel), f32x4.splat(<f32>(rows * columns)));
          storePart(to + (c << 2), found, channels - c);
        }
      }
    }
  }
}

@inline
function largest(x: usize, rows: usize, columns: usize, row: usize, pixel: usize): v128 {
  let found = v128.load(x);
  for (; rows; rows--) {
    let at = x;
    for (let left = columns; left; left--) {
      found = f32x4.pmax(found, v128.load(at));
      at += pixel;
    }
    x += row;
  }
  return found;
}

@inline
function total(x: usize, rows: usize, columns: usize, row: usize, pixel: usize): v128 {
  let sum = f32x4.splat(0);
  for (; rows; rows--) {
    let at = x;
    for (let left = columns; left; left--) {
      sum = f32x4.add(sum, v128.load(at));
      at += pixel;
    }
    x += row;
  }
  return sum;
}
