import { clamped, multiplyAdd, storePart } from './shared-lanes';

/**
 * A convolution in which every channel has one output of its own: y[c] = clamp(bias[c] + sum of x[c] * w[c] over the
 * window). Strides and steps are in bytes: of x from image to image, from output row to output row and from output to
 * output; of y from image to image and row to row; of a window from row to row and column to column. Weights lie in blocks
 * of four channels: the biases, then the weights of each point of the window.
 */
export function depthwise(
  x: usize, y: usize, weights: usize, images: usize, height: usize, width: usize, channels: usize, xImage: usize, xRow: usize,
  xColumn: usize, yImage: usize, yRow: usize, kernelHeight: usize, kernelWidth: usize, tapRow: usize, tapColumn: usize,
  low: f32, high: f32,
): void {
  const pixel = channels << 2;
  const isSquare = kernelHeight == 3 && kernelWidth == 3;
  for (let image: usize = 0; image < images; image++) {
    let w = weights;
    for (let c: usize = 0; c < channels; c += 4) {
      const count = channels - c;
      const from = x + image * xImage + (c << 2);
      const to = y + image * yImage + (c << 2);
      if (isSquare) {
        square(from, to, w, height, width, xRow, xColumn, yRow, pixel, tapRow, tapColumn, low, high, count);
      } else {
        for (let row: usize = 0; row < height; row++)
          anyRow(
            from + row * xRow, to + row * yRow, w, width, xColumn, pixel, kernelHeight, kernelWidth, tapRow, tapColumn, low,
            high, count,
          );
      }
      w += (kernelHeight * kernelWidth + 1) << 4;
    }
  }
}

/** Four channels of an image under windows of three by three: rows are short, so the weights are loaded once for all. */
function square(
  x: usize, y: usize, weights: usize, height: usize, width: usize, xRow: usize, xColumn: usize, yRow: usize, pixel: usize,
  tapRow: usize, tapColumn: usize, low: f32, high: f32, count: usize,
): void {
  const bias = v128.load(weights);
  const w0 = v128.load(weights, 16);
  const w1 = v128.load(weights, 32);
  const w2 = v128.load(weights, 48);
  const w3 = v128.load(weights, 64);
  const w4 = v128.load(weights, 80);
  const w5 = v128.load(weights, 96);
  const w6 = v128.load(weights, 112);
  const w7 = v128.load(weights, 128);
  const w8 = v128.load(weights, 144);
  const twice = tapColumn << 1;
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  for (; height; height--) {
    let x0 = x;
    let x1 = x + tapRow;
    let x2 = x1 + tapRow;
    let to = y;
    for (let left = width; left; left--) {
      let sum = multiplyAdd(v128.load(x0), w0, bias);
      sum = multiplyAdd(v128.load(x0 + tapColumn), w1, sum);
      sum = multiplyAdd(v128.load(x0 + twice), w2, sum);
      sum = multiplyAdd(v128.load(x1), w3, sum);
      sum = multiplyAdd(v128.load(x1 + tapColumn), w4, sum);
      sum = multiplyAdd(v128.load(x1 + twice), w5, sum);
      sum = multiplyAdd(v128.load(x2), w6, sum);
      sum = multiplyAdd(v128.load(x2 + tapColumn), w7, sum);
      sum = multiplyAdd(v128.load(x2 + twice), w8, sum);
      storePart(to, clamped(sum, lowest, highest), count);
      x0 += xColumn;
      x1 += xColumn;
      x2 += xColumn;
      to += pixel;
    }
    x += xRow;
    y += yRow;
  }
}

function anyRow(
  x: usize, y: usize, weights: usize, width: usize, xColumn: usize, pixel: usize, kernelHeight: usize, kernelWidth: usize,
  tapRow: usize, tapColumn: usize, low: f32, high: f32, count: usize,
): void {
  for (; width; width--) {
    let sum = v128.load(weights);
    let w = weights + 16;
    for (let i: usize = 0; i < kernelHeight; i++) {
      let at = x + i * tapRow;
      for (let j: usize = 0; j < kernelWidth; j++) {
        sum = multiplyAdd(v128.load(at), v128.load(w), sum);
        at += tapColumn;
        w += 16;
      }
    }
    storePart(y, clamped(sum, f32x4.splat(low), f32x4.splat(high)), count);
    x += xColumn;
    y += pixel;
  }
}
