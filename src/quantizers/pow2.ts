import type { Recipe } from '../experiment/spec';
import { floorLog2 } from '../numerics/float32';
import { EXPONENTS } from '../numerics/exponents';
import { readChoice, readInteger } from '../params/read';
import { groupMaxima, partitionOf, placeOf, rowGroups, scopeOf } from './granularity';
import { layoutOf, signField } from './layout';
import {
  type Encoded,
  NO_STORAGE,
  problemOf,
  type Quantizer,
  type QuantizerContext,
  type QuantizerState,
} from './quantizer';
import type { WeightTensor } from './types';

export interface Pow2State extends QuantizerState {
  readonly bits: number;
  /** 2^E of each group, its largest level. */
  readonly scales: readonly number[];
  /** E of each group. */
  readonly exponents: readonly number[];
  /** A magnitude of this times a power of two, or more, becomes the next power: 1.5, or the square root of 2. */
  readonly boundary: number;
}

const EXPONENT_BITS = 8;
const BIAS = 127;

/** Midway between neighbours, or midway between their logarithms. */
const BOUNDARIES: Readonly<Record<string, number>> = { linear: 1.5, log: Math.SQRT2 };

const settingsOf = ({ quantizer: { params } }: Recipe) => ({
  bits: readInteger(pow2.params, params, 'bits', 2, 8),
  boundary: BOUNDARIES[readChoice(pow2.params, params, 'nearest')] ?? 1.5,
});

/** Exponent of the nearest power of two; -127 for 0. */
function topExponent(top: number, boundary: number): number {
  if (top === 0) return -BIAS;
  const floor = floorLog2(top);
  const exponent = top >= boundary * 2 ** floor ? floor + 1 : floor;
  return Math.min(Math.max(exponent, -BIAS), BIAS);
}

function fit(tensor: WeightTensor, recipe: Recipe, { kernels }: QuantizerContext): Pow2State {
  const { bits, boundary } = settingsOf(recipe);
  const partition = partitionOf(tensor, recipe.granularity);
  const { rows, columns, regions } = partition;
  const maxima = Array.from(groupMaxima(tensor.data, partition, kernels));
  const exponents = maxima.map((top) => topExponent(top, boundary));
  const limit = 2 ** (bits - 1) - 1;
  return {
    rows,
    columns,
    regions,
    scales: exponents.map((exponent) => 2 ** exponent),
    zeroPoints: null,
    low: maxima.map((top) => 0 - top),
    high: maxima,
    qmin: -limit,
    qmax: limit,
    centroids: null,
    bits,
    exponents,
    boundary,
  };
}

/** Code k > 0 stands for 2^(E - limit + k); what is nearer to 0 than to the smallest level becomes 0. */
function encode(tensor: WeightTensor, state: Pow2State): Encoded {
  const { rows, columns, exponents, boundary, qmax } = state;
  const codes = new Int32Array(tensor.data.length);
  const smallest = exponents.map((exponent) => (boundary === Math.SQRT2 ? boundary : 1) * 2 ** (exponent - qmax));
  const { double, high, powers, zero } = EXPONENTS;
  for (let row = 0, i = 0; row < rows; row++) {
    const { first, step } = rowGroups(state, row);
    for (let column = 0; column < columns; column++, i++) {
      const x = tensor.data[i]!;
      const magnitude = Math.abs(x);
      const group = first + step * column;
      // NaN is not at least anything: it stays 0.
      if (!(magnitude >= smallest[group]!)) continue;
      double[0] = magnitude;
      const floor = ((high[0]! >>> 20) & 0x7ff) - 1023;
      const exponent = magnitude >= boundary * powers[zero + floor]! ? floor + 1 : floor;
      const code = Math.min(Math.max(exponent - exponents[group]! + qmax, 1), qmax);
      codes[i] = x < 0 ? -code : code;
    }
  }
  return { codes, values: decode(codes, state) };
}

function decode(codes: Int32Array, state: Pow2State): Float32Array {
  const { columns, exponents, qmax } = state;
  const values = new Float32Array(codes.length);
  const { powers, zero } = EXPONENTS;
  for (let row = 0, i = 0; i < codes.length; row++) {
    const { first, step } = rowGroups(state, row);
    for (let column = 0; column < columns; column++, i++) {
      const code = codes[i]!;
      if (code === 0) continue;
      const power = powers[zero + exponents[first + step * column]! - qmax + Math.abs(code)]!;
      values[i] = Math.fround(code < 0 ? -power : power) + 0;
    }
  }
  return values;
}

function levels({ exponents, qmax }: Pow2State, group: number): Float64Array {
  const top = exponents[group] ?? 0;
  const powers = Array.from({ length: qmax }, (_, i) => Math.fround(2 ** (top - i)));
  return Float64Array.from(new Set([0, ...powers.flatMap((v) => [0 - v, v])])).sort();
}

export const pow2: Quantizer<Pow2State> = {
  id: 'pow2',
  label: 'Powers of two',
  summary: 'Levels 0 and ± powers of two, so that a product is a shift; most levels lie close to 0.',
  source: 'Zhou et al. 2017 (INQ), section 2; Miyashita et al. 2016, section 3',
  params: {
    bits: {
      kind: 'integer',
      min: 2,
      max: 8,
      default: 4,
      label: 'Bits',
      help: 'A sign and a code for the power: 7 powers and 0 at 4 bits.',
    },
    nearest: {
      kind: 'choice',
      default: 'linear',
      label: 'Nearest',
      help: 'Where one power of two gives way to the next.',
      options: [
        { value: 'linear', label: 'By value', help: 'At 1.5 times the lower one, which makes the error smallest.' },
        { value: 'log', label: 'By logarithm', help: 'At √2 times the lower one.' },
      ],
    },
  },
  applies: () => ({
    granularity: null,
    clipper: 'The largest level is the power of two nearest to the largest weight of the group.',
    rounder: 'A weight takes the nearest power of two.',
  }),
  problem: (recipe) => problemOf(() => settingsOf(recipe)),
  fit,
  encode,
  decode,
  levels,
  layout: (state, codes, index) => {
    const code = codes[index] ?? 0;
    return layoutOf([
      signField(code < 0),
      {
        id: 'power',
        label: 'Power',
        bits: state.bits - 1,
        raw: Math.abs(code),
        scope: 'value',
        reading: { kind: 'power', top: state.qmax },
      },
      {
        id: 'scale',
        label: 'Largest power',
        bits: EXPONENT_BITS,
        raw: (state.exponents[placeOf(state, index).group] ?? 0) + BIAS,
        scope: scopeOf(state.regions),
        reading: { kind: 'exponent-scale', bias: BIAS, nan: null },
      },
    ]);
  },
  storage: (state, codes) => ({
    ...NO_STORAGE,
    codes: codes.length * state.bits,
    exponents: state.exponents.length * EXPONENT_BITS,
  }),
};
