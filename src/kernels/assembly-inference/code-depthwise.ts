import { HEAD, between, distance, dotAdd, isNear, rounded, scaled, storeCodes } from './codes';

/**
 * A convolution in which every channel has one output of its own, in integers. `taps` holds the bytes from a window to each
 * of its points, `tapCount` of them, an even number. Weights are int16 in blocks of eight channels: a head, then for each
 * pair of points [channel][point of the pair]. Strides are in bytes; those of x are from output to output. With `tapRow`
 * windows are of three by three points, one column from output to output, and `tapRow` bytes from row to row: their pairs are
 * the upper two points of each column, the left two of the last row, and nothing beside the last point.
 */
export function codeDepthwise(
  x: usize, y: usize, weights: usize, images: usize, height: usize, width: usize, channels: usize, xImage: usize, xRow: usize,
  xColumn: usize, yImage: usize, yRow: usize, taps: usize, tapCount: usize, tapRow: usize, low: i32, high: i32,
): void {
  const pixel = channels << 1;
  const end = taps + (tapCount << 2);
  for (let image: usize = 0; image < images; image++) {
    let block = weights;
    for (let c: usize = 0; c < channels; c += 8) {
      const from = x + image * xImage + (c << 1);
      const to = y + image * yImage + (c << 1);
      const left = channels - c;
      if (tapRow && left >= 8) squareBlock(from, to, block, height, width, pixel, xRow, yRow, taps, end, tapRow, low, high);
      else {
        for (let row: usize = 0; row < height; row++)
          anyRow(from + row * xRow, to + row * yRow, block, width, pixel, xColumn, taps, end, left, low, high);
      }
      block += HEAD + (tapCount << 4);
    }
  }
}

/** A row of eight channels, or as many as there are. */
function anyRow(
  x: usize, y: usize, weights: usize, width: usize, pixel: usize, xColumn: usize, taps: usize, end: usize, count: usize,
  low: i32, high: i32,
): void {
  for (; width; width--) {
    let s0 = v128.load(weights);
    let s1 = v128.load(weights, 16);
    let w = weights + HEAD;
    for (let tap = taps; tap < end; tap += 8) {
      const a = v128.load(x + load<u32>(tap));
      const b = v128.load(x + load<u32>(tap, 4));
      s0 = dotAdd(lowPairs(a, b), v128.load(w), s0);
      s1 = dotAdd(highPairs(a, b), v128.load(w, 16), s1);
      w += 32;
    }
    storeCodes(y, s0, s1, weights, count, low, high);
    x += xColumn;
    y += pixel;
  }
}

/**
 * Eight channels of an image under windows of three by three. Each column is read once and added to the three outputs that it
 * is part of: p, which lacks nothing else, q, and one that begins with it. Rows with a sum near a tie are computed anew.
 */
function squareBlock(
  x: usize, y: usize, weights: usize, height: usize, width: usize, pixel: usize, xRow: usize, yRow: usize, taps: usize,
  end: usize, tapRow: usize, low: i32, high: i32,
): void {
  const b0 = v128.load(weights);
  const b1 = v128.load(weights, 16);
  const v00 = v128.load(weights, HEAD);
  const v01 = v128.load(weights, HEAD + 16);
  const v10 = v128.load(weights, HEAD + 32);
  const v11 = v128.load(weights, HEAD + 48);
  const v20 = v128.load(weights, HEAD + 64);
  const v21 = v128.load(weights, HEAD + 80);
  const w10 = v128.load(weights, HEAD + 96);
  const w11 = v128.load(weights, HEAD + 112);
  const w20 = v128.load(weights, HEAD + 128);
  const w21 = v128.load(weights, HEAD + 144);
  for (let row: usize = 0; row < height; row++, x += xRow, y += yRow) {
    let at = x + pixel;
    let q0 = dotAdd(lowPairs(v128.load(x), v128.load(x + tapRow)), v00, b0);
    let q1 = dotAdd(highPairs(v128.load(x), v128.load(x + tapRow)), v01, b1);
    let left = v128.load(x + 2 * tapRow);
    let right = v128.load(at + 2 * tapRow);
    let upper0 = lowPairs(v128.load(at), v128.load(at + tapRow));
    let upper1 = highPairs(v128.load(at), v128.load(at + tapRow));
    let p0 = dotAdd(lowPairs(left, right), w10, dotAdd(upper0, v10, q0));
    let p1 = dotAdd(highPairs(left, right), w11, dotAdd(upper1, v11, q1));
    q0 = dotAdd(upper0, v00, b0);
    q1 = dotAdd(upper1, v01, b1);
    let far0 = f32x4.splat(0);
    let far1 = far0;
    for (let to = y; to < y + width * pixel; to += pixel) {
      at += pixel;
      left = right;
      right = v128.load(at + 2 * tapRow);
      upper0 = lowPairs(v128.load(at), v128.load(at + tapRow));
      upper1 = highPairs(v128.load(at), v128.load(at + tapRow));
      const lower0 = lowPairs(left, right);
      const lower1 = highPairs(left, right);
      const x0 = scaled(dotAdd(lower0, w20, dotAdd(upper0, v20, p0)), v128.load(weights, 192));
      const x1 = scaled(dotAdd(lower1, w21, dotAdd(upper1, v21, p1)), v128.load(weights, 208));
      p0 = dotAdd(lower0, w10, dotAdd(upper0, v10, q0));
      p1 = dotAdd(lower1, w11, dotAdd(upper1, v11, q1));
      q0 = dotAdd(upper0, v00, b0);
      q1 = dotAdd(upper1, v01, b1);
      far0 = f32x4.pmax(far0, distance(x0));
      far1 = f32x4.pmax(far1, distance(x1));
      v128.store(to, between(i16x8.narrow_i32x4_s(rounded(x0), rounded(x1)), low, high));
    }
    if (isNear(far0, far1, weights)) anyRow(x, y, weights, width, pixel, pixel, taps, end, 8, low, high);
  }
}

/** The first four lanes of each, in turn. */
@inline
function lowPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

@inline
function highPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
