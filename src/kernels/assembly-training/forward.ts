import { copyInto, reach } from './images';
import {
  areFinite, listBytes, packPanels, panelBytes, pointwiseProduct, pointwiseScratch, productInBlocks, windowTables,
} from './panels';

/** Bytes of scratch of `convolve`: two tables, the runs of a window, lists, the panels, one padded image. */
export function convolveScratch(
  batch: usize, inH: usize, inW: usize, inC: usize, outH: usize, outW: usize, outC: usize,
  kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): usize {
  const image = (reach(outH, strideH, kH) * reach(outW, strideW, kW) * inC) << 2;
  const rows = kH * kW * inC;
  const windows = ((2 * outH * outW + kH) << 2) + listBytes(rows) + panelBytes(rows, outC) + image;
  return max(pointwiseScratch(inC, outC), windows);
}

/** y[n][y][x][o] = sum over the window, in the order of the kernel [kH][kW][inC][outC], of x * w. */
export function convolve(
  x: usize, w: usize, y: usize, scratch: usize, batch: usize, inH: usize, inW: usize, inC: usize,
  outH: usize, outW: usize, outC: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  if (kH * kW == 1 && strideH == 1 && strideW == 1 && padTop == 0 && padLeft == 0) {
    pointwiseProduct(x, w, y, scratch, batch * outH * outW, inC, outC);
    return;
  }
  const to = scratch + ((outH * outW) << 2);
  const runs = to + ((outH * outW) << 2);
  const lists = runs + (kH << 2);
  const panels = lists + listBytes(kH * kW * inC);
  packPanels(w, kH * kW * inC, outC, kW * inC, panels);
  const keepsZeros = !areFinite(w, kH * kW * inC * outC);
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
    productInBlocks(scratch, to, outH * outW, runs, kH, kW * inC, panels, outC, lists, keepsZeros);
  }
}
