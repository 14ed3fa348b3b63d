import { copyInto } from './convolution';
import { depthwise } from './depthwise';
import { loadPart } from './lanes';

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
  packTaps(w, scratch, kH * kW, channels);
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

/** Blocks of four channels: biases of 0, then the weights of each tap. */
function packTaps(w: usize, to: usize, taps: usize, channels: usize): void {
  for (let c: usize = 0; c < channels; c += 4) {
    v128.store(to, f32x4.splat(0));
    to += 16;
    let from = w + (c << 2);
    for (let tap = taps; tap; tap--) {
      v128.store(to, loadPart(from, channels - c));
      from += channels << 2;
      to += 16;
    }
  }
}
