import type { Recipe } from '../../experiment/spec';
import { EXAMPLE_SIZE, exampleBlock, exampleData } from '../../experiment/worked-example';
import { plainKernels } from '../../kernels/index';
import { measure } from '../../quantizers/metrics';
import { type QuantizedTensor, quantizeTensor } from '../../quantizers/quantize';
import type { QuantizerContext } from '../../quantizers/quantizer';
import type { WeightTensor } from '../../quantizers/types';

/** Sixteen numbers need no fast kernels; nothing here is random. */
export const CONTEXT: QuantizerContext = { kernels: plainKernels, seed: 0 };

/** The matrix of the lecture: rows are output channels. */
export const MATRIX: WeightTensor = {
  data: exampleData(),
  shape: [EXAMPLE_SIZE, EXAMPLE_SIZE],
  layout: 'dense',
};

/** Its numbers row after row, as one channel: what one block of sixteen sees. */
export const BLOCK: WeightTensor = { data: exampleBlock(), shape: [EXAMPLE_SIZE ** 2, 1], layout: 'dense' };

/** The numbers as they are written on paper: [row][column]. */
export const NUMBERS: readonly (readonly number[])[] = inRows(exampleBlock());

/** What a recipe makes of the matrix. */
export interface Result {
  readonly quantized: QuantizedTensor;
  /** [row][column], both. */
  readonly codes: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
  /** Square root of the sum of squared errors, and that sum. */
  readonly error: number;
  readonly squared: number;
  /** The part of `squared` of the numbers beyond the threshold. */
  readonly clipped: number;
  /** Of each row. */
  readonly squaredByRow: readonly number[];
  /** Stored bits of everything. */
  readonly bits: number;
}

/** @param tensor MATRIX, or BLOCK for formats whose block is the whole matrix. */
export function resultOf(recipe: Recipe, tensor: WeightTensor = MATRIX): Result {
  const quantized = quantizeTensor(tensor, recipe, CONTEXT);
  const { mse, clipMse, bitsPerWeight } = measure(tensor, quantized, CONTEXT.kernels);
  const onPaper = (list: ArrayLike<number>) => inRows(tensor === BLOCK ? list : turned(list));
  const values = onPaper(quantized.values);
  const n = tensor.data.length;
  return {
    quantized,
    codes: onPaper(quantized.codes),
    values,
    error: Math.sqrt(mse * n),
    squared: mse * n,
    clipped: clipMse * n,
    squaredByRow: values.map((row, r) => row.reduce((sum, v, c) => sum + (v - (NUMBERS[r]?.[c] ?? 0)) ** 2, 0)),
    bits: bitsPerWeight * n,
  };
}

/** A list in reading order, in rows of four. */
function inRows(list: ArrayLike<number>): number[][] {
  return Array.from({ length: list.length / EXAMPLE_SIZE }, (_, r) =>
    Array.from({ length: EXAMPLE_SIZE }, (_cell, c) => (list[r * EXAMPLE_SIZE + c] ?? 0) + 0),
  );
}

/** From the order of tensors, where channels are fastest, to that of reading. */
function turned(list: ArrayLike<number>): number[] {
  return Array.from(
    { length: list.length },
    (_, i) => list[(i % EXAMPLE_SIZE) * EXAMPLE_SIZE + Math.floor(i / EXAMPLE_SIZE)] ?? 0,
  );
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
