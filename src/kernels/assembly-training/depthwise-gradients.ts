import { depthwiseUpstream, upstreamScratch } from './depthwise-windows';
import { loadPart } from './lanes';
import { multiplyAdd, storePart } from './shared-lanes';

// Depthwise kernels of multiplier 1: [kernelHeight, kernelWidth, channels].

/** First output whose window has tap `tap` inside the image. */
@inline
function firstOutput(tap: usize, pad: usize, stride: usize): usize {
  return pad > tap ? (pad - tap + stride - 1) / stride : 0;
}

/** One after the last output whose window has tap `tap` inside the image. */
@inline
function endOutput(tap: usize, pad: usize, stride: usize, inputs: usize, outputs: usize): usize {
  const last = inputs - 1 + pad;
  return last < tap ? 0 : min(outputs, (last - tap) / stride + 1);
}

/** Gradient to the kernel. */
export function depthwiseFilterGradient(
  x: usize, dy: usize, dw: usize, batch: usize, inH: usize, inW: usize, channels: usize,
  outH: usize, outW: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  memory.fill(dw, 0, (kH * kW * channels) << 2);
  for (let n: usize = 0; n < batch; n++) {
    for (let kh: usize = 0; kh < kH; kh++) {
      const endY = endOutput(kh, padTop, strideH, inH, outH);
      for (let y = firstOutput(kh, padTop, strideH); y < endY; y++) {
        const source = (n * inH + y * strideH + kh - padTop) * inW;
        for (let kw: usize = 0; kw < kW; kw++) {
          const startX = firstOutput(kw, padLeft, strideW);
          const endX = endOutput(kw, padLeft, strideW, inW, outW);
          if (startX >= endX) continue;
          addRow(
            x + (((source + startX * strideW + kw - padLeft) * channels) << 2), (strideW * channels) << 2,
            dy + ((((n * outH + y) * outW + startX) * channels) << 2), channels,
            endX - startX, dw + (((kh * kW + kw) * channels) << 2),
          );
        }
      }
    }
  }
}

/** sums[c] += sum over `count` pixels of x[c] * dy[c]. */
function addRow(x: usize, xStep: usize, dy: usize, channels: usize, count: usize, sums: usize): void {
  const dyStep = channels << 2;
  let c: usize = 0;
  for (; c + 16 <= channels; c += 16) {
    let a = x + (c << 2);
    let b = dy + (c << 2);
    const to = sums + (c << 2);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let i: usize = 0; i < count; i++) {
      s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
      s1 = multiplyAdd(v128.load(a, 16), v128.load(b, 16), s1);
      s2 = multiplyAdd(v128.load(a, 32), v128.load(b, 32), s2);
      s3 = multiplyAdd(v128.load(a, 48), v128.load(b, 48), s3);
      a += xStep;
      b += dyStep;
    }
    v128.store(to, f32x4.add(v128.load(to), s0));
    v128.store(to, f32x4.add(v128.load(to, 16), s1), 16);
    v128.store(to, f32x4.add(v128.load(to, 32), s2), 32);
    v128.store(to, f32x4.add(v128.load(to, 48), s3), 48);
  }
  for (; c < channels; c += 4) {
    const width = min<usize>(4, channels - c);
    let a = x + (c << 2);
    let b = dy + (c << 2);
    let s = f32x4.splat(0);
    for (let i: usize = 0; i < count; i++) {
      s = multiplyAdd(loadPart(a, width), loadPart(b, width), s);
      a += xStep;
      b += dyStep;
    }
    storePart(sums + (c << 2), f32x4.add(loadPart(sums + (c << 2), width), s), width);
  }
}

/** Whether the gradient to the input is a convolution of the upstream gradient. */
@inline
function isGathered(kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize): bool {
  return strideH == 1 && strideW == 1 && padTop < kH && padLeft < kW;
}

/** Bytes of scratch of `depthwiseInputGradient`. */
export function depthwiseInputScratch(
  batch: usize, inH: usize, inW: usize, channels: usize, outH: usize, outW: usize,
  kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): usize {
  return isGathered(kH, kW, strideH, strideW, padTop, padLeft) ? upstreamScratch(inH, inW, channels, kH, kW) : 0;
}

/** Gradient to the input. */
export function depthwiseInputGradient(
  dy: usize, w: usize, dx: usize, scratch: usize, batch: usize, inH: usize, inW: usize, channels: usize,
  outH: usize, outW: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  if (isGathered(kH, kW, strideH, strideW, padTop, padLeft)) {
    depthwiseUpstream(dy, w, dx, scratch, batch, inH, inW, channels, outH, outW, kH, kW, padTop, padLeft);
    return;
  }
  memory.fill(dx, 0, (batch * inH * inW * channels) << 2);
  for (let n: usize = 0; n < batch; n++) {
    for (let kh: usize = 0; kh < kH; kh++) {
      const endY = endOutput(kh, padTop, strideH, inH, outH);
      for (let y = firstOutput(kh, padTop, strideH); y < endY; y++) {
        const target = (n * inH + y * strideH + kh - padTop) * inW;
        for (let kw: usize = 0; kw < kW; kw++) {
          const startX = firstOutput(kw, padLeft, strideW);
          const endX = endOutput(kw, padLeft, strideW, inW, outW);
          if (startX >= endX) continue;
          spreadRow(
            dy + ((((n * outH + y) * outW + startX) * channels) << 2), channels,
            w + (((kh * kW + kw) * channels) << 2), endX - startX,
            dx + (((target + startX * strideW + kw - padLeft) * channels) << 2), (strideW * channels) << 2,
          );
        }
      }
    }
  }
}

/** dx[c] += w[c] * dy[c] for each of `count` pixels. */
function spreadRow(dy: usize, channels: usize, w: usize, count: usize, dx: usize, dxStep: usize): void {
  for (let c: usize = 0; c < channels; c += 4) {
    const width = min<usize>(4, channels - c);
    const weight = loadPart(w + (c << 2), width);
    let from = dy + (c << 2);
    let to = dx + (c << 2);
    for (let i: usize = 0; i < count; i++) {
      storePart(to, multiplyAdd(weight, loadPart(from, width), loadPart(to, width)), width);
      from += channels << 2;
      to += dxStep;
    }
  }
}
