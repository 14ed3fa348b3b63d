import { readFileSync } from 'node:fs';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { parseModelCard } from './card';
import { ModelError } from './errors';
import { weightBytes, weightFiles } from './manifest';
import { biasBytes, kernelsOf, layersOf, parseModel } from './model';

const folder = new URL('../../public/models/lenet-reference/', import.meta.url);
const cardJson = JSON.parse(readFileSync(new URL('card.json', folder), 'utf8')) as Record<string, unknown>;
const text = readFileSync(new URL('model.json', folder), 'utf8');
const file = readFileSync(new URL('weights.bin', folder));

interface LayerJson {
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes?: unknown;
}
interface ModelJson {
  format?: unknown;
  modelTopology: { model_config: { class_name: string; config: Record<string, unknown> & { layers: LayerJson[] } } };
  weightsManifest: {
    paths: string[];
    weights: { name: string; shape: number[]; dtype: string; quantization?: unknown }[];
  }[];
}

function bundle(change: (json: ModelJson) => void = () => undefined, bytes: Uint8Array = file) {
  const topology = JSON.parse(text) as ModelJson;
  change(topology);
  const card = {
    id: 'x',
    output: 'logits',
    sha256: bytesToHex(sha256(bytes)),
    input: { shape: [28, 28, 1], preprocess: 'pixel/255' },
  };
  return { card, topology, weights: Uint8Array.from(bytes).buffer };
}

function errorOf(run: () => unknown): ModelError {
  try {
    run();
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const configOf = (json: ModelJson, index: number): Record<string, unknown> =>
  json.modelTopology.model_config.config.layers[index]?.config ?? {};

/** The layers of the LeNet as a functional graph, input first. */
function functional(json: ModelJson): ModelJson['modelTopology']['model_config']['config'] {
  const model = json.modelTopology.model_config;
  model.class_name = 'Functional';
  model.config.layers.forEach((layer, index, all) => {
    layer.inbound_nodes = index === 0 ? [] : [[[all[index - 1]?.config['name'], 0, 0, {}]]];
  });
  model.config['input_layers'] = [['image', 0, 0]];
  model.config['output_layers'] = [['fc2', 0, 0]];
  return model.config;
}

describe('the shipped LeNet', () => {
  const card = parseModelCard(cardJson);
  const model = parseModel({ card, topology: JSON.parse(text), weights: Uint8Array.from(file).buffer });

  it('has the numbers on its card', () => {
    const layers = layersOf(model);
    expect(layers.reduce((sum, { weights }) => sum + weights, 0) + biasBytes(model) / 4).toBe(card.parameters);
    expect(layers.reduce((sum, { macs }) => sum + macs, 0)).toBe(card.macs);
    expect(file.length).toBe(card.bytes);
  });

  it('lists its kernels in flow order', () => {
    expect(layersOf(model)).toEqual([
      { name: 'conv1', kind: 'Conv2D', layout: 'conv2d', shape: [5, 5, 1, 8], weights: 200, macs: 156_800 },
      { name: 'conv2', kind: 'Conv2D', layout: 'conv2d', shape: [5, 5, 8, 16], weights: 3200, macs: 627_200 },
      { name: 'fc1', kind: 'Dense', layout: 'dense', shape: [784, 48], weights: 37_632, macs: 37_632 },
      { name: 'fc2', kind: 'Dense', layout: 'dense', shape: [48, 10], weights: 480, macs: 480 },
    ]);
  });

  it('takes its values from the file, in order', () => {
    const values = new Float32Array(Uint8Array.from(file).buffer);
    expect(kernelsOf(model).get('conv2')?.data).toEqual(values.subarray(208, 208 + 3200));
    expect(kernelsOf(model).get('fc2')?.data).toEqual(values.subarray(-490, -10));
  });

  it('knows its shapes', () => {
    const shapes = [[28, 28, 1], [28, 28, 8], [14, 14, 8], [14, 14, 16], [7, 7, 16], [784], [48], [10]];
    expect(model.nodes.map(({ shape }) => shape)).toEqual(shapes);
  });
});

describe('forms of a model', () => {
  const sameKernels = (change: (json: ModelJson) => void): void => {
    expect(layersOf(parseModel(bundle(change)))).toEqual(layersOf(parseModel(bundle())));
  };

  it('reads a functional graph', () => sameKernels((json) => void functional(json)));

  it('puts the layers of a functional graph in flow order', () =>
    sameKernels((json) => void functional(json).layers.reverse()));

  it('reads ends without the outer list', () =>
    sameKernels((json) =>
      Object.assign(functional(json), { input_layers: ['image', 0, 0], output_layers: ['fc2', 0, 0] }),
    ));

  it('reads a Sequential model whose first layer holds the input shape', () =>
    sameKernels(({ modelTopology }) => {
      const { layers } = modelTopology.model_config.config;
      layers.shift();
      if (layers[0] !== undefined) layers[0].config['batch_input_shape'] = [null, 28, 28, 1];
    }));

  it('takes sizes that the file leaves open from the card', () =>
    sameKernels((json) => (configOf(json, 0)['batch_input_shape'] = [null, null, null, 1])));

  it('takes several weight files in order', () => {
    const change = ({ weightsManifest }: ModelJson): void => {
      const all = weightsManifest[0]?.weights ?? [];
      weightsManifest.splice(
        0,
        1,
        { paths: ['a', 'b'], weights: all.slice(0, 3) },
        { paths: ['c'], weights: all.slice(3) },
      );
    };
    sameKernels(change);
    expect(weightFiles(bundle(change).topology)).toEqual(['a', 'b', 'c']);
    expect(weightBytes(bundle(change).topology)).toBe(file.length);
  });

  it('finds weights behind the scopes of an exporter', () =>
    sameKernels(({ weightsManifest }) =>
      weightsManifest[0]?.weights.forEach((weight) => (weight.name = `net/${weight.name}`)),
    ));
});

describe('damaged files', () => {
  it('says how much is missing', () => {
    const error = errorOf(() => parseModel({ ...bundle(), weights: Uint8Array.from(file).buffer.slice(0, 1000) }));
    expect(error).toMatchObject({ code: 'truncated', reason: 'weights.bin is incomplete: 1000 of 166376 bytes.' });
    expect(error.message).toBe(`${error.reason} ${error.next}`);
  });

  it('refuses a single changed bit', () => {
    const changed = Uint8Array.from(file);
    changed[5000] = (changed[5000] ?? 0) ^ 1;
    expect(errorOf(() => parseModel({ ...bundle(), weights: changed.buffer })).code).toBe('tampered');
  });

  it('refuses bytes that nothing describes', () => {
    expect(errorOf(() => parseModel(bundle(undefined, new Uint8Array([...file, 0, 0, 0, 0])))).code).toBe('oversized');
  });

  it.each([
    ['null', null],
    ['a number', 3],
    ['an empty object', {}],
    ['no layers', { modelTopology: { class_name: 'Sequential', config: { layers: [] } }, weightsManifest: [] }],
    [
      'a layer that is no object',
      { modelTopology: { class_name: 'Sequential', config: { layers: [7] } }, weightsManifest: [] },
    ],
  ])('refuses %s as model.json', (_name, topology) => {
    expect(errorOf(() => parseModel({ ...bundle(), topology })).code).toBe('bad-json');
  });
});

type Change = (json: ModelJson) => void;

const config =
  (index: number, values: object): Change =>
  (json) =>
    Object.assign(configOf(json, index), values);
const layerClass =
  (class_name: string): Change =>
  ({ modelTopology }) =>
    Object.assign(modelTopology.model_config.config.layers[2] ?? {}, { class_name });
const weight =
  (index: number, values: object): Change =>
  ({ weightsManifest }) =>
    Object.assign(weightsManifest[0]?.weights[index] ?? {}, values);
const graph =
  (values: object): Change =>
  (json) =>
    Object.assign(functional(json), values);
const wired =
  (index: number, inbound_nodes: unknown): Change =>
  (json) =>
    Object.assign(functional(json).layers[index] ?? {}, { inbound_nodes });
const CONV1 = ['conv1', 0, 0, {}];

/** What the message must say, and what to change in the file, by the code of the error. */
const REFUSED: Readonly<Record<string, readonly (readonly [string, Change])[]>> = {
  'unsupported-layer': [['Layer pool1 is of class LSTM', layerClass('LSTM')]],
  'unsupported-option': [
    ['"activation": "mish" of layer conv1 (Conv2D)', config(1, { activation: 'mish' })],
    ['"data_format": "channels_first" of layer pool1', config(2, { data_format: 'channels_first' })],
    ['"groups": 2 of layer conv2', config(3, { groups: 2 })],
    ['"padding": "causal" of layer conv2', config(3, { padding: 'causal' })],
  ],
  'unsupported-topology': [
    ['graph-model', (json) => (json.format = 'graph-model')],
    ['Layer pool1 is a whole model', layerClass('Sequential')],
    [
      '2 outputs',
      graph({
        output_layers: [
          ['fc1', 0, 0],
          ['fc2', 0, 0],
        ],
      }),
    ],
    [
      '2 inputs',
      graph({
        input_layers: [
          ['image', 0, 0],
          ['fc1', 0, 0],
        ],
      }),
    ],
    ['Layer pool1 is used 2 times', wired(2, [[CONV1], [CONV1]])],
    ['Keras 2', wired(2, [{ args: [] }])],
    ['"training":true', wired(2, [[['conv1', 0, 0, { training: true }]]])],
    ['second use or output of layer conv1', wired(2, [[['conv1', 1, 0, {}]]])],
    ['layer pool1 (MaxPooling2D) takes 2 inputs', wired(2, [[CONV1, CONV1]])],
  ],
  'unsupported-dtype': [
    ['float16', weight(0, { dtype: 'float16' })],
    ['stored quantized', weight(0, { quantization: { dtype: 'uint8' } })],
  ],
  'bad-json': [
    ['conv9, which it does not list', wired(2, [[['conv9', 0, 0, {}]]])],
    ['cycle', wired(1, [[['pool1', 0, 0, {}]]])],
    ['"filters" of layer conv1 (Conv2D) is "8"', config(1, { filters: '8' })],
    ['same name', config(2, { name: 'conv1' })],
  ],
  'bad-shape': [
    ['needs [5, 5, 1, 4]', config(1, { filters: 4 })],
    ['The window of layer pool1', config(2, { pool_size: [40, 40] })],
    ['takes an input [32, 32, 1]', config(0, { batch_input_shape: [null, 32, 32, 1] })],
  ],
  'missing-weights': [['no "bias" for layer conv1', weight(1, { name: 'conv1/offset' })]],
  'unexpected-weights': [['conv1/bias', config(1, { use_bias: false })]],
};

describe.each(Object.entries(REFUSED))('%s', (code, cases) => {
  it.each(cases)('says: %s', (reason, change) => {
    const error = errorOf(() => parseModel(bundle(change)));
    expect(error.message).toContain(reason);
    expect(error.code).toBe(code);
  });
});
