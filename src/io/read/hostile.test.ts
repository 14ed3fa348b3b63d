import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../safetensors';
import { fixture } from './fixtures-fakes';
import { readFiles } from './read';
import { MemoryFile, codeOf, noteOf, readAll } from './read-fakes';

/** A file that keeps the reader busy for longer than this fails its test; each takes far below a second. */
const PATIENCE = 20_000;

const SPEC = { name: 'd/kernel', shape: [4, 2], dtype: 'float32' };
const dense = (name: string, kind = 'Dense', more: object = {}) => ({
  class_name: kind,
  config: { name, units: 2, use_bias: false, batch_input_shape: [null, 4], ...more },
});

function tfjs(layers: readonly object[], weights: readonly object[] = [SPEC], bytes = 32): readonly MemoryFile[] {
  const json = {
    format: 'layers-model',
    modelTopology: { model_config: { class_name: 'Sequential', config: { layers } } },
    weightsManifest: [{ paths: ['w.bin'], weights }],
  };
  return [new MemoryFile('model.json', strToU8(JSON.stringify(json))), new MemoryFile('w.bin', new Uint8Array(bytes))];
}

const GRAPH_INPUT = {
  name: 'x',
  op: 'Placeholder',
  attr: { shape: { shape: { dim: [{ size: '-1' }, { size: '4' }] } } },
};

function graphOf(node: readonly object[]): readonly MemoryFile[] {
  const json = { format: 'graph-model', modelTopology: { node }, weightsManifest: [] };
  return [new MemoryFile('model.json', strToU8(JSON.stringify(json)))];
}

describe('hostile TensorFlow.js models', { timeout: PATIENCE }, () => {
  it('are networks before they are made hostile', async () => {
    expect((await readAll(tfjs([dense('d')]))).kind).toBe('network');
    expect((await readAll(tfjs([dense('d', 'Dense', { batch_input_shape: [null, 4] })]))).kind).toBe('network');
  });

  const json = (text: string): readonly MemoryFile[] => [new MemoryFile('model.json', strToU8(text))];
  it.each([
    ['JSON that is cut', json('{"modelTopology":'), 'damaged'],
    ['no object', json('[]'), 'damaged'],
    ['deep nesting', json(`{"modelTopology":${'[{"a":'.repeat(400_000)}`), 'damaged'],
    ['deep nesting in text only', json(`{"modelTopology":"${'['.repeat(400_000)}"}`), 'damaged'],
    ['no manifest', json('{"modelTopology":{}}'), 'damaged'],
    ['a key twice', json('{"modelTopology":1,"modelTopology":2}'), 'duplicate-name'],
    ['a weight file that is missing', tfjs([dense('d')]).slice(0, 1), 'missing-file'],
    ['a weight file that is short', tfjs([dense('d')], undefined, 31), 'truncated'],
    ['a weight file that is long', tfjs([dense('d')], undefined, 33), 'damaged'],
    ['two weights of one name', tfjs([dense('d')], [SPEC, SPEC], 64), 'duplicate-name'],
    ['a shape that is no list', tfjs([dense('d')], [{ ...SPEC, shape: { length: 2 } }]), 'bad-shape'],
    ['a size that is null', tfjs([dense('d')], [{ ...SPEC, shape: [null, 2] }]), 'bad-shape'],
    ['a product beyond 2^53', tfjs([dense('d')], [{ ...SPEC, shape: [2 ** 50, 2 ** 50] }]), 'bad-shape'],
    ['a huge shape', tfjs([dense('d')], [{ ...SPEC, shape: [2 ** 25, 2 ** 25] }]), 'truncated'],
    ['texts as weights', tfjs([dense('d')], [{ ...SPEC, dtype: 'string' }]), 'unsupported-dtype'],
    [
      'a quantization without scale',
      tfjs([dense('d')], [{ ...SPEC, quantization: { dtype: 'uint8', scale: null } }], 8),
      'damaged',
    ],
    [
      'nodes in a cycle',
      graphOf([
        GRAPH_INPUT,
        { name: 'a', op: 'AddV2', input: ['x', 'b'] },
        { name: 'b', op: 'Relu', input: ['a'] },
        { name: 'c', op: 'Relu', input: ['b'] },
      ]),
      'damaged',
    ],
    ['two nodes of one name', graphOf([GRAPH_INPUT, GRAPH_INPUT]), 'duplicate-name'],
    ['a node without what it takes', graphOf([GRAPH_INPUT, { name: 'a', op: 'AddV2', input: ['x', 'b'] }]), 'damaged'],
    [
      'a constant without values',
      graphOf([GRAPH_INPUT, { name: 'k', op: 'Const' }, { name: 'a', op: 'AddV2', input: ['x', 'k'] }]),
      'damaged',
    ],
    ['two models', [...tfjs([dense('d')]), new MemoryFile('other/model.json', strToU8('{}'))], 'ambiguous'],
  ])('with %s are refused', async (_, files, code) => {
    expect(await codeOf(readAll(files))).toBe(code);
  });

  it.each([
    ['an unknown layer', tfjs([dense('d', 'LSTM')]), /Layer d is of class LSTM, which is not supported\./],
    ['a layer named as members of objects are', tfjs([dense('d', '__proto__')]), /is of class __proto__/],
    ['a model in a model', tfjs([dense('d', 'Sequential')]), /nested in another/],
    [
      'a layer that is called as members of objects are',
      tfjs([dense('constructor')], [{ ...SPEC, name: 'constructor/kernel' }]),
      /A layer is called constructor/,
    ],
    ['a hundred thousand layers', tfjs(Array.from({ length: 100_000 }, (_, at) => dense(`d${at}`))), /100000 layers/],
    ['an open input', tfjs([dense('d', 'Dense', { batch_input_shape: [null, null] })]), /no fixed size/],
    ['a weight of no layer', tfjs([dense('d')], [SPEC, { ...SPEC, name: 'e/kernel' }], 64), /No layer uses/],
    [
      'an unknown node',
      graphOf([GRAPH_INPUT, { name: 'a', op: 'Where', input: ['x'] }]),
      /Node "a" \(Where\) has no layer here/,
    ],
  ])('with %s keep their weights, with a note', async (_, files, wanted) => {
    expect(await noteOf(files)).toMatch(wanted);
  });

  it('with weights that are not finite keep them', async () => {
    const [model, file] = tfjs([dense('d')]);
    const bytes = new Uint8Array(new Float32Array(8).fill(NaN).buffer);
    expect(await noteOf([model!, new MemoryFile(file!.name, bytes)])).toMatch(/not finite numbers/);
  });
});

describe('hostile packed weights', { timeout: PATIENCE }, () => {
  const packed = (kernels: string): MemoryFile =>
    new MemoryFile(
      'packed.safetensors',
      writeSafetensors({
        metadata: { form: 'quantization-playground packed 1', kernels },
        tensors: [{ name: 'k/codes', shape: [4], data: new Uint8Array(4) }],
      }),
    );
  const kernel = {
    name: 'k',
    shape: [4, 2],
    rows: 4,
    columns: 2,
    own: [{ id: 'code', bits: 4, reading: { kind: 'integer' } }],
    shared: [],
  };
  it.each([
    ['no description', packed('')],
    ['deep nesting', packed('['.repeat(1e6))],
    [
      'codes without width',
      packed(JSON.stringify([{ ...kernel, rows: 2 ** 26, columns: 2 ** 26, shape: [2 ** 26, 2 ** 26], own: [] }])),
    ],
    [
      'more codes than bytes',
      packed(JSON.stringify([{ ...kernel, rows: 2 ** 25, columns: 2 ** 25, shape: [2 ** 25, 2 ** 25] }])),
    ],
  ])('with %s are refused', async (_, file) => {
    expect(await codeOf(readAll([file]))).toMatch(/damaged|bad-shape/);
  });
});

describe('files of no model', () => {
  it.each([
    ['nothing', [], 'no-files'],
    ['an empty file', [new MemoryFile('model.json', new Uint8Array(0))], 'truncated'],
    ['a text', [new MemoryFile('notes.txt', strToU8('hello'))], 'unknown-format'],
    ['an empty zip', [new MemoryFile('x.zip', zipSync({}))], 'no-files'],
    ['a zip that is none', [new MemoryFile('x.zip', strToU8('hello'))], 'damaged'],
  ])('%s is refused', async (_, files, code) => {
    expect(await codeOf(readAll(files))).toBe(code);
  });

  it('beside a model are passed over', async () => {
    const read = await readFiles([new MemoryFile('README.md', strToU8('# hello')), fixture('small.onnx')]);
    expect(read).toMatchObject({ kind: 'network', title: 'small' });
  });
});
