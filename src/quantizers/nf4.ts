import type { Recipe } from '../experiment/spec';
import { safeScale } from '../numerics/float32';
import { roundHalfEven } from '../numerics/round';
import { readBoolean, readInteger } from '../params/read';
import { blockMaxima, blocksOf } from './blocks';
import { placeOf, rowGroups } from './granularity';
import { type CodeLayout, type FieldSource, float32Scale, layoutOf } from './layout';
import {
  type Encoded,
  FLOAT_BITS,
  NO_STORAGE,
  problemOf,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
} from './quantizer';
import type { WeightTensor } from './types';

/** Quantiles of a normal distribution scaled to [-1, 1], seven below 0, 0 itself and eight above (QLoRA, appendix E). */
export const NF4_VALUES: readonly number[] = [
  -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
  -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
  0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
]; // prettier-ignore

const MIDPOINTS = NF4_VALUES.slice(1).map((value, i) => ((NF4_VALUES[i] ?? 0) + value) / 2);
const ZERO = NF4_VALUES.indexOf(0);
const CODE_BITS = 4;

/** Double quantization: 8-bit absolute maxima, with a float32 for every 256 of them. */
const SCALE_BITS = 8;
const SCALE_LEVELS = 2 ** SCALE_BITS - 1;
const SCALES_PER_BLOCK = 256;

export interface Nf4State extends QuantizerState {
  /** What codes are multiplied by: `absmax`, or what double quantization restores of it. */
  readonly scales: readonly number[];
  /** Largest magnitude of each block, by which its weights are divided. */
  readonly absmax: readonly number[];
  /** 8-bit codes of `absmax` and the float32 scale of every 256 of them; null without double quantization. */
  readonly double: { readonly codes: readonly number[]; readonly scales: readonly number[] } | null;
}

const settingsOf = ({ quantizer: { params } }: Recipe) => ({
  blockSize: readInteger(nf4.params, params, 'blockSize', 1),
  double: readBoolean(nf4.params, params, 'doubleQuantization'),
});

/** Blocks of 256 maxima in their order, each with the scale that makes the largest 255. */
function quantizeMaxima(absmax: Float32Array): NonNullable<Nf4State['double']> {
  const scales = Array.from({ length: Math.ceil(absmax.length / SCALES_PER_BLOCK) }, (_, s) => {
    const block = absmax.subarray(s * SCALES_PER_BLOCK, (s + 1) * SCALES_PER_BLOCK);
    return safeScale(block.reduce((most, v) => Math.max(most, v), 0) / SCALE_LEVELS);
  });
  const codes = Array.from(absmax, (a, b) =>
    Math.min(roundHalfEven(a / (scales[Math.floor(b / SCALES_PER_BLOCK)] ?? 1)), SCALE_LEVELS),
  );
  return { codes, scales };
}

function fit(tensor: WeightTensor, recipe: Recipe, { kernels }: QuantizerContext): Nf4State {
  const { blockSize, double } = settingsOf(recipe);
  const blocks = blocksOf(tensor, blockSize);
  const maxima = blockMaxima(tensor.data, blocks, kernels);
  const second = double ? quantizeMaxima(maxima) : null;
  const absmax = Array.from(maxima);
  const scales = absmax.map((a, b) =>
    second === null ? a : (second.codes[b] ?? 0) * (second.scales[Math.floor(b / SCALES_PER_BLOCK)] ?? 1),
  );
  return {
    rows: blocks.rows,
    columns: blocks.columns,
    regions: blocks.regions,
    scales,
    zeroPoints: null,
    low: absmax.map((a) => 0 - a),
    high: absmax,
    qmin: 0,
    qmax: NF4_VALUES.length - 1,
    centroids: null,
    absmax,
    double: second,
  };
}

/** Cells that [-1, 1] is cut into: narrower than the least distance of two midpoints, so that none holds two. */
const CELLS = 32;
/** Midpoints at or below the left edge of each cell, and of 1; less than one more is below a value of the cell. */
const PASSED = Uint8Array.from({ length: CELLS + 1 }, (_, cell) => midpointsBelow((2 * cell) / CELLS - 1));
/** The only midpoint that may lie within each cell: the next one. */
const NEXT = Float64Array.from(PASSED, (code) => MIDPOINTS[code] ?? Infinity);

/** Number of midpoints strictly below t. */
function midpointsBelow(t: number): number {
  return MIDPOINTS.filter((midpoint) => midpoint < t).length;
}

/** The same for -1 <= t <= 1, which a weight over the largest of its block is; NaN has the code of 0, infinities saturate. */
function codeOf(t: number): number {
  if (t !== t) return ZERO;
  const cell = Math.floor((Math.min(Math.max(t, -1), 1) + 1) * (CELLS / 2));
  return PASSED[cell]! + (NEXT[cell]! < t ? 1 : 0);
}

function encode(tensor: WeightTensor, state: Nf4State): Encoded {
  const { rows, columns, absmax, scales } = state;
  const codes = new Int32Array(tensor.data.length);
  const [divisors, values] = [Float64Array.from(absmax), new Float32Array(codes.length)];
  const [factors, table] = [Float64Array.from(scales), Float64Array.from(NF4_VALUES)];
  for (let row = 0, i = 0; row < rows; row++) {
    const { first } = rowGroups(state, row);
    for (let at = first; at < first + columns; at++, i++) {
      const a = divisors[at]!;
      const code = a > 0 ? codeOf(tensor.data[i]! / a) : ZERO;
      codes[i] = code;
      values[i] = Math.fround(table[code]! * factors[at]!) + 0;
    }
  }
  return { codes, values };
}

function decode(codes: Int32Array, state: Nf4State): Float32Array {
  const { columns, scales } = state;
  const values = new Float32Array(codes.length);
  for (let row = 0, i = 0; i < codes.length; row++) {
    const { first } = rowGroups(state, row);
    for (let column = 0; column < columns; column++, i++) {
      values[i] = Math.fround(NF4_VALUES[codes[i]!]! * scales[first + column]!) + 0;
    }
  }
  return values;
}

function layout(state: Nf4State, codes: Int32Array, index: number): CodeLayout {
  const { group } = placeOf(state, index);
  const { double } = state;
  const code: FieldSource = {
    id: 'code',
    label: 'Code',
    bits: CODE_BITS,
    raw: codes[index] ?? ZERO,
    scope: 'value',
    reading: { kind: 'table', values: NF4_VALUES },
  };
  if (double === null) return layoutOf([code, float32Scale(state.absmax[group] ?? 0, 'block', 'Largest magnitude')]);
  const maximum: FieldSource = {
    id: 'block-scale',
    label: 'Largest magnitude',
    bits: SCALE_BITS,
    raw: double.codes[group] ?? 0,
    scope: 'block',
    reading: { kind: 'integer-scale', signed: false },
  };
  const scale = double.scales[Math.floor(group / SCALES_PER_BLOCK)] ?? 1;
  return layoutOf([code, maximum, float32Scale(scale, 'tensor', 'Scale of 256 blocks')]);
}

export const nf4: Quantizer<Nf4State> = {
  id: 'nf4',
  label: 'NF4',
  summary: 'Sixteen levels at the quantiles of a normal distribution, scaled to the largest weight of each block.',
  source: 'Dettmers et al. 2023 (QLoRA), section 3 and appendix E',
  params: {
    blockSize: {
      kind: 'integer',
      min: 1,
      max: 1024,
      default: 64,
      label: 'Block size',
      help: 'Weights that share their largest magnitude; QLoRA has 64.',
    },
    doubleQuantization: {
      kind: 'boolean',
      default: false,
      label: 'Double quantization',
      help: 'Stores the largest magnitudes in 8 bits, with one float32 scale for every 256 blocks.',
    },
  },
  applies: () => ({
    granularity: 'Blocks share their largest magnitude; that is the format itself.',
    clipper: 'The levels reach to the largest weight of the block.',
    rounder: 'A weight takes the nearest of the sixteen levels.',
  }),
  problem: (recipe) => problemOf(() => settingsOf(recipe)),
  fit,
  encode,
  decode,
  levels: ({ scales }, group) =>
    Float64Array.from(new Set(NF4_VALUES.map((value) => Math.fround(value * (scales[group] ?? 0)) + 0))),
  layout,
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * CODE_BITS,
    scales:
      state.double === null
        ? state.absmax.length * FLOAT_BITS
        : state.double.codes.length * SCALE_BITS + state.double.scales.length * FLOAT_BITS,
  }),
};
