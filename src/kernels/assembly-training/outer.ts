import { areFinite, packPanels, panelBytes, listBytes } from './panels';
import { sparseProduct } from './sparse-product';
import { multiply } from './tile';

/** Pixels whose products are added up in registers before they go to the result. */
const CHUNK: usize = 256;

/** Bytes of scratch of `pointwiseFilterGradient` behind its tables: x turned, dy in panels, sums, lists and a run. */
export function pointwiseFilterScratch(inC: usize, outC: usize): usize {
  return ((CHUNK * inC + inC * outC + 4) << 2) + panelBytes(CHUNK, outC) + listBytes(CHUNK);
}

/** dw[i][o] += sum over the pixels of x[i] * dy[o]. `cTable`: addresses of the rows of dw, followed by the scratch. */
export function pointwiseFilterGradient(
  x: usize, dy: usize, dw: usize, aTable: usize, cTable: usize, pixels: usize, inC: usize, outC: usize,
): void {
  for (let start: usize = 0; start < pixels; start += CHUNK) {
    const from = x + ((start * inC) << 2);
    const upstream = dy + ((start * outC) << 2);
    const steps = min(CHUNK, pixels - start);
    if (((inC & 3) | (outC & 31) | (steps & 3)) == 0) {
      addSparse(from, upstream, dw, aTable, cTable + (inC << 2), steps, inC, outC);
    } else {
      for (let i: usize = 0; i < inC; i++) {
        store<u32>(aTable + (i << 2), <u32>(from + (i << 2)));
        store<u32>(cTable + (i << 2), <u32>(dw + ((i * outC) << 2)));
      }
      multiply(aTable, cTable, inC, inC << 2, 0, upstream, outC << 2, 0, 1, steps, outC, true);
    }
  }
}

/** One chunk: a row for each input, whose zeros are passed over. */
function addSparse(
  x: usize, dy: usize, dw: usize, from: usize, scratch: usize, steps: usize, inC: usize, outC: usize,
): void {
  const to = from + (inC << 2);
  const runs = scratch;
  const turned = runs + 16;
  const sums = turned + ((CHUNK * inC) << 2);
  const panels = sums + ((inC * outC) << 2);
  const lists = panels + panelBytes(CHUNK, outC);
  for (let i: usize = 0; i < inC; i++) {
    store<u32>(from + (i << 2), <u32>(turned + ((i * steps) << 2)));
    store<u32>(to + (i << 2), <u32>(sums + ((i * outC) << 2)));
  }
  store<u32>(runs, 0);
  turn(x, turned, steps, inC);
  packPanels(dy, steps, outC, steps, panels);
  const keepsZeros = !areFinite(dy, steps * outC);
  sparseProduct(from, to, inC, runs, 1, steps, panels, outC, -Infinity, Infinity, lists, keepsZeros);
  for (let at: usize = 0; at < (inC * outC) << 2; at += 16)
    v128.store(dw + at, f32x4.add(v128.load(dw + at), v128.load(sums + at)));
}

/** [rows, columns] to [columns, rows], both a multiple of four. */
function turn(from: usize, to: usize, rows: usize, columns: usize): void {
  const row = columns << 2;
  const column = rows << 2;
  for (let j: usize = 0; j < row; j += 16) {
    let source = from + j;
    let target = to + j * rows;
    for (let i: usize = 0; i < column; i += 16) {
      const a = v128.load(source);
      const b = v128.load(source + row);
      const c = v128.load(source + 2 * row);
      const d = v128.load(source + 3 * row);
      const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
      const abHigh = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
      const cdHigh = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<u64>(ab, cd, 0, 2));
      v128.store(target + column, v128.shuffle<u64>(ab, cd, 1, 3));
      v128.store(target + 2 * column, v128.shuffle<u64>(abHigh, cdHigh, 0, 2));
      v128.store(target + 3 * column, v128.shuffle<u64>(abHigh, cdHigh, 1, 3));
      source += 4 * row;
      target += 16;
    }
  }
}
