import type { Recipe } from '../experiment/spec';
import type { Minifloat } from '../numerics/minifloat';
import { readChoice, readInteger } from '../params/read';
import { decodeFloats, encodeFloats } from './float-codes';
import { partitionOf } from './granularity';
import { MAGNITUDE_ROUNDING, magnitudeRounding } from './magnitude-rounding';
import { problemOf, type Quantizer } from './quantizer';
import {
  scaledFloatLayout,
  scaledFloatLevels,
  type ScaledFloatState,
  scaledFloatState,
  scaledFloatStorage,
  unscaledFloatState,
} from './scaled-float';

const MAX_BITS = 16;

/** The bias is that of IEEE formats, 2^(e - 1) - 1, and 1 for one exponent bit, where that would leave no subnormals. */
function formatOf({ quantizer: { params } }: Recipe): Minifloat {
  const exponentBits = readInteger(minifloat.params, params, 'exponentBits', 1, 8);
  const mantissaBits = readInteger(minifloat.params, params, 'mantissaBits', 0, 10);
  const special = readChoice(minifloat.params, params, 'special') as Minifloat['special'];
  const bits = 1 + exponentBits + mantissaBits;
  if (bits > MAX_BITS) throw new RangeError(`Sign, exponent and mantissa take ${bits} bits; at most ${MAX_BITS} fit.`);
  if (exponentBits + mantissaBits < 2 && special !== 'none')
    throw new RangeError('A format of 2 bits has no code to spare for NaN or infinity.');
  return { exponentBits, mantissaBits, bias: Math.max(2 ** (exponentBits - 1) - 1, 1), special };
}

const isScaled = ({ quantizer: { params } }: Recipe): boolean =>
  readChoice(minifloat.params, params, 'scaling') === 'largest';

export const minifloat: Quantizer<ScaledFloatState> = {
  id: 'minifloat',
  label: 'Small float, free',
  summary: 'A float with as many exponent and mantissa bits as you like: range against precision. It saturates.',
  source: 'IEEE 754-2019, section 3; Micikevicius et al. 2022; lecture, floating-point numbers',
  params: {
    exponentBits: {
      kind: 'integer',
      min: 1,
      max: 8,
      default: 3,
      label: 'Exponent bits',
      help: 'Each bit more squares the ratio of the largest to the smallest number.',
    },
    mantissaBits: {
      kind: 'integer',
      min: 0,
      max: 10,
      default: 2,
      label: 'Mantissa bits',
      help: 'Each bit more halves the step within a power of two.',
    },
    special: {
      kind: 'choice',
      default: 'none',
      label: 'Codes without a number',
      help: 'What is set aside at the top of the range.',
      options: [
        { value: 'none', label: 'None', help: 'Every code is a number, as in the FP6 and FP4 of OCP MX.' },
        { value: 'nan', label: 'NaN', help: 'Only the code with all bits set, as in E4M3.' },
        { value: 'ieee', label: 'Infinity and NaN', help: 'The whole largest exponent, as in float16 and E5M2.' },
      ],
    },
    scaling: {
      kind: 'choice',
      default: 'largest',
      label: 'Scaling',
      help: 'Whether weights are scaled into the range of the format.',
      options: [
        {
          value: 'largest',
          label: 'To the largest',
          help: 'The largest weight of a group becomes the largest number.',
        },
        { value: 'none', label: 'None', help: 'Weights are cast as they are; no scale is stored.' },
      ],
    },
    rounding: MAGNITUDE_ROUNDING,
  },
  applies: (recipe) => ({
    granularity: isScaled(recipe) ? null : 'Without scaling there are no scales to share.',
    clipper: 'The largest number of the format is the only limit.',
    rounder: 'Mantissas have their own rounding, below.',
  }),
  problem: (recipe) => problemOf(() => formatOf(recipe)),
  fit: (tensor, recipe, { kernels }) => {
    const format = formatOf(recipe);
    if (!isScaled(recipe)) return unscaledFloatState(tensor, format);
    return scaledFloatState(tensor, partitionOf(tensor, recipe.granularity), format, kernels);
  },
  encode: (tensor, state, { quantizer }, { kernels }) => {
    const rounding = magnitudeRounding(readChoice(minifloat.params, quantizer.params, 'rounding'));
    return encodeFloats(tensor.data, state, state.format, state.scales, rounding, kernels);
  },
  decode: (codes, state) => decodeFloats(codes, state, state.format, state.scales),
  levels: scaledFloatLevels,
  layout: scaledFloatLayout,
  storage: scaledFloatStorage,
};
