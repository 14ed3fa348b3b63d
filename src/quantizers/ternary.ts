import { ternaryOptimum } from '../binary/ternary-optimum';
import type { Recipe } from '../experiment/spec';
import { readChoice, readNumber } from '../params/read';
import { meanMagnitudes, type SignedLevelsState, signedLevels } from './binary';
import { decodeScaled } from './decode';
import { type Partition, partitionOf, placeOf, rowGroups, scopeOf } from './granularity';
import { float32Scale, integerField, layoutOf } from './layout';
import { type Encoded, FLOAT_BITS, NO_STORAGE, type Quantizer } from './quantizer';
import type { WeightTensor } from './types';

export interface TernaryState extends SignedLevelsState {
  /** Delta of each group: weights with |w| <= delta become 0. */
  readonly deltas: readonly number[];
}

/** Bits that a ternary code is stored in. */
const CODE_BITS = 2;

function fit(tensor: WeightTensor, recipe: Recipe): TernaryState {
  const partition = partitionOf(tensor, recipe.granularity);
  const { params } = recipe.quantizer;
  const factor = readNumber(ternary.params, params, 'factor');
  const isOptimal = readChoice(ternary.params, params, 'threshold') === 'optimal';
  const deltas = isOptimal
    ? optimalThresholds(tensor, partition)
    : meanMagnitudes(tensor, partition, null).map((mean) => factor * mean);
  const alphas = meanMagnitudes(tensor, partition, deltas);
  return { ...signedLevels(partition, alphas), deltas };
}

/** Half way between the smallest weight that the exact optimum keeps and the largest that it drops, for each group. */
function optimalThresholds(tensor: WeightTensor, partition: Partition): number[] {
  const groups = Array.from({ length: partition.groups }, (): number[] => []);
  for (let row = 0, i = 0; row < partition.rows; row++) {
    const { first, step } = rowGroups(partition, row);
    for (let column = 0; column < partition.columns; column++, i++) {
      const magnitude = Math.abs(tensor.data[i]!);
      if (magnitude < Infinity) groups[first + step * column]!.push(magnitude);
    }
  }
  return groups.map((sizes) => {
    const { kept } = ternaryOptimum(sizes);
    const descending = Float64Array.from(sizes).sort().reverse();
    return ((descending[kept - 1] ?? 0) + (descending[kept] ?? 0)) / 2;
  });
}

function encode(tensor: WeightTensor, state: TernaryState): Encoded {
  const { rows, columns, deltas } = state;
  const codes = new Int32Array(tensor.data.length);
  for (let row = 0, i = 0; row < rows; row++) {
    const { first, step } = rowGroups(state, row);
    for (let column = 0; column < columns; column++, i++) {
      const x = tensor.data[i]!;
      if (Math.abs(x) > deltas[first + step * column]!) codes[i] = x > 0 ? 1 : -1;
    }
  }
  return { codes, values: decodeScaled(codes, state) };
}

export const ternary: Quantizer<TernaryState> = {
  id: 'ternary',
  label: 'Ternary (TWN)',
  summary: 'Weights within Δ = factor · mean |w| become 0, the others ±α, the mean of their magnitudes.',
  source: 'Li et al. 2016 (Ternary Weight Networks), section 2; lecture, ternary weight networks',
  params: {
    factor: {
      kind: 'number',
      min: 0,
      max: 2,
      step: 0.05,
      default: 0.7,
      label: 'Threshold factor',
      help: 'Δ divided by mean |w|; 0.7 is the rule of the paper.',
    },
    threshold: {
      kind: 'choice',
      default: 'factor',
      label: 'Threshold',
      help: 'What decides which weights become 0.',
      options: [
        { value: 'factor', label: 'By the factor', help: 'Δ = factor · mean |w|.' },
        { value: 'optimal', label: 'Optimal', help: 'The Δ of least squared error, by trying every cut.' },
      ],
    },
  },
  applies: () => ({
    granularity: null,
    clipper: 'Three levels leave no range to clip.',
    rounder: 'The threshold Δ decides, not a rounding rule.',
  }),
  problem: () => null,
  fit,
  encode,
  decode: decodeScaled,
  levels: ({ scales }, group) => Float64Array.of(-(scales[group] ?? 0) + 0, 0, scales[group] ?? 0),
  layout: (state, codes, index) =>
    layoutOf([
      integerField(codes[index] ?? 0, CODE_BITS, true),
      float32Scale(state.scales[placeOf(state, index).group] ?? 0, scopeOf(state.regions), 'α'),
    ]),
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * CODE_BITS,
    scales: state.scales.length * FLOAT_BITS,
  }),
};
