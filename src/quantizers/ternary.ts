import type { Recipe } from '../experiment/spec';
import { decodeSigned, groupMeans, type SignedLevelsState, signedLevels } from './binary';
import { groupOf, partitionOf } from './granularity';
import { type Encoded, FLOAT_BITS, NO_STORAGE, numberOf, type Quantizer } from './quantizer';
import type { WeightTensor } from './types';

export interface TernaryState extends SignedLevelsState {
  /** Delta of each group: weights with |w| <= delta become 0. */
  readonly deltas: readonly number[];
}

/** Bits that a ternary code is stored in. */
const CODE_BITS = 2;

function fit(tensor: WeightTensor, recipe: Recipe): TernaryState {
  const partition = partitionOf(tensor, recipe.granularity);
  const factor = numberOf(recipe, 'factor', 0.7);
  const deltas = groupMeans(tensor, partition, (magnitude) => magnitude).map((mean) => factor * mean);
  const alphas = groupMeans(tensor, partition, (magnitude, group) => (magnitude > (deltas[group] ?? 0) ? magnitude : null));
  return { ...signedLevels(partition, alphas), deltas };
}

function encode(tensor: WeightTensor, state: TernaryState): Encoded {
  const codes = Int32Array.from(tensor.data, (x, i) => {
    const group = groupOf(state, Math.floor(i / state.columns), i % state.columns);
    return Math.abs(x) > (state.deltas[group] ?? 0) ? Math.sign(x) : 0;
  });
  return { codes, values: decodeSigned(codes, state) };
}

export const ternary: Quantizer<TernaryState> = {
  id: 'ternary',
  label: 'Ternary (TWN)',
  summary: 'Weights within Δ = factor · mean |w| become 0, the others ±α, the mean of their magnitudes.',
  source: 'Li et al. 2016 (Ternary Weight Networks), section 2; lecture, ternary weight networks',
  params: {
    factor: { kind: 'number', min: 0, max: 2, step: 0.05, default: 0.7, label: 'Threshold factor', help: 'Δ divided by mean |w|; 0.7 is the rule of the paper.' },
  },
  applies: () => ({ granularity: null, clipper: 'Three levels leave no range to clip.', rounder: 'The threshold Δ decides, not a rounding rule.' }),
  problem: () => null,
  fit,
  encode,
  decode: decodeSigned,
  levels: ({ scales }, group) => Float64Array.of(-(scales[group] ?? 0) + 0, 0, scales[group] ?? 0),
  storage: (state, codes) => ({ ...NO_STORAGE, codes: codes.length * CODE_BITS, scales: state.scales.length * FLOAT_BITS }),
};
