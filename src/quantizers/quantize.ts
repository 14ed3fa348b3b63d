import { same } from '../experiment/key';
import type { Recipe } from '../experiment/spec';
import type { ScaleRegions, StorageBits } from '../jobs/reports';
import type { CodeLayout } from './layout';
import type { QuantizerContext } from './quantizer';
import { quantizerOf } from './registry';
import type { WeightTensor } from './types';

export { groupOf, rowGroups } from './granularity';

/** A tensor under a recipe. Per-group lists are in the order [groups along a channel, channels]. */
export interface QuantizedTensor {
  readonly rows: number;
  readonly columns: number;
  readonly regions: ScaleRegions;
  /** Dequantized values in the order of the tensor. */
  readonly values: Float32Array;
  /** Codes in the order of the tensor; the bit patterns for float. */
  readonly codes: Int32Array;
  readonly scales: readonly number[] | null;
  readonly zeroPoints: readonly number[] | null;
  /** Clipping range of each scale group. */
  readonly thresholds: { readonly low: readonly number[]; readonly high: readonly number[] };
  readonly qmin: number;
  readonly qmax: number;
  readonly centroids: readonly number[] | null;
  readonly storage: StorageBits;
  /** All stored bits over the number of weights; 0 for an empty tensor. */
  readonly bitsPerWeight: number;
  /** Representable values of a scale group, ascending. */
  levelsOf(group: number): Float64Array;
  /** The stored bits that the value at an index is read from. */
  layoutOf(index: number): CodeLayout;
}

/** float32 scale of all weights, or of each output channel; null when they do not share one. */
export function biasScalesOf(
  { quantizer }: Recipe,
  { scales, regions }: Pick<QuantizedTensor, 'scales' | 'regions'>,
): readonly number[] | null {
  const isShared = quantizer.id === 'uniform' && (regions.kind === 'tensor' || regions.kind === 'channel');
  return isShared ? scales : null;
}

/**
 * Quantizes a weight tensor by a recipe; one that was made under that recipe keeps the codes it was given.
 * Throws RangeError for an unknown technique, a parameter out of range and a shape that does not fit the data.
 */
export function quantizeTensor(tensor: WeightTensor, recipe: Recipe, context: QuantizerContext): QuantizedTensor {
  const quantizer = quantizerOf(recipe.quantizer.id);
  const problem = quantizer.problem(recipe);
  if (problem !== null) throw new RangeError(problem);
  const made = tensor.made !== undefined && same(tensor.made.recipe, recipe) ? tensor.made : null;
  const state = made?.state ?? quantizer.fit(tensor, recipe, context);
  // Copies: results are handed over to other threads, and a tensor keeps its codes.
  const { codes, values } =
    made === null
      ? quantizer.encode(tensor, state, recipe, context)
      : { codes: made.codes.slice(), values: made.values.slice() };
  const storage = quantizer.storage(state, codes);
  const bits = storage.codes + storage.scales + storage.zeroPoints + storage.codebook + storage.exponents;
  return {
    rows: state.rows,
    columns: state.columns,
    regions: state.regions,
    values,
    codes,
    scales: state.scales,
    zeroPoints: state.zeroPoints,
    thresholds: { low: state.low, high: state.high },
    qmin: state.qmin,
    qmax: state.qmax,
    centroids: state.centroids,
    storage,
    bitsPerWeight: codes.length > 0 ? bits / codes.length : 0,
    levelsOf: (group) => quantizer.levels(state, group),
    layoutOf: (index) => quantizer.layout(state, codes, index),
  };
}
