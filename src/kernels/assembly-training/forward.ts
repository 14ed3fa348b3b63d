import { copyInto, reach } from './convolution';
import { packPanels, panelBytes, productInBlocks } from './panels';

/** Pixels of a pointwise convolution in one table of addresses. */
const PIXELS: usize = 256;

/** Windows in one table. */
@inline
function tableSize(outH: usize, outW: usize): usize {
  return max(PIXELS, outH * outW);
}

/** Bytes of scratch of `convolve`: two tables, the runs of a window, the panels, one padded image. */
export function convolveScratch(
  inC: usize, outH: usize, outW: usize, outC: usize, kH: usize, kW: usize, strideH: usize, strideW: usize,
): usize {
  const image = (reach(outH, strideH, kH) * reach(outW, strideW, kW) * inC) << 2;
  return ((2 * tableSize(outH, outW) + kH) << 2) + panelBytes(kH * kW * inC, outC) + image;
}

/** y[n][y][x][o] = sum over the window, in the order of the kernel [kH][kW][inC][outC], of x * w. */
export function convolve(
  x: usize, w: usize, y: usize, scratch: usize, batch: usize, inH: usize, inW: usize, inC: usize,
  outH: usize, outW: usize, outC: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  const to = scratch + (tableSize(outH, outW) << 2);
  const runs = to + (tableSize(outH, outW) << 2);
  const panels = runs + (kH << 2);
  packPanels(w, kH * kW * inC, outC, panels);
  if (kH * kW == 1 && strideH == 1 && strideW == 1 && padTop == 0 && padLeft == 0) {
    store<u32>(runs, 0);
    pointwise(x, y, scratch, to, runs, panels, batch * outH * outW, inC, outC);
    return;
  }
  const height = reach(outH, strideH, kH);
  const width = reach(outW, strideW, kW);
  const padded = padTop != 0 || padLeft != 0 || height > inH || width > inW;
  const image = panels + panelBytes(kH * kW * inC, outC);
  const row = ((padded ? width : inW) * inC) << 2;
  if (padded) memory.fill(image, 0, height * row);
  for (let kh: usize = 0; kh < kH; kh++) store<u32>(runs + (kh << 2), <u32>(kh * row));
  for (let n: usize = 0; n < batch; n++) {
    const from = x + ((n * inH * inW * inC) << 2);
    if (padded) copyInto(image, height, width, from, inH, inW, inC, padTop, padLeft);
    const source = padded ? image : from;
    const target = y + ((n * outH * outW * outC) << 2);
    windowTables(scratch, to, source, target, outH, outW, strideH * row, (strideW * inC) << 2, outC << 2);
    productInBlocks(scratch, to, outH * outW, runs, kH, kW * inC, panels, outC);
  }
}

/** Addresses of the windows and of their outputs. */
function windowTables(
  from: usize, to: usize, source: usize, target: usize, outH: usize, outW: usize, row: usize, column: usize, pixel: usize,
): void {
  for (let y: usize = 0; y < outH; y++) {
    let window = source + y * row;
    for (let x: usize = 0; x < outW; x++) {
      store<u32>(from, <u32>window);
      store<u32>(to, <u32>target);
      from += 4;
      to += 4;
      window += column;
      target += pixel;
    }
  }
}

function pointwise(
  x: usize, y: usize, from: usize, to: usize, runs: usize, panels: usize, pixels: usize, inC: usize, outC: usize,
): void {
  for (let start: usize = 0; start < pixels; start += PIXELS) {
    const count = min(PIXELS, pixels - start);
    windowTables(from, to, x + ((start * inC) << 2), y + ((start * outC) << 2), 1, count, 0, inC << 2, outC << 2);
    productInBlocks(from, to, count, runs, 1, inC, panels, outC);
  }
}
