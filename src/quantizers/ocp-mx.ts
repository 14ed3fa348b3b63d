import type { Recipe } from '../experiment/spec';
import { EXPONENTS } from '../numerics/exponents';
import { exponentsOf, floorLog2 } from '../numerics/float32';
import { largestCode, largestOf, type Minifloat, MINIFLOATS, type MinifloatName } from '../numerics/minifloat';
import { readChoice, readInteger } from '../params/read';
import { blockMaxima, blocksOf, brokenBlocks, listOf } from './blocks';
import { decodeFloats, encodeFloats, floatLevels } from './float-codes';
import { placeOf } from './granularity';
import { type CodeLayout, type FieldSource, floatFields, integerField, layoutOf } from './layout';
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

export interface OcpMxState extends QuantizerState {
  readonly element: MinifloatName;
  /** 2^se of each block; 1 in a block without a scale. */
  readonly scales: readonly number[];
  /** se of each block, unbiased; null for a block with a NaN or an infinity. */
  readonly scaleExponents: readonly (number | null)[];
}

/** E8M0: 8 exponent bits of bias 127, with NaN and without 0. */
const SCALE_BITS = 8;
const SCALE_BIAS = 127;
const SCALE_NAN = 255;

const settingsOf = ({ quantizer: { params } }: Recipe) => ({
  element: readChoice(ocpMx.params, params, 'element') as MinifloatName,
  blockSize: readInteger(ocpMx.params, params, 'blockSize', 1),
  ceil: readChoice(ocpMx.params, params, 'scaleRule') === 'ceil',
});

/** The exponent of each block by its largest magnitude (OCP MX 1.0, section 6.3). */
function scaleExponentsOf(maxima: Float32Array, format: Minifloat, ceil: boolean): number[] {
  const largest = largestOf(format);
  const largestExponent = floorLog2(largest);
  const exponents = exponentsOf(maxima);
  const { powers, zero } = EXPONENTS;
  return listOf(maxima, (top, b) => {
    if (top === 0) return -SCALE_BIAS;
    const floor = exponents[b]! - largestExponent;
    const exponent = ceil && powers[zero + floor]! * largest < top ? floor + 1 : floor;
    return Math.min(Math.max(exponent, -SCALE_BIAS), SCALE_BIAS);
  });
}

function fit(tensor: WeightTensor, recipe: Recipe, { kernels }: QuantizerContext): OcpMxState {
  const { element, blockSize, ceil } = settingsOf(recipe);
  const format = MINIFLOATS[element];
  const blocks = blocksOf(tensor, blockSize);
  const broken = brokenBlocks(tensor.data, blocks);
  const scaleExponents = scaleExponentsOf(blockMaxima(tensor.data, blocks, kernels), format, ceil).map((exponent, b) =>
    broken[b] === 1 ? null : exponent,
  );
  const { powers, zero } = EXPONENTS;
  const largest = largestOf(format);
  const tops = scaleExponents.map((exponent) => (exponent === null ? UNBOUNDED : largest * powers[zero + exponent]!));
  const limit = largestCode(format);
  return {
    rows: blocks.rows,
    columns: blocks.columns,
    regions: blocks.regions,
    scales: scaleExponents.map((exponent) => powers[zero + (exponent ?? 0)]!),
    zeroPoints: null,
    low: tops.map((top) => -top),
    high: tops,
    qmin: -limit,
    qmax: limit,
    centroids: null,
    element,
    scaleExponents,
  };
}

/** Scales with NaN where a block has none. */
function scalesOf({ scaleExponents, scales }: OcpMxState): Float64Array {
  return Float64Array.from(listOf(scales, (scale, b) => (scaleExponents[b] === null ? Number.NaN : scale)));
}

function encode(
  tensor: WeightTensor,
  state: OcpMxState,
  { quantizer }: Recipe,
  { kernels }: QuantizerContext,
): Encoded {
  const rounding = magnitudeRounding(readChoice(ocpMx.params, quantizer.params, 'rounding'));
  return encodeFloats(tensor.data, state, MINIFLOATS[state.element], scalesOf(state), rounding, kernels);
}

function decode(codes: Int32Array, state: OcpMxState): Float32Array {
  return decodeFloats(codes, state, MINIFLOATS[state.element], scalesOf(state));
}

/** INT8 elements are in two's complement, in units of 1/64. */
function layout(state: OcpMxState, codes: Int32Array, index: number): CodeLayout {
  const code = codes[index] ?? 0;
  const exponent = state.scaleExponents[placeOf(state, index).group] ?? null;
  const scale: FieldSource = {
    id: 'scale',
    label: 'Block scale (E8M0)',
    bits: SCALE_BITS,
    raw: exponent === null ? SCALE_NAN : exponent + SCALE_BIAS,
    scope: 'block',
    reading: { kind: 'exponent-scale', bias: SCALE_BIAS, nan: SCALE_NAN },
  };
  const element =
    state.element === 'INT8'
      ? [integerField(code, 8, true, 1 / 64)]
      : floatFields(MINIFLOATS[state.element], code < 0, Math.abs(code));
  return layoutOf([...element, scale]);
}

export const ocpMx: Quantizer<OcpMxState> = {
  id: 'ocp-mx',
  label: 'OCP MX (MXFP, MXINT)',
  summary:
    'Blocks of 32 small floats or integers share a power of two: MXFP8, MXFP6, MXFP4, MXINT8. Not MX4, MX6 and MX9.',
  source: 'OCP Microscaling Formats (MX) 1.0, sections 5 and 6',
  params: {
    element: {
      kind: 'choice',
      default: 'E2M1',
      label: 'Element',
      help: 'The format of a weight inside its block.',
      options: [
        { value: 'E4M3', label: 'MXFP8 E4M3', help: '8 bits, up to 448.' },
        { value: 'E5M2', label: 'MXFP8 E5M2', help: '8 bits, up to 57,344, with fewer digits.' },
        { value: 'E3M2', label: 'MXFP6 E3M2', help: '6 bits, up to 28.' },
        { value: 'E2M3', label: 'MXFP6 E2M3', help: '6 bits, up to 7.5, with more digits.' },
        { value: 'E2M1', label: 'MXFP4 E2M1', help: '4 bits: 0, 0.5, 1, 1.5, 2, 3, 4, 6 and their negatives.' },
        { value: 'INT8', label: 'MXINT8', help: '8 bits in equal steps of 1/64, −127/64 to 127/64.' },
      ],
    },
    blockSize: {
      kind: 'integer',
      min: 1,
      max: 256,
      default: 32,
      label: 'Block size',
      help: 'Weights that share a scale; the standard has 32.',
    },
    rounding: MAGNITUDE_ROUNDING,
    scaleRule: {
      kind: 'choice',
      default: 'floor',
      label: 'Scale rule',
      help: 'Which power of two a block gets.',
      options: [
        { value: 'floor', label: 'Floor', help: 'By the standard: the largest weight of a block may be cut off.' },
        { value: 'ceil', label: 'Ceiling', help: 'The smallest power of two that cuts nothing off.' },
      ],
    },
  },
  applies: () => ({
    granularity: 'Blocks along the inputs of a channel share scales; that is the format itself.',
    clipper: 'The scale follows the largest weight of the block.',
    rounder: 'Mantissas have their own rounding, below.',
  }),
  problem: (recipe) => problemOf(() => settingsOf(recipe)),
  fit,
  encode,
  decode,
  levels: (state, group) => floatLevels(MINIFLOATS[state.element], scalesOf(state)[group] ?? 1),
  layout,
  storage: (state, codes) => {
    const { exponentBits, mantissaBits } = MINIFLOATS[state.element];
    return {
      ...NO_STORAGE,
      codes: codes.length * (1 + exponentBits + mantissaBits),
      exponents: state.scales.length * SCALE_BITS,
    };
  },
};
