import { MINIFLOATS, type MinifloatName } from '../numerics/minifloat';
import { readChoice } from '../params/read';
import { decodeFloats, encodeFloats } from './float-codes';
import { partitionOf } from './granularity';
import type { Quantizer } from './quantizer';
import {
  scaledFloatLayout,
  scaledFloatLevels,
  type ScaledFloatState,
  scaledFloatState,
  scaledFloatStorage,
} from './scaled-float';

export const fp8: Quantizer<ScaledFloatState> = {
  id: 'fp8',
  label: 'FP8',
  summary:
    '8-bit floats with one float32 scale a group; steps grow with the weight, so small weights keep more digits.',
  source: 'Micikevicius et al. 2022 (FP8 formats for deep learning), table 1; lecture, floating-point quantization',
  params: {
    format: {
      kind: 'choice',
      default: 'E4M3',
      label: 'Float format',
      help: 'How the 8 bits are split between exponent and mantissa.',
      options: [
        { value: 'E4M3', label: 'E4M3', help: 'Up to 448 with 3 mantissa bits; NaN but no infinity.' },
        { value: 'E5M2', label: 'E5M2', help: 'Up to 57,344 with 2 mantissa bits, as IEEE formats are.' },
      ],
    },
  },
  applies: () => ({
    granularity: null,
    clipper: 'The scale makes the largest weight of a group the largest float.',
    rounder: 'The format rounds to nearest even.',
  }),
  problem: () => null,
  fit: (tensor, { granularity, quantizer }, { kernels }) => {
    const name = readChoice(fp8.params, quantizer.params, 'format') as MinifloatName;
    return scaledFloatState(tensor, partitionOf(tensor, granularity), MINIFLOATS[name], kernels);
  },
  encode: (tensor, state, _recipe, { kernels }) =>
    encodeFloats(tensor.data, state, state.format, state.scales, 'nearest-even', kernels),
  decode: (codes, state) => decodeFloats(codes, state, state.format, state.scales),
  levels: scaledFloatLevels,
  layout: scaledFloatLayout,
  storage: scaledFloatStorage,
};
