import { loadPart } from './lanes';
import { storePart } from './shared-lanes';

/** Gradient of max-pooling to its input: each window hands it to its first largest value in row-major order. */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, batch: usize, inH: usize, inW: usize, channels: usize,
  outH: usize, outW: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  memory.fill(dx, 0, (batch * inH * inW * channels) << 2);
  for (let n: usize = 0; n < batch; n++) {
    const image = (n * inH * inW * channels) << 2;
    for (let y: usize = 0; y < outH; y++) {
      const startY = y * strideH;
      const firstY = startY > padTop ? startY - padTop : 0;
      const endY = startY + kH > padTop ? min(startY + kH - padTop, inH) : 0;
      for (let z: usize = 0; z < outW; z++) {
        const startX = z * strideW;
        const firstX = startX > padLeft ? startX - padLeft : 0;
        const endX = startX + kW > padLeft ? min(startX + kW - padLeft, inW) : 0;
        const upstream = dy + ((((n * outH + y) * outW + z) * channels) << 2);
        oneWindow(x + image, dx + image, upstream, inW, channels, firstY, endY, firstX, endX);
      }
    }
  }
}

function oneWindow(
  x: usize, dx: usize, dy: usize, inW: usize, channels: usize, firstY: usize, endY: usize, firstX: usize, endX: usize,
): void {
  for (let c: usize = 0; c < channels; c += 4) {
    const width = min<usize>(4, channels - c);
    let largest = f32x4.splat(-Infinity);
    let winner = i32x4.splat(-1);
    for (let y = firstY; y < endY; y++) {
      for (let z = firstX; z < endX; z++) {
        const position = y * inW + z;
        const value = loadPart(x + ((position * channels + c) << 2), width);
        const larger = f32x4.gt(value, largest);
        largest = v128.bitselect(value, largest, larger);
        winner = v128.bitselect(i32x4.splat(<i32>position), winner, larger);
      }
    }
    const upstream = loadPart(dy + (c << 2), width);
    for (let y = firstY; y < endY; y++) {
      for (let z = firstX; z < endX; z++) {
        const position = y * inW + z;
        const to = dx + ((position * channels + c) << 2);
        const share = v128.and(upstream, i32x4.eq(winner, i32x4.splat(<i32>position)));
        storePart(to, f32x4.add(loadPart(to, width), share), width);
      }
    }
  }
}
