import { clamped, storePart } from './shared-lanes';

/**
 * Copies blocks of `count` float32 and keeps them between two bounds: `columns` of them in each of `rows` rows of `images`
 * images, whose strides are in bytes.
 */
export function copy(
  x: usize, y: usize, images: usize, rows: usize, columns: usize, count: usize, xImage: usize, xRow: usize, xColumn: usize,
  yImage: usize, yRow: usize, yColumn: usize, low: f32, high: f32,
): void {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  for (let image: usize = 0; image < images; image++) {
    for (let row: usize = 0; row < rows; row++) {
      for (let column: usize = 0; column < columns; column++) {
        const from = x + image * xImage + row * xRow + column * xColumn;
        const to = y + image * yImage + row * yRow + column * yColumn;
        for (let at: usize = 0; at < count; at += 4) {
          storePart(to + (at << 2), clamped(v128.load(from + (at << 2)), lowest, highest), count - at);
        }
      }
    }
  }
}

/** y = clamp(a + b) over rows of `count` float32. */
export function add(
  a: usize, b: usize, y: usize, images: usize, rows: usize, count: usize, aImage: usize, aRow: usize, bImage: usize,
  bRow: usize, yImage: usize, yRow: usize, low: f32, high: f32,
): void {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  for (let image: usize = 0; image < images; image++) {
    for (let row: usize = 0; row < rows; row++) {
      const left = a + image * aImage + row * aRow;
      const right = b + image * bImage + row * bRow;
      const to = y + image * yImage + row * yRow;
      for (let at: usize = 0; at < count; at += 4) {
        const sum = f32x4.add(v128.load(left + (at << 2)), v128.load(right + (at << 2)));
        storePart(to + (at << 2), clamped(sum, lowest, highest), count - at);
      }
    }
  }
}
