import type { Recipe } from '../experiment/spec';
import { groupOf, type Partition, partitionOf } from './granularity';
import { type Encoded, FLOAT_BITS, NO_STORAGE, type Quantizer, type QuantizerState, UNBOUNDED } from './quantizer';
import type { WeightTensor } from './types';

export interface SignedLevelsState extends QuantizerState {
  /** alpha of each group. */
  readonly scales: readonly number[];
}

/** Mean of `pick(|w|)` values of each scale group over the finite weights for which it is not null; 0 without any. */
export function groupMeans(tensor: WeightTensor, partition: Partition, pick: (magnitude: number, group: number) => number | null): number[] {
  const sums = new Float64Array(partition.groups);
  const counts = new Float64Array(partition.groups);
  tensor.data.forEach((x, i) => {
    if (!Number.isFinite(x)) return;
    const group = groupOf(partition, Math.floor(i / partition.columns), i % partition.columns);
    const picked = pick(Math.abs(x), group);
    if (picked === null) return;
    sums[group] = (sums[group] ?? 0) + picked;
    counts[group] = (counts[group] ?? 0) + 1;
  });
  return Array.from(sums, (sum, g) => Math.fround((counts[g] ?? 0) > 0 ? sum / (counts[g] ?? 1) : 0));
}

/** State of a format with levels -alpha, (0,) alpha. */
export function signedLevels(partition: Partition, alphas: readonly number[]): SignedLevelsState {
  const { rows, columns, regions } = partition;
  const everything = alphas.map(() => UNBOUNDED);
  return {
    rows,
    columns,
    regions,
    scales: alphas,
    zeroPoints: null,
    low: everything.map((v) => -v),
    high: everything,
    qmin: -1,
    qmax: 1,
    centroids: null,
  };
}

/** code * alpha of its group. */
export function decodeSigned(codes: Int32Array, state: SignedLevelsState): Float32Array {
  return Float32Array.from(codes, (code, i) => {
    const group = groupOf(state, Math.floor(i / state.columns), i % state.columns);
    return code * (state.scales[group] ?? 0) + 0;
  });
}

function fit(tensor: WeightTensor, recipe: Recipe): SignedLevelsState {
  const partition = partitionOf(tensor, recipe.granularity);
  return { ...signedLevels(partition, groupMeans(tensor, partition, (magnitude) => magnitude)), qmin: 0 };
}

/** Codes are the stored bits: 1 for +alpha, 0 for -alpha. */
function encode(tensor: WeightTensor, state: SignedLevelsState): Encoded {
  const codes = Int32Array.from(tensor.data, (x) => (x < 0 ? 0 : 1));
  return { codes, values: decode(codes, state) };
}

function decode(codes: Int32Array, state: SignedLevelsState): Float32Array {
  return decodeSigned(codes.map((bit) => 2 * bit - 1), state);
}

export const binary: Quantizer<SignedLevelsState> = {
  id: 'binary',
  label: 'Binary (BWN)',
  summary: 'Only the sign is kept, with one α = mean |w| for each scale group; the sign of 0 is +1.',
  source: 'Rastegari et al. 2016 (XNOR-Net), equations 4 to 6; lecture, binary weight networks',
  params: {},
  applies: () => ({ granularity: null, clipper: 'Two levels leave no range to clip.', rounder: 'A weight takes the level of its sign.' }),
  problem: () => null,
  fit,
  encode,
  decode,
  levels: ({ scales }, group) => Float64Array.of(-(scales[group] ?? 0) + 0, scales[group] ?? 0),
  storage: (state, codes) => ({ ...NO_STORAGE, codes: codes.length, scales: state.scales.length * FLOAT_BITS }),
};
