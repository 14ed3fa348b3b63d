import { describe, expect, it } from 'vitest';
import { hashOf } from './own';
import { layersOf, parseModel } from './model';
import { type LooseTensor, looseTopology } from './weights-only';

const values = Float32Array.from({ length: 6 + 36 }, (_, at) => at / 7);
const tensors: readonly LooseTensor[] = [
  { name: 'head.weight', shape: [2, 3], layout: 'dense' },
  { name: 'conv.weight', shape: [3, 3, 2, 2], layout: 'conv2d' },
];
const bundle = (topology: unknown, weights = values) => {
  const bytes = weights.slice().buffer;
  const card = {
    id: 'loose',
    output: 'none',
    sha256: hashOf(new Uint8Array(bytes)),
    input: { shape: [1], preprocess: 'pixel' },
  };
  return { card, topology, weights: bytes };
};

describe('weights without a network', () => {
  it('are kernels and nothing to run', () => {
    const model = parseModel(bundle(looseTopology(tensors)));
    expect(model.nodes).toHaveLength(0);
    expect(layersOf(model).map(({ name, layout, weights, macs }) => [name, layout, weights, macs])).toEqual([
      ['head.weight', 'dense', 6, 0],
      ['conv.weight', 'conv2d', 36, 0],
    ]);
    expect([...(model.kernels[1]?.data ?? [])]).toEqual([...values.subarray(6)]);
  });

  it.each([
    [[], 'No tensor was chosen'],
    [[{ name: 'a', shape: [2, 3], layout: 'conv2d' as const }], 'a shape of a conv2d kernel'],
    [[{ name: 'a', shape: [2, 3], layout: 'sparse' as never }], 'dense or conv2d or depthwise'],
  ])('refuses %o', (list, message) => {
    const length = list.length === 0 ? 0 : 6;
    expect(() => parseModel(bundle(looseTopology(list), values.slice(0, length)))).toThrow(message);
  });

  it('refuses weights that were cut short', () => {
    expect(() => parseModel(bundle(looseTopology(tensors), values.slice(1)))).toThrow('incomplete');
  });
});
