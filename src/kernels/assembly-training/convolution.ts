import { copyInto, reach } from './images';
import { pointwiseFilterGradient, pointwiseFilterScratch } from './outer';
import {
  areFinite, listBytes, packPanels, panelBytes, pointwiseProduct, pointwiseScratch, productInBlocks,
} from './panels';
import { multiply } from './tile';

// Images are [batch, height, width, channels], kernels [kernelHeight, kernelWidth, inputs, outputs], all float32. What takes
// scratch asks for it by the same geometry that it is called with.

/** Bytes of scratch of `convFilterGradient`: two tables, then one padded image or the panels of a pointwise one. */
export function convFilterScratch(
  batch: usize, inH: usize, inW: usize, inC: usize, outH: usize, outW: usize, outC: usize,
  kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): usize {
  const image = (reach(outH, strideH, kH) * reach(outW, strideW, kW) * inC) << 2;
  return ((2 * kH * kW * inC) << 2) + max(image, pointwiseFilterScratch(inC, outC));
}

/** Gradient to the kernel: dw[kh][kw][i][o] = sum over images and outputs of x[y * stride + kh - pad]... * dy. */
export function convFilterGradient(
  x: usize, dy: usize, dw: usize, scratch: usize, batch: usize, inH: usize, inW: usize, inC: usize,
  outH: usize, outW: usize, outC: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  const m = kH * kW * inC;
  memory.fill(dw, 0, (m * outC) << 2);
  const cTable = scratch + (m << 2);
  for (let i: usize = 0; i < m; i++) store<u32>(cTable + (i << 2), <u32>(dw + ((i * outC) << 2)));
  if (m == inC && strideH == 1 && strideW == 1 && padTop == 0 && padLeft == 0) {
    pointwiseFilterGradient(x, dy, dw, scratch, cTable, batch * outH * outW, inC, outC);
    return;
  }
  const height = reach(outH, strideH, kH);
  const width = reach(outW, strideW, kW);
  const padded = padTop != 0 || padLeft != 0 || height > inH || width > inW;
  const image = cTable + (m << 2);
  const imageWidth = padded ? width : inW;
  const row = (imageWidth * inC) << 2;
  if (padded) memory.fill(image, 0, height * row);
  const aStep = (strideW * inC) << 2;
  for (let n: usize = 0; n < batch; n++) {
    const from = x + ((n * inH * inW * inC) << 2);
    if (padded) copyInto(image, height, width, from, inH, inW, inC, padTop, padLeft);
    if (n == 0 || !padded) tapTable(scratch, padded ? image : from, kH, kW, inC, row);
    const upstream = dy + ((n * outH * outW * outC) << 2);
    multiply(scratch, cTable, m, aStep, strideH * row - outW * aStep, upstream, outC << 2, 0, outH, outW, outC, true);
  }
}

/** Address of the first value that each kernel value meets. */
function tapTable(table: usize, image: usize, kH: usize, kW: usize, inC: usize, row: usize): void {
  for (let kh: usize = 0; kh < kH; kh++) {
    // The taps of a row and their channels follow each other in the image as in the kernel.
    for (let i: usize = 0; i < kW * inC; i++) {
      store<u32>(table, <u32>(image + kh * row + (i << 2)));
      table += 4;
    }
  }
}

/** Steps of `stride` from the first tap that meets inputs of this phase to the last. */
@inline
function phaseTaps(phase: usize, pad: usize, kernel: usize, stride: usize): usize {
  const first = (phase + pad) % stride;
  return first < kernel ? (kernel - first + stride - 1) / stride : 0;
}

/** Zeros before the upstream gradient so that no window starts outside. */
@inline
function lead(kernel: usize, stride: usize): usize {
  return (kernel + stride - 1) / stride - 1;
}

/** Rows or columns of the upstream gradient with its zeros. */
@inline
function span(inputs: usize, pad: usize, kernel: usize, stride: usize): usize {
  return lead(kernel, stride) + (inputs - 1 + pad) / stride + 1;
}

/** Bytes of scratch of `convInputGradient`: two tables, runs, lists, the kernel by phases, panels, one padded upstream gradient. */
export function convInputScratch(
  batch: usize, inH: usize, inW: usize, inC: usize, outH: usize, outW: usize, outC: usize,
  kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): usize {
  const upstream = span(inH, padTop, kH, strideH) * span(inW, padLeft, kW, strideW) * outC;
  const panels = phasePanels(kH * kW * outC, inC, strideH * strideW);
  const lists = listBytes(kH * kW * outC);
  const whole = ((2 * inH * inW + kH + kH * kW * inC * outC + upstream) << 2) + lists + panels;
  return max(pointwiseScratch(outC, inC) + ((inC * outC) << 2), whole);
}

/** Bytes of the panels of all phases. */
@inline
function phasePanels(rows: usize, n: usize, phases: usize): usize {
  return panelBytes(rows, n) + (phases - 1) * panelBytes(0, n);
}

/**
 * Gradient to the input. Inputs whose coordinates leave the same remainder by the stride (a phase) meet the same taps,
 * every stride-th one, so each phase is a convolution of stride 1 of the upstream gradient with these taps reversed.
 */
export function convInputGradient(
  dy: usize, w: usize, dx: usize, scratch: usize, batch: usize, inH: usize, inW: usize, inC: usize,
  outH: usize, outW: usize, outC: usize, kH: usize, kW: usize, strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  if (kH * kW == 1 && strideH == 1 && strideW == 1 && padTop == 0 && padLeft == 0) {
    pointwiseInputGradient(dy, w, dx, scratch, batch * inH * inW, inC, outC);
    return;
  }
  const cTable = scratch + ((inH * inW) << 2);
  const runs = cTable + ((inH * inW) << 2);
  const lists = runs + (kH << 2);
  const kernels = lists + listBytes(kH * kW * outC);
  const packed = kernels + ((kH * kW * inC * outC) << 2);
  const image = packed + phasePanels(kH * kW * outC, inC, strideH * strideW);
  const height = span(inH, padTop, kH, strideH);
  const width = span(inW, padLeft, kW, strideW);
  const top = lead(kH, strideH);
  const left = lead(kW, strideW);
  const padded = height != outH || width != outW;
  if (padded) memory.fill(image, 0, (height * width * outC) << 2);
  reverseByPhases(w, kernels, inC, outC, kH, kW, strideH, strideW, padTop, padLeft);
  packPhases(kernels, packed, inC, outC, kH, kW, strideH, strideW, padTop, padLeft);
  const keepsZeros = !areFinite(w, kH * kW * inC * outC);
  for (let tap: usize = 0; tap < kH; tap++) store<u32>(runs + (tap << 2), <u32>((tap * width * outC) << 2));
  for (let n: usize = 0; n < batch; n++) {
    const upstream = dy + ((n * outH * outW * outC) << 2);
    if (padded) copyInto(image, height, width, upstream, outH, outW, outC, top, left);
    const from = padded ? image : upstream;
    const to = dx + ((n * inH * inW * inC) << 2);
    let panels = packed;
    for (let phaseY: usize = 0; phaseY < strideH; phaseY++) {
      const tapsY = phaseTaps(phaseY, padTop, kH, strideH);
      const firstY = (phaseY + padTop) / strideH + top - (tapsY - 1);
      for (let phaseX: usize = 0; phaseX < strideW; phaseX++) {
        const tapsX = phaseTaps(phaseX, padLeft, kW, strideW);
        const firstX = (phaseX + padLeft) / strideW + left - (tapsX - 1);
        const start = from + (((firstY * width + firstX) * outC) << 2);
        const pixels = pixelTables(scratch, start, width * outC, outC, to, inH, inW, inC, phaseY, phaseX, strideH, strideW);
        const steps = tapsX * outC;
        productInBlocks(scratch, cTable, pixels, runs, tapsY, steps, panels, inC, lists, keepsZeros);
        panels += panelBytes(tapsY * steps, inC);
      }
    }
  }
}

function pointwiseInputGradient(
  dy: usize, w: usize, dx: usize, scratch: usize, pixels: usize, inC: usize, outC: usize,
): void {
  const turned = scratch + pointwiseScratch(outC, inC);
  transposeTap(w, turned, inC, outC);
  pointwiseProduct(dy, turned, dx, scratch, pixels, outC, inC);
}

/** Addresses of the windows and of the inputs of one phase; returns their number. */
function pixelTables(
  table: usize, start: usize, row: usize, outC: usize, to: usize, inH: usize, inW: usize, inC: usize,
  phaseY: usize, phaseX: usize, strideH: usize, strideW: usize,
): usize {
  const cTable = table + ((inH * inW) << 2);
  let count: usize = 0;
  let line = start;
  for (let y = phaseY; y < inH; y += strideH) {
    let window = line;
    for (let x = phaseX; x < inW; x += strideW) {
      store<u32>(table + (count << 2), <u32>window);
      store<u32>(cTable + (count << 2), <u32>(to + (((y * inW + x) * inC) << 2)));
      window += outC << 2;
      count++;
    }
    line += row << 2;
  }
  return count;
}

/** [phase][tap y, reversed][tap x, reversed][output][input]. */
function reverseByPhases(
  w: usize, to: usize, inC: usize, outC: usize, kH: usize, kW: usize,
  strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  for (let phaseY: usize = 0; phaseY < strideH; phaseY++) {
    for (let phaseX: usize = 0; phaseX < strideW; phaseX++) {
      for (let y = phaseTaps(phaseY, padTop, kH, strideH); y > 0; y--) {
        const kh = (phaseY + padTop) % strideH + strideH * (y - 1);
        for (let x = phaseTaps(phaseX, padLeft, kW, strideW); x > 0; x--) {
          const kw = (phaseX + padLeft) % strideW + strideW * (x - 1);
          transposeTap(w + (((kh * kW + kw) * inC * outC) << 2), to, inC, outC);
          to += (inC * outC) << 2;
        }
      }
    }
  }
}

/** The kernels of all phases as panels, one after the other. */
function packPhases(
  from: usize, to: usize, inC: usize, outC: usize, kH: usize, kW: usize,
  strideH: usize, strideW: usize, padTop: usize, padLeft: usize,
): void {
  for (let phaseY: usize = 0; phaseY < strideH; phaseY++) {
    for (let phaseX: usize = 0; phaseX < strideW; phaseX++) {
      const steps = phaseTaps(phaseX, padLeft, kW, strideW) * outC;
      const rows = phaseTaps(phaseY, padTop, kH, strideH) * steps;
      packPanels(from, rows, inC, steps, to);
      from += (rows * inC) << 2;
      to += panelBytes(rows, inC);
    }
  }
}

/** [rows, columns] to [columns, rows]. */
export function transposeTap(from: usize, to: usize, rows: usize, columns: usize): void {
  for (let column: usize = 0; column < columns; column++) {
    let source = from + (column << 2);
    for (let row: usize = 0; row < rows; row++) {
      store<f32>(to, load<f32>(source));
      source += columns << 2;
      to += 4;
    }
  }
}
