// Images are [batch, height, width, channels].

/** Rows or columns of a padded image that the windows of `out` outputs reach. */
@inline
export function reach(out: usize, stride: usize, kernel: usize): usize {
  return (out - 1) * stride + kernel;
}

/** Copies an image into the middle of a larger one, as far as it fits. */
export function copyInto(
  to: usize, height: usize, width: usize, from: usize, inH: usize, inW: usize, channels: usize, top: usize, left: usize,
): void {
  const pixel = channels << 2;
  const rows = top < height ? min(inH, height - top) : 0;
  const columns = left < width ? min(inW, width - left) : 0;
  for (let y: usize = 0; y < rows; y++) {
    memory.copy(to + ((y + top) * width + left) * pixel, from + y * inW * pixel, columns * pixel);
  }
}
