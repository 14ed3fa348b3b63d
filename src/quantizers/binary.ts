import { stochasticSign } from '../binary/stochastic';
import type { Recipe } from '../experiment/spec';
import { uniformStream } from '../numerics/random';
import { readChoice } from '../params/read';
import { decodeScaled } from './decode';
import { type Partition, partitionOf, placeOf, rowGroups, scopeOf } from './granularity';
import { float32Scale, layoutOf } from './layout';
import {
  type Encoded,
  FLOAT_BITS,
  NO_STORAGE,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
  UNBOUNDED,
} from './quantizer';
import type { WeightTensor } from './types';

export interface SignedLevelsState extends QuantizerState {
  /** alpha of each group. */
  readonly scales: readonly number[];
}

/** Levels ±alpha, or ±1 without a scale that would have to be stored. */
interface BinaryState extends SignedLevelsState {
  readonly isScaled: boolean;
}

/**
 * Mean |w| of each scale group over the finite weights with |w| above the group's threshold (no threshold: over all); 0
 * without any. Stored as float32.
 */
export function meanMagnitudes(tensor: WeightTensor, partition: Partition, above: readonly number[] | null): number[] {
  const sums = new Float64Array(partition.groups);
  const counts = new Float64Array(partition.groups);
  for (let row = 0, i = 0; row < partition.rows; row++) {
    const { first, step } = rowGroups(partition, row);
    for (let column = 0; column < partition.columns; column++, i++) {
      const group = first + step * column;
      const magnitude = Math.abs(tensor.data[i]!);
      if (!(magnitude < Infinity) || (above !== null && magnitude <= above[group]!)) continue;
      sums[group]! += magnitude;
      counts[group]!++;
    }
  }
  return Array.from(sums, (sum, group) => (sum === 0 ? 0 : Math.fround(sum / counts[group]!)));
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

function fit(tensor: WeightTensor, recipe: Recipe): BinaryState {
  const partition = partitionOf(tensor, recipe.granularity);
  const isScaled = readChoice(binary.params, recipe.quantizer.params, 'scale') === 'mean';
  const alphas = isScaled ? meanMagnitudes(tensor, partition, null) : new Array<number>(partition.groups).fill(1);
  return { ...signedLevels(partition, alphas), qmin: 0, isScaled };
}

/** Codes are the stored bits: 1 for +alpha, 0 for -alpha. NaN counts as 0. */
function encode(tensor: WeightTensor, state: BinaryState, recipe: Recipe, { seed }: QuantizerContext): Encoded {
  const { data } = tensor;
  const codes = new Int32Array(data.length);
  if (readChoice(binary.params, recipe.quantizer.params, 'sign') === 'stochastic') {
    const next = uniformStream(seed, 'binarization');
    for (let i = 0; i < codes.length; i++) codes[i] = stochasticSign(data[i]! || 0, next()) > 0 ? 1 : 0;
  } else {
    for (let i = 0; i < codes.length; i++) codes[i] = data[i]! < 0 ? 0 : 1;
  }
  return { codes, values: decode(codes, state) };
}

function decode(codes: Int32Array, state: SignedLevelsState): Float32Array {
  return decodeScaled(
    codes.map((bit) => 2 * bit - 1),
    state,
  );
}

export const binary: Quantizer<BinaryState> = {
  id: 'binary',
  label: 'Binary (BWN)',
  summary: 'Only the sign is kept, with one α = mean |w| for each scale group; the sign of 0 is +1.',
  source:
    'Rastegari et al. 2016 (XNOR-Net), equations 4 to 6; Courbariaux et al. 2015; lecture, binary weight networks',
  params: {
    sign: {
      kind: 'choice',
      default: 'deterministic',
      label: 'Sign',
      help: 'How a weight becomes +1 or −1.',
      options: [
        { value: 'deterministic', label: 'Deterministic', help: 'By its own sign.' },
        { value: 'stochastic', label: 'Stochastic', help: '+1 with probability clip((w + 1) / 2, 0, 1), by the seed.' },
      ],
    },
    scale: {
      kind: 'choice',
      default: 'mean',
      label: 'Scale',
      help: 'What the signs are multiplied with.',
      options: [
        { value: 'mean', label: 'α = mean |w|', help: 'Least squared error (BWN).' },
        { value: 'one', label: 'None', help: 'Levels +1 and −1 (BinaryConnect).' },
      ],
    },
  },
  applies: () => ({
    granularity: null,
    clipper: 'Two levels leave no range to clip.',
    rounder: 'A weight takes the level of its sign.',
  }),
  problem: () => null,
  fit,
  encode,
  decode,
  levels: ({ scales }, group) => Float64Array.of(-(scales[group] ?? 0) + 0, scales[group] ?? 0),
  layout: (state, codes, index) =>
    layoutOf([
      { id: 'code', label: 'Sign', bits: 1, raw: codes[index] ?? 0, scope: 'value', reading: { kind: 'binary' } },
      ...(state.isScaled
        ? [float32Scale(state.scales[placeOf(state, index).group] ?? 0, scopeOf(state.regions), 'α')]
        : []),
    ]),
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length,
    scales: state.isScaled ? state.scales.length * FLOAT_BITS : 0,
  }),
};
