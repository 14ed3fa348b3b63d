import { HEAD, dotAdd, storeCodes } from './codes';

/**
 * A convolution in which every channel has one output of its own, in integers. `taps` holds the bytes from a window to each
 * of its points, `tapCount` of them, an even number. Weights are int16 in blocks of eight channels: a head, then for each
 * pair of points [channel][point of the pair]. Strides are in bytes; those of x are from output to output.
 */
export function codeDepthwise(
  x: usize, y: usize, weights: usize, images: usize, height: usize, width: usize, channels: usize, xImage: usize, xRow: usize,
  xColumn: usize, yImage: usize, yRow: usize, taps: usize, tapCount: usize, low: i32, high: i32,
): void {
  const pixel = channels << 1;
  const end = taps + (tapCount << 2);
  for (let c: usize = 0; c < channels; c += 8) {
    for (let image: usize = 0; image < images; image++) {
      for (let row: usize = 0; row < height; row++) {
        let from = x + image * xImage + row * xRow + (c << 1);
        let to = y + image * yImage + row * yRow + (c << 1);
        for (let left = width; left; left--) {
          let s0 = v128.load(weights);
          let s1 = v128.load(weights, 16);
          let w = weights + HEAD;
          for (let tap = taps; tap < end; tap += 8) {
            const a = v128.load(from + load<u32>(tap));
            const b = v128.load(from + load<u32>(tap, 4));
            s0 = dotAdd(v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), v128.load(w), s0);
            s1 = dotAdd(v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), v128.load(w, 16), s1);
            w += 32;
          }
          storeCodes(to, s0, s1, weights, channels - c, low, high);
          from += xColumn;
          to += pixel;
        }
      }
    }
    weights += HEAD + (tapCount << 4);
  }
}
