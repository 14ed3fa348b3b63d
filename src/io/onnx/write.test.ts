import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultActivations } from '../../experiment/defaults';
import type { Recipe, Side } from '../../experiment/spec';
import { choose } from '../../experiment/techniques';
import { finish } from '../../jobs/finish';
import { createEvalResources, evalJobs, type EvalResources } from '../../jobs/evaluate';
import { loadKernels } from '../../kernels/index';
import { parseModelCard } from '../../model/card';
import { type Model, sizeOf } from '../../model/graph';
import { parseModel } from '../../model/model';
import type { ModelBundle } from '../../model/types';
import type { Params } from '../../params/param';
import { unpackImages } from '../../nn/images';
import { firstLargest } from '../../nn/tasks/tally';
import { sideKernels } from '../side-kernels';
import { type OnnxFile, writeOnnx } from './write';

const read = (path: string): Buffer => readFileSync(new URL(`../../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const kernels = loadKernels({ plain: false });

const bundleOf = (id: string): ModelBundle => ({
  card: parseModelCard(JSON.parse(read(`models/${id}/card.json`).toString())),
  topology: JSON.parse(read(`models/${id}/model.json`).toString()),
  weights: bytes(`models/${id}/weights.bin`),
});

const recipeOf = (id: string, params: Params, granularity = 'channel', groupSize = 16): Recipe => ({
  quantizer: choose('quantizer', id, params),
  granularity: choose('granularity', granularity, granularity === 'group' ? { groupSize } : {}),
  clipper: choose('clipper', 'minmax'),
  rounder: choose('rounder', 'nearest-even'),
});
const side = (recipe: Recipe, more: Partial<Side> = {}): Side => ({ recipe, overrides: {}, seed: 3, ...more });

interface Lab {
  readonly model: Model;
  readonly resources: EvalResources;
  readonly pixels: Uint8Array;
}

interface Data {
  readonly set: string;
  readonly file: string;
  readonly count: number;
}

const FASHION: Data = { set: 'fashion-mnist', file: 'test-0-2000.bin', count: 2000 };

async function labOf(id: string, images: number, { set, file, count }: Data = FASHION): Promise<Lab> {
  const bundle = bundleOf(id);
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const test = { packed: bytes(`data/${set}/${file}`), count, offset: 0 };
  await finish(evalJobs['load-images']({ ...test, set, from: 0, to: images }, resources));
  const { pixels } = await finish(unpackImages(test));
  return { model: parseModel(bundle), resources, pixels };
}

async function fileOf({ model }: Lab, given: Side | null, taps = {}): Promise<OnnxFile> {
  const made = await finish(sideKernels(model, given, kernels));
  return writeOnnx({ model, side: given, kernels: made, taps, metadata: {} });
}

/** Outputs of a file for images with one channel, or for texts. */
async function run(file: OnnxFile, { model, pixels }: Lab, images: number): Promise<Float32Array> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(file.bytes, { graphOptimizationLevel: 'all' });
  const { mean, std } = model.preprocess;
  const shape = model.nodes[0]?.shape ?? [];
  const own = pixels.subarray(0, images * sizeOf(shape));
  const input =
    model.card.input.preprocess === 'token'
      ? new ort.Tensor('int64', BigInt64Array.from(own, BigInt), [images, ...shape])
      : new ort.Tensor(
          'float32',
          Float32Array.from(own, (pixel) => (pixel / 255 - mean) / std),
          [images, ...(shape.length === 3 ? [1, ...shape.slice(0, 2)] : shape)],
        );
  const { output } = await session.run({ input });
  await session.release();
  return output?.data as Float32Array;
}

async function ours({ resources }: Lab, given: Side | null, images: number): Promise<Float32Array> {
  const outputs: number[] = [];
  for (let index = 0; index < images; index++) {
    const one = resources.evaluator?.output(given, index);
    if (one !== undefined) outputs.push(...(await finish(one)));
  }
  return Float32Array.from(outputs);
}

/** Largest difference over the largest magnitude. */
function apart(got: Float32Array, wanted: Float32Array): number {
  expect(got).toHaveLength(wanted.length);
  const largest = wanted.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return got.reduce((most, v, at) => Math.max(most, Math.abs(v - (wanted[at] ?? 0))), 0) / largest;
}

const IMAGES = 20;
const FORMS: readonly (readonly [string, Recipe])[] = [
  ['INT8 of a tensor', recipeOf('uniform', { bits: 8 }, 'tensor')],
  ['INT4 of channels', recipeOf('uniform', { bits: 4 })],
  ['INT4 of groups', recipeOf('uniform', { bits: 4 }, 'group', 7)],
  ['UINT4 of channels, affine', recipeOf('uniform', { bits: 4, scheme: 'affine' })],
  ['UINT8 of groups, affine', recipeOf('uniform', { bits: 8, scheme: 'affine' }, 'group', 32)],
  ['INT16', recipeOf('uniform', { bits: 11 })],
  ['FP8 E4M3', recipeOf('fp8', { format: 'E4M3' })],
  ['FP8 E5M2 of groups', recipeOf('fp8', { format: 'E5M2' }, 'group', 16)],
  ['MXINT8', recipeOf('ocp-mx', { element: 'INT8' })],
  ['ternary', recipeOf('ternary', {})],
  ['binary', recipeOf('binary', {})],
];

describe.each(['lenet', 'dscnn', 'mlp', 'resnet8'])('%s in another runtime', (id) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await labOf(id, IMAGES);
  });

  it('gives the logits of the float network', async () => {
    const file = await fileOf(lab, null);
    expect(file.notes).toEqual([]);
    expect(apart(await run(file, lab, IMAGES), await ours(lab, null, IMAGES))).toBeLessThan(1e-4);
  });

  it.each(FORMS)('gives the logits of weights as %s', async (_, recipe) => {
    const file = await fileOf(lab, side(recipe));
    expect(file.notes).toEqual([]);
    expect(apart(await run(file, lab, IMAGES), await ours(lab, side(recipe), IMAGES))).toBeLessThan(1e-4);
  });
});

describe('a network with other layers in another runtime', () => {
  it.each([
    ['dscnn-bn', FASHION],
    ['digits-mlp', { set: 'digits', file: 'test-0-500.bin', count: 500 }],
    ['chargpt', { set: 'moby-dick', file: 'test-0-128.bin', count: 128 }],
  ])('%s gives its logits in float and with INT4 weights', async (id, data) => {
    const lab = await labOf(id, 4, data);
    for (const given of [null, side(recipeOf('uniform', { bits: 4 }, 'group', 32))]) {
      expect(apart(await run(await fileOf(lab, given), lab, 4), await ours(lab, given, 4))).toBeLessThan(1e-4);
    }
  });
});

describe('what has no form in the file', () => {
  it('is named, and dequantized weights give the same logits', async () => {
    const lab = await labOf('lenet', 4);
    const given = side(recipeOf('codebook', { bits: 4, method: 'lloyd' }));
    const file = await fileOf(lab, given);
    expect(file.notes).toEqual([
      'K-means codebook has no form in ONNX: dequantized float32 weights stand in its place (conv1, conv2, fc1, fc2).',
    ]);
    expect(apart(await run(file, lab, 4), await ours(lab, given, 4))).toBeLessThan(1e-4);
  });
});

describe('activations as codes in another runtime', () => {
  const ALL = 2000;
  const activations = (quantizer: Params, granularity = 'tensor', bias: 'float32' | 'int32' = 'float32') => {
    const start = defaultActivations();
    return {
      ...start,
      bias,
      recipe: {
        ...start.recipe,
        quantizer: choose('quantizer', 'uniform', quantizer, 'activations'),
        granularity: choose('granularity', granularity, {}, 'activations'),
      },
    };
  };

  /** Share of the images with the same prediction. */
  async function agreement(lab: Lab, given: Side): Promise<number> {
    const { resources } = lab;
    const packed = bytes('data/fashion-mnist/train-0-10000.bin');
    await finish(evalJobs['load-calibration']({ packed, count: 10_000 }, resources));
    const settings = given.activations ?? defaultActivations();
    const taps = await finish(evalJobs.calibrate({ activations: settings }, resources));
    const { predictions } = await finish(evalJobs.evaluate({ side: given, from: 0, to: ALL, taps }, resources));
    const logits = await run(await fileOf(lab, given, taps), lab, ALL);
    const same = predictions.filter((wanted, image) => firstLargest(logits, image * 10, 10) === wanted);
    return same.length / ALL;
  }

  it.each([
    ['dscnn', '8 bits, affine', activations({ bits: 8 })],
    ['resnet8', '8 bits, affine', activations({ bits: 8 })],
    ['lenet', '8 bits, affine', activations({ bits: 8 })],
    ['mlp', '8 bits, symmetric, int32 biases', activations({ bits: 8, scheme: 'symmetric' }, 'tensor', 'int32')],
    ['lenet', '4 bits', activations({ bits: 4 })],
    ['lenet', '6 bits of channels', activations({ bits: 6, scheme: 'symmetric' }, 'channel')],
  ])('%s with %s predicts the same for at least 99.5 % of 2,000 images', async (id, _, settings) => {
    const given = side(recipeOf('uniform', { bits: 8 }), { activations: settings });
    expect(await agreement(await labOf(id, ALL), given)).toBeGreaterThanOrEqual(0.995);
  });

  it('says which ranges stay out of the file', async () => {
    const lab = await labOf('mlp', 1);
    const given = side(recipeOf('uniform', { bits: 8 }), { activations: activations({ bits: 8 }, 'sample') });
    expect((await fileOf(lab, given)).notes).toEqual([
      'Dynamic ranges of activations have no QuantizeLinear form: these inputs stay float32 (fc1, fc2, fc3).',
    ]);
  });
});
