import type { Recipe } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { EXPONENTS } from '../numerics/exponents';
import { exponentsOf } from '../numerics/float32';
import { readChoice, readInteger } from '../params/read';
import { type Blocks, blockMaxima, blocksOf, brokenBlocks, listOf } from './blocks';
import { placeOf } from './granularity';
import { type CodeLayout, type FieldSource, integerField, layoutOf, signField } from './layout';
import { MAGNITUDE_ROUNDING, magnitudeRounding } from './magnitude-rounding';
import {
  type Encoded,
  NO_STORAGE,
  problemOf,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
  UNBOUNDED,
} from './quantizer';
import type { WeightTensor } from './types';

/** Mantissa bits without the sign, sizes of blocks and sub-blocks, and bits of their exponents. */
interface Format {
  readonly m: number;
  readonly k1: number;
  readonly k2: number;
  readonly d1: number;
  readonly d2: number;
}

export interface MxSharedState extends QuantizerState, Format {
  /** Step of a block where tau is 0. */
  readonly scales: readonly number[];
  /** E of each block, unbiased; null for a block with a NaN or an infinity. */
  readonly sharedExponents: readonly (number | null)[];
  /** tau of each sub-block, in the order [sub-blocks along a channel, channels]. */
  readonly microExponents: readonly number[];
}

/** Sub-block of a row among those of its channel; sub-blocks start anew in every block. */
function subBlockOf(row: number, { k1, k2 }: Format): number {
  return Math.floor(row / k1) * Math.ceil(k1 / k2) + Math.floor((row % k1) / k2);
}

/** Widths beyond these leave the exponents of a double. */
function formatOf({ quantizer: { params } }: Recipe): Format {
  const whole = (key: keyof Format, min: number, max?: number): number =>
    readInteger(mxShared.params, params, key, min, max);
  const format = {
    m: whole('m', 1, 16),
    k1: whole('k1', 1),
    k2: whole('k2', 1),
    d1: whole('d1', 2, 8),
    d2: whole('d2', 0, 3),
  };
  if (format.k2 <= format.k1) return format;
  throw new RangeError(`A sub-block of ${format.k2} does not fit into a block of ${format.k1}.`);
}

/** Largest finite magnitude of each sub-block. */
function subBlockMaxima(tensor: WeightTensor, blocks: Blocks, format: Format, kernels: Kernels): Float32Array {
  // Blocks of whole sub-blocks: those are blocks themselves.
  if (format.k1 % format.k2 === 0) return blockMaxima(tensor.data, blocksOf(tensor, format.k2), kernels);
  const { data } = tensor;
  const { rows, columns } = blocks;
  const maxima = new Float32Array(rows > 0 ? (subBlockOf(rows - 1, format) + 1) * columns : 0);
  for (let row = 0, i = 0; row < rows; row++) {
    const first = subBlockOf(row, format) * columns;
    for (let column = 0; column < columns; column++, i++) {
      const magnitude = Math.abs(data[i]!);
      if (magnitude > maxima[first + column]! && magnitude < Infinity) maxima[first + column] = magnitude;
    }
  }
  return maxima;
}

/** E of each block: the exponent of its largest magnitude, no smaller than the format can hold. */
function sharedExponents(data: Float32Array, blocks: Blocks, { d1 }: Format, kernels: Kernels): (number | null)[] {
  const smallest = 1 - 2 ** (d1 - 1);
  const broken = brokenBlocks(data, blocks);
  const exponents = exponentsOf(blockMaxima(data, blocks, kernels));
  return listOf(exponents, (exponent, block) => (broken[block] === 1 ? null : Math.max(exponent, smallest)));
}

/** tau of each sub-block: how far its largest magnitude lies below the shared exponent, as far as the format can say. */
function microExponents(
  maxima: Float32Array,
  columns: number,
  format: Format,
  shared: readonly (number | null)[],
): number[] {
  const smallest = 1 - 2 ** (format.d1 - 1);
  const most = 2 ** format.d2 - 1;
  const perBlock = Math.ceil(format.k1 / format.k2);
  const exponents = exponentsOf(maxima);
  const taus = new Array<number>(maxima.length).fill(0);
  for (let part = 0, i = 0; i < maxima.length; part++) {
    const first = Math.floor(part / perBlock) * columns;
    for (let column = 0; column < columns; column++, i++) {
      const exponent = shared[first + column] ?? null;
      if (exponent === null) continue;
      taus[i] = maxima[i] === 0 ? most : Math.min(exponent - Math.max(exponents[i]!, smallest), most);
    }
  }
  return taus;
}

/** Shared exponents of blocks and micro-exponents of sub-blocks (Rouhani et al. 2023, section 3). */
function fit(tensor: WeightTensor, recipe: Recipe, { kernels }: QuantizerContext): MxSharedState {
  const format = formatOf(recipe);
  const blocks = blocksOf(tensor, format.k1);
  const shared = sharedExponents(tensor.data, blocks, format, kernels);
  const maxima = subBlockMaxima(tensor, blocks, format, kernels);
  const limit = 2 ** format.m - 1;
  const { powers, zero } = EXPONENTS;
  const steps = shared.map((exponent) => powers[zero + (exponent ?? 0) - (format.m - 1)]!);
  const tops = steps.map((step, b) => (shared[b] === null ? UNBOUNDED : limit * step));
  return {
    rows: blocks.rows,
    columns: blocks.columns,
    regions: blocks.regions,
    scales: steps,
    zeroPoints: null,
    low: tops.map((t) => -t),
    high: tops,
    qmin: -limit,
    qmax: limit,
    centroids: null,
    ...format,
    sharedExponents: shared,
    microExponents: microExponents(maxima, blocks.columns, format, shared),
  };
}

/** Step of each sub-block; NaN in a block without an exponent. */
function stepsOf({
  columns,
  scales,
  k1,
  k2,
  sharedExponents: shared,
  microExponents: micro,
}: MxSharedState): Float64Array {
  const perBlock = Math.ceil(k1 / k2);
  const steps = new Float64Array(micro.length);
  for (let part = 0, i = 0; i < micro.length; part++) {
    const first = Math.floor(part / perBlock) * columns;
    for (let column = 0; column < columns; column++, i++) {
      const block = first + column;
      steps[i] = shared[block] === null ? Number.NaN : scales[block]! / (1 << micro[i]!);
    }
  }
  return steps;
}

/** Sign and magnitude: rounding is symmetric. Without a step the code is 0. */
function encode(tensor: WeightTensor, state: MxSharedState, recipe: Recipe, { kernels }: QuantizerContext): Encoded {
  const { rows, columns, qmax, m } = state;
  const rounding = magnitudeRounding(readChoice(mxShared.params, recipe.quantizer.params, 'rounding'));
  const steps = stepsOf(state);
  const first = Int32Array.from({ length: rows }, (_, row) => subBlockOf(row, state) * columns);
  // Integers are floats of a single binade.
  const grid = { mantissaBits: m, smallestExponent: m, largestCode: qmax, largest: qmax, nanCode: 0 };
  return kernels.quantizeFloats(tensor.data, { columns, first, divisors: steps, scales: steps }, grid, rounding);
}

function decode(codes: Int32Array, state: MxSharedState): Float32Array {
  const { columns } = state;
  const values = new Float32Array(codes.length);
  const steps = stepsOf(state);
  for (let row = 0, i = 0; i < codes.length; row++) {
    const first = subBlockOf(row, state) * columns;
    for (let column = 0; column < columns; column++, i++) values[i] = codes[i]! * steps[first + column]!;
  }
  return values;
}

/** Every value that some sub-block of the block can hold. */
function levels(state: MxSharedState, group: number): Float64Array {
  const shared = state.sharedExponents[group] ?? null;
  if (shared === null) return new Float64Array(0);
  const values = new Set<number>();
  for (let tau = 0; tau < 2 ** state.d2; tau++) {
    const step = 2 ** (shared - tau - (state.m - 1));
    for (let code = state.qmin; code <= state.qmax; code++) values.add(Math.fround(code * step) + 0);
  }
  return Float64Array.from(values).sort();
}

/** The shared exponent in its biased form; a block without one has all bits set. */
function layout(state: MxSharedState, codes: Int32Array, index: number): CodeLayout {
  const { row, column, group } = placeOf(state, index);
  const code = codes[index] ?? 0;
  const bias = 2 ** (state.d1 - 1) - 1;
  const shared = state.sharedExponents[group] ?? null;
  const micro: FieldSource = {
    id: 'micro-exponent',
    label: 'Micro-exponent',
    bits: state.d2,
    raw: state.microExponents[subBlockOf(row, state) * state.columns + column] ?? 0,
    scope: 'pair',
    reading: { kind: 'shift-scale' },
  };
  const nan = shared === null || state.d1 === 8 ? 2 ** state.d1 - 1 : null;
  return layoutOf([
    signField(code < 0),
    { ...integerField(Math.abs(code), state.m, false, 2 ** (1 - state.m)), id: 'mantissa', label: 'Mantissa' },
    ...(state.d2 > 0 ? [micro] : []),
    {
      id: 'shared-exponent',
      label: 'Shared exponent',
      bits: state.d1,
      raw: shared === null ? 2 ** state.d1 - 1 : shared + bias,
      scope: 'block',
      reading: { kind: 'exponent-scale', bias, nan },
    },
  ]);
}

const FIXED = 'Blocks along the inputs of a channel share exponents; that is the format itself.';

export const mxShared: Quantizer<MxSharedState> = {
  id: 'mx-shared',
  label: 'MX (shared micro-exponents)',
  summary:
    'Blocks share an exponent, pairs inside share one bit of micro-exponent: MX4, MX6, MX9 with m = 2, 4, 7. Not the OCP MX formats.',
  source: 'Rouhani et al. 2023 (ISCA), section 3; lecture, shared micro-exponents',
  params: {
    m: {
      kind: 'integer',
      min: 1,
      max: 10,
      default: 4,
      label: 'Mantissa bits',
      help: 'Without the sign: 2 for MX4, 4 for MX6, 7 for MX9.',
    },
    k1: {
      kind: 'integer',
      min: 1,
      max: 256,
      default: 16,
      label: 'Block size',
      help: 'Weights that share the first exponent.',
    },
    k2: {
      kind: 'integer',
      min: 1,
      max: 256,
      default: 2,
      label: 'Sub-block size',
      help: 'Weights that share a micro-exponent.',
    },
    d1: { kind: 'integer', min: 2, max: 8, default: 8, label: 'Exponent bits', help: 'Width of the shared exponent.' },
    d2: {
      kind: 'integer',
      min: 0,
      max: 3,
      default: 1,
      label: 'Micro-exponent bits',
      help: 'Width of the micro-exponent of a sub-block.',
    },
    rounding: MAGNITUDE_ROUNDING,
  },
  applies: () => ({
    granularity: FIXED,
    clipper: 'The shared exponent follows the largest weight of the block.',
    rounder: 'Mantissas have their own rounding, below.',
  }),
  problem: (recipe) => problemOf(() => formatOf(recipe)),
  fit,
  encode,
  decode,
  levels,
  layout,
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * (state.m + 1),
    exponents: state.sharedExponents.length * state.d1 + state.microExponents.length * state.d2,
  }),
};
