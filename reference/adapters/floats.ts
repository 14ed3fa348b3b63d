import { castToMinifloat, magnitudeOf, MINIFLOATS, type MinifloatName } from '../../src/numerics/minifloat';
import { elementsOf } from '../../src/quantizers/float-codes';
import { fp8 } from '../../src/quantizers/fp8';
import { nf4 } from '../../src/quantizers/nf4';
import { nvfp4 } from '../../src/quantizers/nvfp4';
import { ocpMx } from '../../src/quantizers/ocp-mx';
import { ParamReader, toFloat32 } from '../read';
import type { Outcome, ReferenceCase } from '../result';
import { kernels, quantizedOutcome, recipeOf, tensorOf } from './linear';

const CONTEXT = { kernels, seed: 0 };
const LAYOUTS = ['dense', 'conv2d', 'depthwise'] as const;
const FORMATS = Object.keys(MINIFLOATS) as MinifloatName[];

function layoutOf(params: ParamReader) {
  return params.has('layout') ? params.word('layout', LAYOUTS) : undefined;
}

function cast(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const [format, saturate] = [params.word('format', FORMATS), params.boolean('saturate', true)];
  params.finish();
  const data = toFloat32(one.input['data']);
  return { values: Array.from(data, (v) => castToMinifloat(v, MINIFLOATS[format], saturate)) };
}

function scaled(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const format = params.word('format', ['E4M3', 'E5M2'] as const);
  const tensor = tensorOf(one, layoutOf(params));
  params.finish();
  const recipe = recipeOf('fp8', { format });
  const state = fp8.fit(tensor, recipe, CONTEXT);
  const { codes } = fp8.encode(tensor, state, recipe, CONTEXT);
  return { ...quantizedOutcome(tensor, recipe), elements: elementsOf(codes, MINIFLOATS[format]) };
}

function microscaled(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const element = params.word('element', FORMATS);
  const blockSize = params.number('blockSize', 32);
  const rounding = params.word('rounding', ['even', 'away', 'truncate'] as const, 'even');
  const scaleRule = params.word('scaleRule', ['floor', 'ceil'] as const, 'floor');
  const tensor = tensorOf(one, layoutOf(params));
  params.finish();
  const recipe = recipeOf('ocp-mx', { element, blockSize, rounding, scaleRule });
  const state = ocpMx.fit(tensor, recipe, CONTEXT);
  const { codes, values } = ocpMx.encode(tensor, state, recipe, CONTEXT);
  const elements = elementsOf(codes, MINIFLOATS[element]).map((v, i) => (Number.isNaN(values[i]) ? Number.NaN : v));
  return { ...quantizedOutcome(tensor, recipe), elements, scaleExponents: state.scaleExponents };
}

function twoScales(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const blockSize = params.number('blockSize', 16);
  const tensor = tensorOf(one, layoutOf(params));
  params.finish();
  const recipe = recipeOf('nvfp4', { blockSize });
  const state = nvfp4.fit(tensor, recipe, CONTEXT);
  const { codes } = nvfp4.encode(tensor, state, recipe, CONTEXT);
  return {
    ...quantizedOutcome(tensor, recipe),
    elements: elementsOf(codes, MINIFLOATS.E2M1),
    tensorScale: state.tensorScale,
    blockScales: state.blockCodes.map((code) => magnitudeOf(MINIFLOATS.E4M3, code)),
  };
}

function normalFloat(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const blockSize = params.number('blockSize', 64);
  const tensor = tensorOf(one, layoutOf(params));
  params.finish();
  const recipe = recipeOf('nf4', { blockSize });
  return { ...quantizedOutcome(tensor, recipe), absmax: nf4.fit(tensor, recipe, CONTEXT).absmax };
}

export const floatAdapters = {
  minifloat_cast: cast,
  fp8_tensor: scaled,
  ocp_mx: microscaled,
  nvfp4: twoScales,
  nf4: normalFloat,
};
