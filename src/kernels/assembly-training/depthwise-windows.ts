import { copyInto, reach } from './images';
import { depthwise } from './depthwise';
import { loadPart } from './lanes';

/** Bytes of scratch of `depthwiseConvolve`: the packed weights, then one padded image. */
export function depthwiseConvolveScratch(
  batch: usize, inH: usize, inW: usize, channels: usize, outH: usize, outW: usize,
  kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): usize {
  return packedBytes(channels, kH * kW) + paddedBytes(reach(outH, strideH, kH) * reach(outW, strideW, kW) * channels);
}

/** y[c] = sum over the window of x[c] * w[kH][kW][c], column by column, which is the order of XNNPACK. */
export function depthwiseConvolve(
  x: usize, w: usize, y: usize, scratch: usize, batch: usize, inH: usize, inW: usize, channels: usize,
  outH: usize, outW: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  const image = scratch + packedBytes(channels, kH * kW);
  const height = reach(outH, strideH, kH);
  const width = reach(outW, strideW, kW);
  // Whole vectors are read: where the channels are no multiple of them, only out of a place with room behind it.
  const padded = padTop != 0 || padLeft != 0 || height > inH || width > inW || (channels & 3) != 0;
  const pixel = channels << 2;
  const row = (padded ? width : inW) * pixel;
  packTaps(w, scratch, kW, kH, pixel, kW * pixel, channels);
  if (padded) memory.fill(image, 0, height * row);
  for (let n: usize = 0; n < batch; n++) {
    const from = x + n * inH * inW * pixel;
    if (padded) copyInto(image, height, width, from, inH, inW, channels, padTop, padLeft);
    depthwise(
      padded ? image : from, y + n * outH * outW * pixel, scratch, 1, outH, outW, channels,
      0, strideH * row, strideW * pixel, 0, outW * pixel, kW, kH, pixel, row, -Infinity, Infinity,
    );
  }
}

/** Bytes of scratch of `depthwiseUpstream`: the packed weights, then one padded upstream gradient. */
export function upstreamScratch(inH: usize, inW: usize, channels: usize, kH: usize, kW: usize): usize {
  return packedBytes(channels, kH * kW) + paddedBytes((inH + kH - 1) * (inW + kW - 1) * channels);
}

/**
 * Gradient to the input of a convolution of stride 1 whose padding is less than its kernel: a convolution of the upstream
 * gradient that goes through each window from its end.
 */
export function depthwiseUpstream(
  dy: usize, w: usize, dx: usize, scratch: usize, batch: usize, inH: usize, inW: usize, channels: usize,
  outH: usize, outW: usize, kH: usize, kW: usize, padTop: usize, padLeft: usize,
): void {
  const image = scratch + packedBytes(channels, kH * kW);
  const height = inH + kH - 1;
  const width = inW + kW - 1;
  const pixel = channels << 2;
  const row = width * pixel;
  packTaps(w, scratch, kH, kW, kW * pixel, pixel, channels);
  memory.fill(image, 0, height * row);
  const last = image + (kH - 1) * row + (kW - 1) * pixel;
  for (let n: usize = 0; n < batch; n++) {
    copyInto(image, height, width, dy + n * outH * outW * pixel, outH, outW, channels, kH - 1 - padTop, kW - 1 - padLeft);
    depthwise(
      last, dx + n * inH * inW * pixel, scratch, 1, inH, inW, channels,
      0, row, pixel, 0, inW * pixel, kH, kW, 0 - row, 0 - pixel, -Infinity, Infinity,
    );
  }
}

@inline
function packedBytes(channels: usize, taps: usize): usize {
  return ((taps + 1) * ((channels + 3) & ~3)) << 2;
}

/** With room for the vector that begins at the last value. */
@inline
function paddedBytes(values: usize): usize {
  return (values << 2) + 16;
}

/** Blocks of four channels: biases of 0, then the weights of each tap, `inner` ones within each of `outer`. */
function packTaps(
  w: usize, to: usize, outer: usize, inner: usize, outerStep: usize, innerStep: usize, channels: usize,
): void {
  for (let c: usize = 0; c < channels; c += 4) {
    v128.store(to, f32x4.splat(0));
    to += 16;
    for (let i: usize = 0; i < outer; i++) {
      for (let j: usize = 0; j < inner; j++) {
        v128.store(to, loadPart(w + i * outerStep + j * innerStep + (c << 2), channels - c));
        to += 16;
      }
    }
  }
}
