import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersOf, parseModel } from '../model/model';
import { initBackend } from './backend';
import { forward } from './forward';
import { compareWithLayers, noise } from './layers-oracle';
import { NetworkWeights } from './network';
import { attend, embed, layerNorm, positions } from './sequence';

beforeAll(async () => {
  await initBackend({ plain: false });
});

const TOKENS = 11;
const tokens = (count: number): Float32Array => Float32Array.from({ length: count }, (_, at) => (at * 7 + 3) % TOKENS);

describe('layers that tfjs has too', () => {
  const alone = async (layer: tf.layers.Layer, shape: number[], input?: (count: number) => Float32Array) => {
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), layer] });
    const { shapes, scale, worst, leaked } = await compareWithLayers(model, input);
    expect(shapes).toEqual({ wanted: shapes.wanted, got: shapes.wanted, told: shapes.wanted });
    expect(leaked).toBe(0);
    expect(scale).toBeGreaterThan(0);
    return worst / scale;
  };

  it('Embedding', async () => {
    const layer = tf.layers.embedding({ inputDim: TOKENS, outputDim: 5 });
    expect(await alone(layer, [6], tokens)).toBe(0);
  });
  for (const options of [{}, { scale: false }, { center: false }, { epsilon: 0.1 }]) {
    it(`LayerNormalization ${JSON.stringify(options)}`, async () => {
      expect(await alone(tf.layers.layerNormalization(options), [6, 5])).toBeLessThan(1e-5);
      expect(await alone(tf.layers.layerNormalization(options), [7])).toBeLessThan(1e-5);
    });
  }
  // The types of tfjs do not list them, but its layers take them.
  for (const name of ['gelu', 'gelu_new']) {
    const activation = name as 'relu';
    it(name, async () => {
      const wide = (count: number): Float32Array => noise(count, 5).map((value) => value * 6);
      expect(await alone(tf.layers.activation({ activation }), [40], wide)).toBeLessThan(1e-6);
      expect(await alone(tf.layers.dense({ units: 4, activation }), [6, 5])).toBeLessThan(1e-5);
    });
  }
});

/** Attention by its definition, in float64, one position after the other. */
function naiveAttention(qkv: Float32Array, [batch, time, width]: readonly [number, number, number], heads: number) {
  const channels = width / 3;
  const size = channels / heads;
  const at = (b: number, t: number, part: number, head: number, d: number): number =>
    qkv[(b * time + t) * width + part * channels + head * size + d] ?? NaN;
  const output = new Float64Array(batch * time * channels);
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < time; t++)
      for (let h = 0; h < heads; h++) {
        const scores = Array.from({ length: t + 1 }, (_, s) => {
          let dot = 0;
          for (let d = 0; d < size; d++) dot += at(b, t, 0, h, d) * at(b, s, 1, h, d);
          return Math.exp(dot / Math.sqrt(size));
        });
        const total = scores.reduce((sum, score) => sum + score, 0);
        for (let d = 0; d < size; d++)
          output[(b * time + t) * channels + h * size + d] = scores.reduce(
            (sum, score, s) => sum + (score / total) * at(b, s, 2, h, d),
            0,
          );
      }
  return output;
}

describe('attend', () => {
  it.each([
    [1, 1, 6, 1],
    [2, 9, 24, 2],
    [3, 16, 36, 3],
    [1, 32, 48, 4],
  ] as const)('%i x %i x %i with %i heads', (batch, time, width, heads) => {
    const values = noise(batch * time * width, 3).map((value) => value * 3);
    const wanted = naiveAttention(values, [batch, time, width], heads);
    const output = attend(tf.tensor3d(values, [batch, time, width]), heads);
    expect(output.shape).toEqual([batch, time, width / 3]);
    output.dataSync().forEach((value, at) => expect(value).toBeCloseTo(wanted[at] ?? NaN, 5));
  });

  it('sees nothing that comes later', () => {
    const values = noise(8 * 12, 3);
    const changed = values.map((value, at) => (at < 5 * 12 ? value : value + 1));
    const [before, after] = [values, changed].map((x) => attend(tf.tensor3d(x, [1, 8, 12]), 2).dataSync());
    expect(before?.slice(0, 5 * 4)).toEqual(after?.slice(0, 5 * 4));
    expect(before?.slice(5 * 4)).not.toEqual(after?.slice(5 * 4));
  });
});

/** Largest difference between the gradient of tfjs and central differences, relative to the largest of the latter. */
async function gradientError(f: (...x: tf.Tensor[]) => tf.Tensor, shapes: readonly number[][]): Promise<number> {
  await tf.setBackend('cpu');
  const values = shapes.map((shape, index) =>
    noise(
      shape.reduce((product, dim) => product * dim, 1),
      index + 1,
    ),
  );
  const weigh = (...x: tf.Tensor[]): tf.Tensor => {
    const y = f(...x);
    return tf.sum(tf.mul(y, tf.tensor(noise(y.size, 77), y.shape)));
  };
  const tensors = (all: readonly Float32Array[]): tf.Tensor[] => all.map((x, index) => tf.tensor(x, shapes[index]));
  const gradients = tf
    .grads(weigh)(tensors(values))
    .map((gradient) => gradient.dataSync());
  const step = 1e-2;
  let [worst, scale] = [0, 0];
  values.forEach((own, index) => {
    own.forEach((_, at) => {
      const moved = (by: number): number => {
        const all = values.map((x, other) => (other === index ? x.with(at, (x[at] ?? 0) + by) : x));
        return weigh(...tensors(all)).dataSync()[0] ?? NaN;
      };
      const slope = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
      worst = Math.max(worst, Math.abs(slope - (gradients[index]?.[at] ?? NaN)));
      scale = Math.max(scale, Math.abs(slope));
    });
  });
  await tf.setBackend('wasm');
  return worst / scale;
}

describe('gradients', () => {
  const ids = Float32Array.from([2, 0, 2, 2, 4, 0]);
  it.each<[string, (...x: tf.Tensor[]) => tf.Tensor, number[][]]>([
    ['attend', (x) => attend(x, 2), [[2, 4, 12]]],
    ['layerNorm', (x, gamma, beta) => layerNorm(x, gamma, beta, 1e-3), [[2, 3, 5], [5], [5]]],
    ['embed', (table) => embed(tf.tensor2d(ids, [2, 3]), table as tf.Tensor2D), [[5, 3]]],
    [
      'positions',
      (x, table) => tf.add(x, positions(x, table as tf.Tensor2D)),
      [
        [2, 3, 2],
        [4, 2],
      ],
    ],
  ])('%s', async (_name, f, shapes) => {
    expect(await gradientError(f, shapes)).toBeLessThan(2e-3);
  });
});

/** A model.json of one attention over embedded tokens, as our own zoo writes them. */
function transformer(change: (config: Record<string, Record<string, unknown>>) => void = () => undefined) {
  const configs: Record<string, Record<string, unknown>> = {
    tokens: { batch_input_shape: [null, 6] },
    table: { input_dim: TOKENS, output_dim: 4 },
    places: { sequence_length: 6 },
    sum: {},
    norm: {},
    qkv: { units: 12 },
    attention: { num_heads: 2 },
    head: { units: TOKENS, activation: 'gelu', use_bias: false },
  };
  change(configs);
  const layer = (kind: string, name: string, inputs: readonly string[]) => ({
    class_name: kind,
    config: { ...configs[name], name },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
  });
  const layers = [
    layer('InputLayer', 'tokens', []),
    layer('Embedding', 'table', ['tokens']),
    layer('PositionEmbedding', 'places', ['table']),
    layer('Add', 'sum', ['table', 'places']),
    layer('LayerNormalization', 'norm', ['sum']),
    layer('Dense', 'qkv', ['norm']),
    layer('CausalSelfAttention', 'attention', ['qkv']),
    layer('Dense', 'head', ['attention']),
  ];
  const weights: [string, number[]][] = [
    ['table/embeddings', [TOKENS, 4]],
    ['places/embeddings', [6, 4]],
    ['norm/gamma', [4]],
    ['norm/beta', [4]],
    ['qkv/kernel', [4, 12]],
    ['qkv/bias', [12]],
    ['head/kernel', [4, TOKENS]],
  ];
  const values = weights.map(([, shape], index) => noise(tf.util.sizeFromShape(shape), index + 1));
  const bytes = new Uint8Array(values.flatMap((data) => [...new Uint8Array(data.buffer)]));
  const topology = {
    modelTopology: {
      class_name: 'Functional',
      config: { layers, input_layers: [['tokens', 0, 0]], output_layers: [['head', 0, 0]] },
    },
    weightsManifest: [
      { paths: ['weights.bin'], weights: weights.map(([name, shape]) => ({ name, shape, dtype: 'float32' })) },
    ],
  };
  const card = {
    id: 'tiny',
    output: 'logits',
    sha256: bytesToHex(sha256(bytes)),
    input: { shape: [6], preprocess: 'token' },
  };
  return { values, bundle: { card, topology, weights: bytes.buffer } };
}

describe('a transformer', () => {
  it('lists the tables and the dense layers as kernels', () => {
    const { bundle } = transformer();
    const model = parseModel(bundle);
    expect(layersOf(model)).toEqual([
      { name: 'table', kind: 'Embedding', layout: 'dense', shape: [TOKENS, 4], weights: 44, macs: 0 },
      { name: 'places', kind: 'PositionEmbedding', layout: 'dense', shape: [6, 4], weights: 24, macs: 0 },
      { name: 'qkv', kind: 'Dense', layout: 'dense', shape: [4, 12], weights: 48, macs: 288 },
      { name: 'head', kind: 'Dense', layout: 'dense', shape: [4, TOKENS], weights: 44, macs: 264 },
    ]);
    expect(model.biasBytes).toBe(4 * (4 + 4 + 12));
    expect(model.preprocess).toEqual({ mean: 0, std: 1 / 255 });
  });

  it('computes what its layers compute one by one, also for shorter texts', () => {
    const { bundle, values } = transformer();
    const model = parseModel(bundle);
    const weights = new NetworkWeights(
      model,
      model.kernels.map(({ data }) => data),
    );
    const run = (time: number): tf.Tensor =>
      forward({
        model,
        weights,
        known: new Map([[0, tf.tensor(tokens(2 * 6), [2, 6]).slice([0, 0], [2, time])]]),
        from: 1,
      });
    const [table = [], places = [], gamma = [], beta = [], qkv = [], bias = [], head = []] = values;
    const embedded = tf.gather(tf.tensor2d(table, [TOKENS, 4]), tf.tensor2d(tokens(2 * 6), [2, 6], 'int32'));
    const x = tf.add(embedded, tf.tensor3d(places, [1, 6, 4]));
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
    const scaled = tf.add(tf.mul(normal, tf.tensor1d(gamma)), tf.tensor1d(beta));
    const projected = tf.matMul(tf.reshape(scaled, [12, 4]), tf.tensor2d(qkv, [4, 12])).add(tf.tensor1d(bias));
    const attended = naiveAttention(projected.dataSync() as Float32Array, [2, 6, 12], 2);
    const logits = tf.matMul(tf.tensor2d(Float32Array.from(attended), [12, 4]), tf.tensor2d(head, [4, TOKENS]));
    const wanted = tf.mul(logits, tf.mul(0.5, tf.add(1, tf.erf(tf.div(logits, Math.SQRT2))))).reshape([2, 6, TOKENS]);
    expect(tf.max(tf.abs(tf.sub(run(6), wanted))).dataSync()[0]).toBeLessThan(1e-5);
    expect(tf.max(tf.abs(tf.sub(run(4), wanted.slice([0, 0, 0], [2, 4, TOKENS])))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it.each<[string, string, (config: Record<string, Record<string, unknown>>) => void]>([
    [
      'more positions than it knows',
      'layer places (PositionEmbedding) knows 5 positions',
      (c) => (c['places'] = { sequence_length: 5 }),
    ],
    [
      'heads that do not divide the channels',
      'cannot split 12 channels into q, k and v of 3 heads',
      (c) => (c['attention'] = { num_heads: 3 }),
    ],
    [
      'a masked token',
      '"mask_zero": true of layer table (Embedding) is not supported',
      (c) => (c['table'] = { ...c['table'], mask_zero: true }),
    ],
    [
      'normalization over time',
      '"axis": 1 of layer norm (LayerNormalization) is not supported',
      (c) => (c['norm'] = { axis: 1 }),
    ],
  ])('refuses %s', (_name, message, change) => {
    expect(() => parseModel(transformer(change).bundle)).toThrow(message);
  });
});
