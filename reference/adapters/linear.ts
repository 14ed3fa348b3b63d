import type { Recipe } from '../../src/experiment/spec';
import { choose } from '../../src/experiment/techniques';
import { loadKernels } from '../../src/kernels/index';
import type { Params } from '../../src/params/param';
import { measure } from '../../src/quantizers/metrics';
import { quantizeTensor } from '../../src/quantizers/quantize';
import type { Layout, WeightTensor } from '../../src/quantizers/types';
import { ParamReader, toFloat32, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';

export const kernels = loadKernels();
const LAYOUTS = ['dense', 'conv2d', 'depthwise'] as const;
const RANGES = ['restricted', 'full', 'midpoint'] as const;

/** A recipe of the app, so that cases run the code that the app runs. */
export function recipeOf(quantizer: string, params: Params, granularity = choose('granularity', 'tensor')): Recipe {
  return {
    quantizer: choose('quantizer', quantizer, params),
    granularity,
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
}

/** The input as one channel, or as the layout that the case names. */
export function tensorOf({ input }: ReferenceCase, layout?: Layout): WeightTensor {
  const data = toFloat32(input['data']);
  return layout === undefined
    ? { data, shape: [data.length], layout: 'dense' }
    : { data, shape: toNumbers(input['shape']), layout };
}

/** Everything a case of the formats may ask of a quantized tensor. */
export function quantizedOutcome(tensor: WeightTensor, recipe: Recipe): Outcome {
  const quantized = quantizeTensor(tensor, recipe, { kernels, seed: 0 });
  const { mse, sqnrDb, bitsPerWeight } = measure(tensor, quantized, kernels);
  const { codes, values, scales, zeroPoints, qmin, qmax, centroids } = quantized;
  return {
    codes,
    dequantized: values,
    scale: scales?.[0],
    scales: scales ?? [],
    zeroPoint: zeroPoints?.[0],
    qmin,
    qmax,
    centroids: centroids ?? [],
    mse,
    sqnrDb,
    effectiveBits: bitsPerWeight,
  };
}

function symmetric(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const recipe = recipeOf('uniform', {
    bits: params.number('bits'),
    scheme: 'symmetric',
    range: params.word('range', RANGES, 'restricted'),
  });
  params.finish();
  return quantizedOutcome(tensorOf(one), recipe);
}

function affine(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const recipe = recipeOf('uniform', {
    bits: params.number('bits'),
    scheme: 'affine',
    signed: params.boolean('signed'),
  });
  params.finish();
  return quantizedOutcome(tensorOf(one), recipe);
}

function fixed(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const data = toFloat32(one.input['data']);
  const [scale, zero] = [Float32Array.of(params.number('scale')), Int32Array.of(params.number('zeroPoint'))];
  const [qmin, qmax] = [params.number('qmin'), params.number('qmax')];
  params.finish();
  const { codes, values } = kernels.quantize(data, data.length, data.length, scale, zero, qmin, qmax, 'nearest-even');
  return { codes, dequantized: values };
}

function granularity(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const layout = params.word('layout', LAYOUTS);
  const kind = params.word('granularity', ['tensor', 'channel', 'group'] as const);
  const bits = params.number('bits');
  const scaleBits = params.number('scaleBits', 32);
  const groupSize = params.has('groupSize') ? params.number('groupSize') : 16;
  params.finish();
  const tensor = tensorOf(one, layout);
  const choice = choose('granularity', kind, kind === 'group' ? { groupSize } : {});
  const outcome = quantizedOutcome(tensor, recipeOf('uniform', { bits }, choice));
  const groups = (outcome['scales'] as readonly number[]).length;
  const shape = kind === 'tensor' ? [1] : channelShape(tensor);
  return {
    ...outcome,
    scalesShape: kind === 'group' ? [groups / shape.reduce((p, n) => p * n, 1), ...groupShape(tensor)] : shape,
    effectiveBits: bits + (scaleBits * groups) / tensor.data.length,
  };
}

/** Depthwise channels are counted in one axis, the groups of a depthwise kernel keep both. */
function channelShape({ shape, layout }: WeightTensor): number[] {
  return [layout === 'depthwise' ? (shape[2] ?? 1) * (shape[3] ?? 1) : (shape[shape.length - 1] ?? 1)];
}

function groupShape({ shape, layout }: WeightTensor): number[] {
  return layout === 'depthwise' ? [shape[2] ?? 1, shape[3] ?? 1] : [shape[shape.length - 1] ?? 1];
}

export const linearAdapters = {
  linear_symmetric: symmetric,
  linear_affine: affine,
  linear_fixed: fixed,
  granularity,
};
