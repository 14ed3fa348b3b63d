import type { Recipe } from '../experiment/spec';
import { safeScale } from '../numerics/float32';
import { roundHalfEven } from '../numerics/round';
import { readBoolean, readChoice, readInteger } from '../params/read';
import { blockMaxima, blocksOf, listOf } from './blocks';
import { decodeScaled } from './decode';
import { placeOf, rowGroups } from './granularity';
import { float32Scale, integerField, layoutOf } from './layout';
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

export interface VsquantState extends QuantizerState {
  /** Of each vector: its integer scale times the coarse one. */
  readonly scales: readonly number[];
  readonly bits: number;
  readonly scaleBits: number;
  readonly scaleSigned: boolean;
  /** Coarse scale of each channel, or of the tensor. */
  readonly gamma: readonly number[];
  /** Integer scale of each vector. */
  readonly scaleCodes: readonly number[];
  /** What elements are divided by: the float scale of the vector or its quantized one. */
  readonly divisors: readonly number[];
}

/** Codes of 1 bit would have no level but 0; neither would signed scales of 1 bit. */
function settingsOf({ quantizer: { params } }: Recipe) {
  const scaleSigned = readBoolean(vsquant.params, params, 'scaleSigned');
  return {
    bits: readInteger(vsquant.params, params, 'bits', 2, 16),
    scaleBits: readInteger(vsquant.params, params, 'scaleBits', scaleSigned ? 2 : 1, 16),
    vectorSize: readInteger(vsquant.params, params, 'vectorSize', 1),
    coarse: readChoice(vsquant.params, params, 'coarse'),
    elementScale: readChoice(vsquant.params, params, 'elementScale'),
    scaleSigned,
  };
}

/** Two-level scaling in the order of the paper (Dai et al. 2021, section 4): float scales, then their integer codes. */
function fit(tensor: WeightTensor, recipe: Recipe, { kernels }: QuantizerContext): VsquantState {
  const { bits, scaleBits, vectorSize, coarse, scaleSigned, elementScale } = settingsOf(recipe);
  const qmax = 2 ** (bits - 1) - 1;
  const scaleMax = scaleSigned ? 2 ** (scaleBits - 1) - 1 : 2 ** scaleBits - 1;
  const blocks = blocksOf(tensor, vectorSize);
  const maxima = blockMaxima(tensor.data, blocks, kernels);
  const scales = maxima.map((top) => top / qmax);
  const coarseTops = new Float64Array(coarse === 'tensor' ? 1 : blocks.columns);
  const coarseOf = (b: number): number => (coarse === 'tensor' ? 0 : b % blocks.columns);
  scales.forEach((s, b) => {
    coarseTops[coarseOf(b)] = Math.max(coarseTops[coarseOf(b)] ?? 0, s);
  });
  const gamma = Array.from(coarseTops, (top) => safeScale(top / scaleMax));
  const scaleCodes = listOf(scales, (s, b) => Math.min(roundHalfEven(s / (gamma[coarseOf(b)] ?? 1)), scaleMax));
  const products = scaleCodes.map((code, b) => code * (gamma[coarseOf(b)] ?? 1));
  const divisors = elementScale === 'quantized' ? products : Array.from(scales);
  const tops = elementScale === 'quantized' ? products.map((d) => d * qmax) : Array.from(maxima);
  return {
    rows: blocks.rows,
    columns: blocks.columns,
    regions: blocks.regions,
    scales: products,
    zeroPoints: null,
    low: tops.map((t) => (t === 0 ? 0 : -t)),
    high: tops,
    qmin: -qmax,
    qmax,
    centroids: null,
    bits,
    scaleBits,
    scaleSigned,
    gamma,
    scaleCodes,
    divisors,
  };
}

/** A vector whose scale is 0 is flushed, and NaN becomes the code of 0. */
function encode(tensor: WeightTensor, state: VsquantState, _recipe: Recipe, { kernels }: QuantizerContext): Encoded {
  const { rows, columns, bits, qmax } = state;
  const first = Int32Array.from({ length: rows }, (_, row) => rowGroups(state, row).first);
  const [divisors, scales] = [Float64Array.from(state.divisors), Float64Array.from(state.scales)];
  // Integers are floats of a single binade.
  const grid = { mantissaBits: bits, smallestExponent: bits, largestCode: qmax, largest: qmax, nanCode: 0 };
  return kernels.quantizeFloats(tensor.data, { columns, first, divisors, scales }, grid, 'nearest-even');
}

export const vsquant: Quantizer<VsquantState> = {
  id: 'vsquant',
  label: 'VSQuant',
  summary: 'Short vectors have an integer scale, channels a float one: r = q · s_vector · γ_channel.',
  source: 'Dai et al. 2021 (VS-Quant), section 4; lecture, per-vector scaling',
  params: {
    bits: { kind: 'integer', min: 2, max: 8, default: 4, label: 'Bits', help: 'Width of a weight code.' },
    scaleBits: {
      kind: 'integer',
      min: 2,
      max: 10,
      default: 4,
      label: 'Scale bits',
      help: 'Width of the integer scale of a vector.',
    },
    vectorSize: {
      kind: 'integer',
      min: 1,
      max: 256,
      default: 16,
      label: 'Vector size',
      help: 'Consecutive weights of a channel that share an integer scale.',
    },
    coarse: {
      kind: 'choice',
      default: 'channel',
      label: 'Float scale',
      help: 'Who shares the float scale γ.',
      options: [
        { value: 'channel', label: 'Channel', help: 'One γ for each output channel.' },
        { value: 'tensor', label: 'Tensor', help: 'One γ for the layer.' },
      ],
    },
    scaleSigned: {
      kind: 'boolean',
      default: false,
      label: 'Signed integer scale',
      help: 'Scales use one bit less of their range.',
    },
    elementScale: {
      kind: 'choice',
      default: 'fp',
      label: 'Elements divided by',
      help: 'The scale that weights are divided by before they are rounded.',
      options: [
        { value: 'fp', label: 'Float scale', help: 'Weights are rounded before their scale is quantized.' },
        {
          value: 'quantized',
          label: 'Quantized scale',
          help: 'Weights are rounded with the scale that they are restored with.',
        },
      ],
    },
  },
  applies: () => ({
    granularity: 'Vectors and channels share scales; that is the format itself.',
    clipper: 'The scale of a vector follows its largest weight.',
    rounder: 'The format rounds to nearest even.',
  }),
  problem: (recipe) => problemOf(() => settingsOf(recipe)),
  fit,
  encode,
  decode: decodeScaled,
  levels: ({ scales, qmin, qmax }, group) =>
    Float64Array.from({ length: qmax - qmin + 1 }, (_, i) => Math.fround((qmin + i) * (scales[group] ?? 0)) + 0),
  layout: (state, codes, index) => {
    const { column, group } = placeOf(state, index);
    const whole = state.gamma.length === 1 && state.columns !== 1;
    return layoutOf([
      integerField(codes[index] ?? 0, state.bits, true),
      {
        id: 'vector-scale',
        label: 'Vector scale',
        bits: state.scaleBits,
        raw: state.scaleCodes[group] ?? 0,
        scope: 'block',
        reading: { kind: 'integer-scale', signed: state.scaleSigned },
      },
      float32Scale(state.gamma[whole ? 0 : column] ?? 1, whole ? 'tensor' : 'channel', 'γ'),
    ]);
  },
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * state.bits,
    scales: state.scaleCodes.length * state.scaleBits + state.gamma.length * FLOAT_BITS,
  }),
};
