import {
  BatchMatMul,
  type BatchMatMulAttrs,
  Identity,
  Mean,
  Sum,
  type SumAttrs,
  type TensorInfo,
  Tile,
  type TileAttrs,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
  broadcast_util,
  util,
} from '@tensorflow/tfjs-core';
import { type Heap, sizeOf } from './heap';
import { type Call, type Kernel, type Stock, kernel } from './kernel';

interface Factors {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

interface Spread {
  readonly before: number;
  readonly rows: number;
  readonly width: number;
}

export function matrixKernels(heap: Heap, stock: Stock): Kernel[] {
  const [stockProduct, stockSum, stockMean, stockTile] = [stock(BatchMatMul), stock(Sum), stock(Mean), stock(Tile)];
  const { instructions } = heap;
  return [
    // tfjs copies; its gradients clone every tensor that they save and every gradient that passes unchanged.
    kernel<{ readonly x: TensorInfo }>(Identity, ({ inputs: { x } }) => heap.shared(x)),
    kernel<Factors, BatchMatMulAttrs>(BatchMatMul, (call) => {
      const { a, b } = call.inputs;
      const { transposeA, transposeB } = call.attrs;
      const single = sizeOf(a.shape.slice(0, -2)) === 1 && sizeOf(b.shape.slice(0, -2)) === 1;
      // XNNPACK multiplies two plain matrices faster; for all else tfjs has a slow loop.
      const plain = single && !transposeA && !transposeB;
      const floats = a.dtype === 'float32' && b.dtype === 'float32';
      return plain || !floats ? stockProduct(call) : product(heap, call.inputs, call.attrs);
    }),
    kernel<{ readonly x: TensorInfo }, SumAttrs>(Sum, (call) => columnSums(heap, call, false) ?? stockSum(call)),
    kernel<{ readonly x: TensorInfo }, SumAttrs>(Mean, (call) => columnSums(heap, call, true) ?? stockMean(call)),
    kernel<{ readonly x: TensorInfo }, TileAttrs>(Tile, (call) => repeatedRow(heap, call) ?? stockTile(call)),
    kernel<{ readonly x: TensorInfo }, Spread>('Spread', ({ inputs: { x }, attrs: { before, rows, width } }) => {
      const y = heap.output([before, rows, width]);
      instructions.spread(heap.at(x), heap.at(y), before, rows, width);
      return y;
    }),
    kernel<{ readonly x: TensorInfo; readonly segmentIds: TensorInfo }, UnsortedSegmentSumAttrs>(
      UnsortedSegmentSum,
      ({ inputs: { x, segmentIds }, attrs: { numSegments } }) => {
        const [rows = 0, ...rest] = x.shape;
        const sums = heap.output([numSegments, ...rest]);
        const width = sizeOf(rest);
        instructions.segmentSum(heap.at(x), heap.at(segmentIds), heap.at(sums), rows, width, numSegments);
        return sums;
      },
    ),
  ];
}

function product(heap: Heap, { a, b }: Factors, { transposeA, transposeB }: BatchMatMulAttrs): TensorInfo {
  const { instructions } = heap;
  const [rowsA = 1, columnsA = 1] = a.shape.slice(-2);
  const [rowsB = 1, columnsB = 1] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const outer = broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const c = heap.output([...outer, m, n]);
  const scratch = heap.scratch(instructions.matMulScratch(m, n, k, transposeB));
  const [atA, atB, atC] = [heap.at(a), heap.at(b), heap.at(c)];
  const [placesA, placesB] = [places(outerA, outer), places(outerB, outer)];
  placesA.forEach((placeA, index) => {
    const [left, right] = [atA + placeA * m * k * 4, atB + placesB[index]! * k * n * 4];
    instructions.matMul(left, right, atC + index * m * n * 4, scratch, m, n, k, transposeA, transposeB);
  });
  return c;
}

/** For every matrix of the result, the number of the matrix of an operand that it is made of. */
function places(own: readonly number[], outer: readonly number[]): number[] {
  const count = sizeOf(outer);
  if (sizeOf(own) === count) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => {
    let [rest, place, step] = [index, 0, 1];
    for (let axis = 1; axis <= outer.length; axis++) {
      const side = outer.at(-axis) ?? 1;
      const have = axis <= own.length ? (own.at(-axis) ?? 1) : 1;
      if (have > 1) place += (rest % side) * step;
      step *= have;
      rest = Math.floor(rest / side);
    }
    return place;
  });
}

/** Sum or mean over neighbouring axes before the last one; null for any other, which tfjs handles well. */
function columnSums(heap: Heap, call: Call<{ readonly x: TensorInfo }, SumAttrs>, mean: boolean): TensorInfo | null {
  const { x } = call.inputs;
  const { axis, keepDims } = call.attrs;
  const rank = x.shape.length;
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first = 0, last = -1] = [axes[0], axes.at(-1)];
  const neighbours = axes.length > 0 && last - first + 1 === axes.length;
  if (!neighbours || last === rank - 1 || x.dtype !== 'float32') return null;
  const [before, rows, width] = [x.shape.slice(0, first), x.shape.slice(first, last + 1), x.shape.slice(last + 1)];
  const shape = [...before, ...(keepDims ? rows.map(() => 1) : []), ...width];
  const sums = heap.output(shape);
  const { instructions } = heap;
  const scratch = heap.scratch(instructions.columnSumsScratch(sizeOf(width)));
  const factor = mean ? 1 / sizeOf(rows) : 1;
  instructions.columnSums(heap.at(x), heap.at(sums), scratch, sizeOf(before), sizeOf(rows), sizeOf(width), factor);
  return sums;
}

/** One row, many times: gradients of a batch normalization by its running statistics need it. Null for any other tiling. */
function repeatedRow(
  heap: Heap,
  { inputs: { x }, attrs }: Call<{ readonly x: TensorInfo }, TileAttrs>,
): TensorInfo | null {
  const width = x.shape.at(-1) ?? 1;
  if (x.dtype !== 'float32' || sizeOf(x.shape) !== width || attrs.reps.at(-1) !== 1) return null;
  const y = heap.output(x.shape.map((side, axis) => side * attrs.reps[axis]!));
  heap.instructions.spread(heap.at(x), heap.at(y), 1, sizeOf(attrs.reps), width);
  return y;
}
