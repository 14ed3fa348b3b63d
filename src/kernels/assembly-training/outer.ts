import { packColumns } from './panels';
import { multiply } from './tile';
import { multiplyAdd } from './shared-lanes';

/** Pixels whose products are added up in registers before they go to the result. */
const CHUNK: usize = 256;

/** Bytes of scratch of `pointwiseFilterGradient` beside its tables. */
export function pointwiseFilterScratch(outC: usize): usize {
  return (CHUNK * outC) << 2;
}

/** dw[i][o] += sum over the pixels of x[i] * dy[o]. `cTable`: addresses of the rows of dw, followed by the scratch. */
export function pointwiseFilterGradient(
  x: usize, dy: usize, dw: usize, aTable: usize, cTable: usize, pixels: usize, inC: usize, outC: usize,
): void {
  const panels = cTable + (inC << 2);
  const isWhole = (inC & 3) == 0 && (outC & 7) == 0;
  for (let start: usize = 0; start < pixels; start += CHUNK) {
    const from = x + ((start * inC) << 2);
    const upstream = dy + ((start * outC) << 2);
    const steps = min(CHUNK, pixels - start);
    if (isWhole) wholeTiles(from, upstream, dw, panels, steps, inC, outC);
    else {
      for (let i: usize = 0; i < inC; i++) store<u32>(aTable + (i << 2), <u32>(from + (i << 2)));
      multiply(aTable, cTable, inC, inC << 2, 0, upstream, outC << 2, 0, 1, steps, outC, true);
    }
  }
}

function wholeTiles(x: usize, dy: usize, dw: usize, panels: usize, steps: usize, inC: usize, outC: usize): void {
  const row = outC << 2;
  for (let j: usize = 0; j < outC; j += 8) packColumns(dy + (j << 2), steps, outC, 8, panels + ((j * steps) << 2));
  for (let i: usize = 0; i < inC; i += 4) {
    const to = dw + i * row;
    for (let j: usize = 0; j < outC; j += 8) {
      tile(x + (i << 2), inC << 2, panels + ((j * steps) << 2), steps, to + (j << 2), row);
    }
  }
}

/** Four inputs, eight outputs. */
@inline
function tile(a: usize, aStep: usize, b: usize, steps: usize, to: usize, row: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let left = steps; left; left--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    a += aStep;
    b += 32;
  }
  addTo(to, c00, c01);
  addTo(to + row, c10, c11);
  addTo(to + 2 * row, c20, c21);
  addTo(to + 3 * row, c30, c31);
}

@inline
function addTo(to: usize, low: v128, high: v128): void {
  v128.store(to, f32x4.add(v128.load(to), low));
  v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
}
