import { beforeAll, describe, expect, it } from 'vitest';
import { kernelsOf } from '../../model/model';
import { initBackend } from '../../nn/backend';
import { expectedNetwork, fixture, fixtures } from './fixtures-fakes';
import { apart, modelOf, networkIn, outputs } from './networks-fakes';
import { readFiles } from './read';

beforeAll(() => initBackend({ plain: false }));

const RELATIVE = 1e-5;

describe.each([
  ['tfjs-layers', 'tfjs-layers', 'probabilities', ['stem', 'depth', 'point', 'head']],
  ['tfjs-layers-quantized.zip', 'tfjs-layers', 'logits', ['conv', 'hidden', 'logits']],
  ['tfjs-graph', 'tfjs-graph', 'probabilities', ['stem', 'depth', 'point', 'last', 'head']],
  ['tfjs-graph-quantized.zip', 'tfjs-graph', 'logits', ['conv', 'depth', 'head']],
  ['small.onnx', 'onnx', 'probabilities', ['conv1', 'conv2', 'fc1', 'fc2']],
  ['residual.onnx', 'onnx', 'logits', ['stem', 'depth', 'point', 'side', 'head']],
])('the network in %s', (name, format, output, layers) => {
  const files = name.includes('.') ? [fixture(name)] : fixtures(name);

  it('gives what the program that made it computes', async () => {
    const read = await networkIn(files);
    const { input, output: wanted } = expectedNetwork(name);
    expect(read).toMatchObject({ format, output, input: { shape: input.shape.slice(1) } });
    const model = modelOf(read);
    expect([...kernelsOf(model).keys()]).toEqual(layers);
    const got = outputs(model, input.shape, Float32Array.from(input.values));
    expect(apart(got, wanted.values)).toBeLessThan(RELATIVE);
  });

  it('has the weights that the program has, bit by bit', async () => {
    const { tensors } = await readFiles(files);
    const { weights } = expectedNetwork(name);
    const byName = new Map(tensors.map((one) => [one.name, one]));
    expect(tensors.length).toBeGreaterThanOrEqual(Object.keys(weights).length);
    for (const [key, { shape, values }] of Object.entries(weights)) {
      expect(byName.get(key)?.shape).toEqual(shape);
      expect(await byName.get(key)?.load()).toEqual(Float32Array.from(values));
    }
  });
});
