import { mxShared } from '../../src/quantizers/mx-shared';
import { vsquant } from '../../src/quantizers/vsquant';
import { ParamReader } from '../read';
import type { Outcome, ReferenceCase } from '../result';
import { kernels, quantizedOutcome, recipeOf, tensorOf } from './linear';

const CONTEXT = { kernels, seed: 0 };
const LAYOUTS = ['dense', 'conv2d', 'depthwise'] as const;

function mx(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [m, k1, k2, d1, d2] = ['m', 'k1', 'k2', 'd1', 'd2'].map((key) => params.number(key));
  const rounding = params.word('rounding', ['even', 'away', 'truncate'] as const, 'even');
  params.finish();
  const recipe = recipeOf('mx-shared', { m: m ?? 0, k1: k1 ?? 0, k2: k2 ?? 0, d1: d1 ?? 0, d2: d2 ?? 0, rounding });
  const tensor = tensorOf(one);
  const state = mxShared.fit(tensor, recipe, CONTEXT);
  return {
    ...quantizedOutcome(tensor, recipe),
    sharedExponents: state.sharedExponents,
    microExponents: state.microExponents,
    mantissas: mxShared.encode(tensor, state, recipe, CONTEXT).codes,
  };
}

function vectorScaled(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const tensor = tensorOf(one, params.word('layout', LAYOUTS, 'dense'));
  const [bits, scaleBits, vectorSize] = [
    params.number('bits'),
    params.number('scaleBits'),
    params.number('vectorSize'),
  ];
  const recipe = recipeOf('vsquant', {
    bits,
    scaleBits,
    vectorSize,
    coarse: params.word('coarse', ['channel', 'tensor'] as const, 'channel'),
    scaleSigned: params.boolean('scaleSigned', false),
    elementScale: params.word('elementScale', ['fp', 'quantized'] as const, 'fp'),
  });
  params.finish();
  const state = vsquant.fit(tensor, recipe, CONTEXT);
  return {
    ...quantizedOutcome(tensor, recipe),
    gamma: state.gamma,
    scaleCodes: state.scaleCodes,
    nominalEffectiveBits: bits + (scaleBits * state.scaleCodes.length) / tensor.data.length,
  };
}

export const blockAdapters = { mx_shared: mx, vsquant: vectorScaled };
