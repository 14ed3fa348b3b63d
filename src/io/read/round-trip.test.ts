import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Recipe, Side } from '../../experiment/spec';
import { tapsOf } from '../../activations/taps';
import { defaultActivations } from '../../experiment/defaults';
import { choose } from '../../experiment/techniques';
import { finish } from '../../jobs/finish';
import { loadKernels } from '../../kernels/index';
import { parseModelCard } from '../../model/card';
import { type Model, parseModel } from '../../model/model';
import { initBackend } from '../../nn/backend';
import { noise } from '../../nn/layers-oracle';
import type { Params } from '../../params/param';
import { writeOnnx } from '../onnx/write';
import { writePacked } from '../packed/write';
import { type SideKernel, sideKernels } from '../side-kernels';
import { writeTfjs } from '../tfjs-zip';
import { apart, modelOf, networkIn, outputs } from './networks-fakes';
import { readFiles } from './read';
import { MemoryFile } from './read-fakes';

const kernels = loadKernels({ plain: false });

function modelCalled(id: string): Model {
  const read = (path: string): Buffer => readFileSync(new URL(`../../../public/models/${id}/${path}`, import.meta.url));
  const card = parseModelCard(JSON.parse(read('card.json').toString()));
  const topology: unknown = JSON.parse(read('model.json').toString());
  return parseModel({ card, topology, weights: Uint8Array.from(read('weights.bin')).buffer });
}

function side(id: string, params: Params, granularity: string): Side {
  const recipe: Recipe = {
    quantizer: choose('quantizer', id, params),
    granularity: choose('granularity', granularity, granularity === 'group' ? { groupSize: 16 } : {}),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
  return { recipe, overrides: {}, seed: 3 };
}

const made = (model: Model, given: Side | null): Promise<readonly SideKernel[]> =>
  finish(sideKernels(model, given, kernels));
const valuesOf = (all: readonly SideKernel[]): readonly Float32Array[] =>
  all.map(({ kernel, quantized }) => quantized?.values ?? kernel.data);

/** Bit by bit, but for the sign of 0; far faster than the comparison of the test runner. */
const isSame = (a: Float32Array | undefined, b: Float32Array | undefined): boolean =>
  a?.length === b?.length && a?.every((value, at) => value === b?.[at]) === true;

/** The model with the weights of a side. */
function withValues(model: Model, all: readonly SideKernel[]): Model {
  const values = valuesOf(all);
  return { ...model, kernels: model.kernels.map((kernel, at) => ({ ...kernel, data: values[at] ?? kernel.data })) };
}

const SIDES: readonly (readonly [string, Side | null])[] = [
  ['float', null],
  ['INT8 of a tensor', side('uniform', { bits: 8 }, 'tensor')],
  ['INT4 of channels', side('uniform', { bits: 4 }, 'channel')],
  ['UINT4 of groups', side('uniform', { bits: 4, scheme: 'affine' }, 'group')],
  ['FP8 of channels', side('fp8', { format: 'E4M3' }, 'channel')],
];

beforeAll(() => initBackend({ plain: false }));

describe.each(['lenet', 'dscnn-bn', 'resnet8'])('%s, written and read again', (id) => {
  const model = modelCalled(id);
  const shape = model.nodes[0]?.shape ?? [];
  const images = noise(3 * shape.reduce((product, dim) => product * dim, 1), 5);

  it.each(SIDES)('as ONNX with %s gives its logits', async (_, given) => {
    const all = await made(model, given);
    const { bytes } = writeOnnx({ model, side: given, kernels: all, taps: {}, metadata: {} });
    const read = await networkIn([new MemoryFile('exported.onnx', bytes)]);
    const again = modelOf(read);
    const wanted = outputs(withValues(model, all), [3, ...shape], images);
    expect(apart(outputs(again, [3, ...shape], images), wanted)).toBeLessThan(1e-5);
    expect(again.kernels.map(({ info }) => [info.name, info.layout, info.shape])).toEqual(
      model.kernels.map(({ info }) => [info.name, info.layout, info.shape]),
    );
    expect(again.kernels.findIndex(({ data }, at) => !isSame(data, valuesOf(all)[at]))).toBe(-1);
  });

  it.each([8, 4])('as ONNX with activations of %i bits gives its float logits, and says so', async (bits) => {
    const start = defaultActivations();
    const quantizer = choose('quantizer', 'uniform', { bits }, 'activations');
    const granularity = choose('granularity', 'tensor', {}, 'activations');
    const activations = { ...start, recipe: { ...start.recipe, quantizer, granularity } };
    const given = { ...side('uniform', { bits: 8 }, 'channel'), activations };
    const all = await made(model, given);
    const scales = { qmin: 0, qmax: 2 ** bits - 1, scales: [0.5], zeroPoints: [1], low: [-0.5], high: [7] };
    const taps = Object.fromEntries(tapsOf(model).map(({ layer }) => [layer, scales]));
    const { bytes } = writeOnnx({ model, side: given, kernels: all, taps, metadata: {} });
    const read = await networkIn([new MemoryFile('exported.onnx', bytes)]);
    expect(read.notes.join()).toMatch(/quantization of activations in the file is left out/);
    const wanted = outputs(withValues(model, all), [3, ...shape], images);
    expect(apart(outputs(modelOf(read), [3, ...shape], images), wanted)).toBeLessThan(1e-5);
  });

  it('as a zip of TensorFlow.js has its weights and layers', async () => {
    const all = await made(model, SIDES[2]?.[1] ?? null);
    const again = modelOf(await networkIn([new MemoryFile('exported.zip', writeTfjs(model, all))]));
    expect(again.kernels.findIndex(({ data }, at) => !isSame(data, valuesOf(all)[at]))).toBe(-1);
    expect(again.nodes).toEqual(model.nodes);
  });

  it.each(SIDES)('as packed weights with %s has its weights', async (_, given) => {
    const all = await made(model, given);
    const { tensors } = await readFiles([new MemoryFile('packed.safetensors', writePacked(model, all, {}))]);
    const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    for (const [at, { info }] of model.kernels.entries()) {
      const tensor = byName.get(`${info.name}/kernel`);
      expect(tensor?.shape).toEqual(info.shape);
      expect(isSame(await tensor?.load(), valuesOf(all)[at])).toBe(true);
    }
  });
});
