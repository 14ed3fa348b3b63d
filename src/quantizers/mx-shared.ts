import type { Recipe } from '../experiment/spec';
import { floorLog2 } from '../numerics/float32';
import { roundHalfAway, roundHalfEven, roundTowardZero } from '../numerics/round';
import { type Blocks, blockIndices, blocksOf } from './blocks';
import { type Encoded, NO_STORAGE, numberOf, type Quantizer, type QuantizerState, UNBOUNDED } from './quantizer';
import type { WeightTensor } from './types';

export interface MxSharedState extends QuantizerState {
  readonly m: number;
  readonly k2: number;
  readonly d1: number;
  readonly d2: number;
  readonly perColumn: number;
  /** E of each block, unbiased; null for a block with a NaN or an infinity. */
  readonly sharedExponents: readonly (number | null)[];
  /** tau of each sub-block, block after block. */
  readonly microExponents: readonly number[];
}

const ROUNDINGS: Readonly<Record<string, (v: number) => number>> = {
  even: roundHalfEven,
  away: roundHalfAway,
  truncate: roundTowardZero,
};

function largest(data: Float32Array, indices: readonly number[]): number {
  return indices.reduce((max, i) => Math.max(max, Math.abs(data[i] ?? 0)), 0);
}

interface BlockFit {
  readonly shared: number | null;
  readonly micro: number[];
}

/** Shared exponent of a block and the micro-exponents of its sub-blocks (Rouhani et al. 2023, section 3). */
function fitBlock(data: Float32Array, indices: readonly number[], { k2, d1, d2 }: { k2: number; d1: number; d2: number }): BlockFit {
  const floor = -(2 ** (d1 - 1) - 1);
  const most = 2 ** d2 - 1;
  const parts = Math.ceil(indices.length / k2);
  if (indices.some((i) => !Number.isFinite(data[i] ?? 0))) return { shared: null, micro: new Array<number>(parts).fill(0) };
  const top = largest(data, indices);
  const shared = top === 0 ? floor : Math.max(floorLog2(top), floor);
  const micro = Array.from({ length: parts }, (_, p) => {
    const part = largest(data, indices.slice(p * k2, (p + 1) * k2));
    return part === 0 ? most : Math.min(shared - Math.max(floorLog2(part), floor), most);
  });
  return { shared, micro };
}

function fit(tensor: WeightTensor, recipe: Recipe): MxSharedState {
  const sizes = { m: numberOf(recipe, 'm', 4), k2: numberOf(recipe, 'k2', 2), d1: numberOf(recipe, 'd1', 8), d2: numberOf(recipe, 'd2', 1) };
  const blocks = blocksOf(tensor, numberOf(recipe, 'k1', 16));
  const fitted = Array.from({ length: blocks.count }, (_, b) => fitBlock(tensor.data, blockIndices(blocks, b), sizes));
  const limit = 2 ** sizes.m - 1;
  const tops = fitted.map(({ shared }) => (shared === null ? UNBOUNDED : limit * 2 ** (shared - (sizes.m - 1))));
  return {
    rows: blocks.rows,
    columns: blocks.columns,
    regions: blocks.regions,
    scales: fitted.map(({ shared }) => Math.fround(2 ** ((shared ?? 0) - (sizes.m - 1)))),
    zeroPoints: null,
    low: tops.map((t) => -t),
    high: tops,
    qmin: -limit,
    qmax: limit,
    centroids: null,
    ...sizes,
    perColumn: blocks.perColumn,
    sharedExponents: fitted.map(({ shared }) => shared),
    microExponents: fitted.flatMap(({ micro }) => micro),
  };
}

/** Walks all weights with the step of their sub-block; null in a block without an exponent. */
function forEachStep(state: MxSharedState, visit: (index: number, step: number | null) => void): void {
  const blocks: Blocks = { ...state, count: state.perColumn * state.columns };
  let sub = 0;
  for (let b = 0; b < blocks.count; b++) {
    const indices = blockIndices(blocks, b);
    const shared = state.sharedExponents[b] ?? null;
    indices.forEach((index, i) => {
      const tau = state.microExponents[sub + Math.floor(i / state.k2)] ?? 0;
      visit(index, shared === null ? null : 2 ** (shared - tau - (state.m - 1)));
    });
    sub += Math.ceil(indices.length / state.k2);
  }
}

function encode(tensor: WeightTensor, state: MxSharedState, recipe: Recipe): Encoded {
  const codes = new Int32Array(tensor.data.length);
  const round = ROUNDINGS[String(recipe.quantizer.params['rounding'] ?? 'even')] ?? roundHalfEven;
  forEachStep(state, (index, step) => {
    const x = tensor.data[index] ?? 0;
    if (step !== null) codes[index] = Math.sign(x) * Math.min(round(Math.abs(x) / step), state.qmax);
  });
  return { codes, values: decode(codes, state) };
}

function decode(codes: Int32Array, state: MxSharedState): Float32Array {
  const values = new Float32Array(codes.length);
  forEachStep(state, (index, step) => {
    values[index] = step === null ? Number.NaN : (codes[index] ?? 0) * step;
  });
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

const FIXED = 'Blocks along the inputs of a channel share exponents; that is the format itself.';

export const mxShared: Quantizer<MxSharedState> = {
  id: 'mx-shared',
  label: 'MX (shared micro-exponents)',
  summary: 'Blocks share an exponent, pairs inside share one bit of micro-exponent: MX4, MX6, MX9 with m = 2, 4, 7. Not the OCP MX formats.',
  source: 'Rouhani et al. 2023 (ISCA), section 3; lecture, shared micro-exponents',
  params: {
    m: { kind: 'integer', min: 1, max: 10, default: 4, label: 'Mantissa bits', help: 'Without the sign: 2 for MX4, 4 for MX6, 7 for MX9.' },
    k1: { kind: 'integer', min: 1, max: 256, default: 16, label: 'Block size', help: 'Weights that share the first exponent.' },
    k2: { kind: 'integer', min: 1, max: 256, default: 2, label: 'Sub-block size', help: 'Weights that share a micro-exponent.' },
    d1: { kind: 'integer', min: 2, max: 8, default: 8, label: 'Exponent bits', help: 'Width of the shared exponent.' },
    d2: { kind: 'integer', min: 0, max: 3, default: 1, label: 'Micro-exponent bits', help: 'Width of the micro-exponent of a sub-block.' },
    rounding: {
      kind: 'choice',
      default: 'even',
      label: 'Mantissa rounding',
      help: 'How a magnitude picks its mantissa.',
      options: [
        { value: 'even', label: 'Nearest even', help: 'Ties go to the even mantissa.' },
        { value: 'away', label: 'Nearest away', help: 'Ties go away from zero.' },
        { value: 'truncate', label: 'Truncate', help: 'Drops the fraction.' },
      ],
    },
  },
  applies: () => ({ granularity: FIXED, clipper: 'The shared exponent follows the largest weight of the block.', rounder: 'Mantissas have their own rounding, below.' }),
  problem: ({ quantizer: { params } }) => {
    const { k1 = 16, k2 = 2 } = params;
    return Number(k2) > Number(k1) ? `A sub-block of ${String(k2)} does not fit into a block of ${String(k1)}.` : null;
  },
  fit,
  encode,
  decode,
  levels,
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * (state.m + 1),
    exponents: state.sharedExponents.length * state.d1 + state.microExponents.length * state.d2,
  }),
};
