/**
 * Makes the TensorFlow.js fixtures in src/io/read/fixtures with the library itself, and what it computes for them:
 * `npx tsx scripts/tfjs-fixtures.ts`. The graph models are written by hand; `tf.loadGraphModel` has to take them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { strToU8, zipSync } from 'fflate';
import { graphFixtures, type GraphFixture } from './fixtures/tfjs-graphs';

const folder = fileURLToPath(new URL('../src/io/read/fixtures/', import.meta.url));
const expected: Record<string, unknown> = {};
const BATCH = 2;

interface Files {
  /** model.json */
  readonly json: Record<string, unknown>;
  readonly weights: Uint8Array;
}

/** Seeded values in [-1, 1): the numerical recipes' generator. */
function noise(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
/** The shortest text that is the same float32. */
const listed = (values: ArrayLike<number>): number[] =>
  Array.from(values, (value) => {
    const digits = [6, 7, 8, 9].find((count) => Math.fround(Number(value.toPrecision(count))) === value) ?? 17;
    return Number(value.toPrecision(digits));
  });
const entry = ({ shape }: { shape: readonly number[] }, values: ArrayLike<number>) => ({
  shape,
  values: listed(values),
});

function randomWeights(shapes: readonly (readonly [string, readonly number[]])[]): Map<string, Float32Array> {
  return new Map(
    shapes.map(([name, shape], seed) => {
      const fan = Math.max(1, sizeOf(shape.slice(0, -1)));
      const values = noise(sizeOf(shape), seed + 11).map((value) => value / Math.sqrt(fan / 3));
      return [name, name.endsWith('variance') ? values.map((value) => Math.abs(value) + 0.2) : values];
    }),
  );
}

/** A network with batch normalization, a sum and a join. */
function branches(): tf.LayersModel {
  const image = tf.input({ shape: [10, 9, 2], name: 'image' });
  const { layers } = tf;
  const stem = layers.conv2d({ name: 'stem', filters: 6, kernelSize: 3, strides: 2, padding: 'same', useBias: false });
  let x = layers.batchNormalization({ name: 'norm' }).apply(stem.apply(image)) as tf.SymbolicTensor;
  x = layers.reLU({ name: 'relu', maxValue: 6 }).apply(x) as tf.SymbolicTensor;
  const depth = layers.depthwiseConv2d({ name: 'depth', kernelSize: 3, padding: 'same', activation: 'relu' });
  const point = layers.conv2d({ name: 'point', filters: 6, kernelSize: 1 });
  const sum = layers.add({ name: 'sum' }).apply([x, point.apply(depth.apply(x)) as tf.SymbolicTensor]);
  const both = layers.concatenate({ name: 'both' }).apply([x, sum as tf.SymbolicTensor]) as tf.SymbolicTensor;
  const pooled = layers.globalAveragePooling2d({ name: 'mean' }).apply(both) as tf.SymbolicTensor;
  const head = layers.dense({ name: 'head', units: 4, activation: 'softmax' }).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: head, name: 'branches' });
}

/** A chain of layers. */
function chain(): tf.LayersModel {
  const { layers } = tf;
  return tf.sequential({
    name: 'chain',
    layers: [
      layers.conv2d({ name: 'conv', inputShape: [8, 8, 1], filters: 4, kernelSize: 5, activation: 'relu' }),
      layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
      layers.flatten({ name: 'flat' }),
      layers.dropout({ name: 'drop', rate: 0.5 }),
      layers.dense({ name: 'hidden', units: 12, activation: 'tanh' }),
      layers.dense({ name: 'logits', units: 3 }),
    ],
  });
}

async function savedLayers(model: tf.LayersModel): Promise<Files> {
  const values = randomWeights(model.weights.map(({ originalName, shape }) => [originalName, shape as number[]]));
  model.setWeights(
    model.weights.map(({ originalName, shape }) => tf.tensor(values.get(originalName) ?? [], shape as number[])),
  );
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  const { modelTopology, weightSpecs, generatedBy, format } = artifacts;
  const json = { format, generatedBy, convertedBy: null, modelTopology, weightsManifest: [{ weights: weightSpecs }] };
  return { json, weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData)) };
}

function savedGraph({ modelTopology, weights, integers, integerShapes }: GraphFixture): Files {
  const floats = randomWeights(Object.entries(weights));
  const shapes = new Map<string, readonly number[]>([...Object.entries(weights), ...Object.entries(integerShapes)]);
  const lists = [
    ...Object.keys(weights).map((name) => [name, 'float32', floats.get(name) ?? new Float32Array(0)] as const),
    ...Object.entries(integers).map(([name, values]) => [name, 'int32', Int32Array.from(values)] as const),
  ];
  const specs = lists.map(([name, dtype]) => ({ name, dtype, shape: shapes.get(name) }));
  const bytes = lists.flatMap(([, , data]) => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
  const json = {
    format: 'graph-model',
    generatedBy: '2.11.0',
    convertedBy: 'written by hand',
    modelTopology,
    weightsManifest: [{ weights: specs }],
  };
  return { json, weights: Uint8Array.from(bytes) };
}

/** Turns float32 weights into codes, as the converter does with --quantize_uint8 and the like, a way after the other. */
function quantized({ json, weights }: Files): Files {
  const [group] = json['weightsManifest'] as [{ weights: tf.io.WeightsManifestEntry[] }];
  const ways = ['uint8', 'uint16', 'float16'] as const;
  const parts: Uint8Array[] = [];
  let at = 0;
  let turn = 0;
  const specs = group.weights.map((spec) => {
    const bytes = weights.slice(at, (at += 4 * sizeOf(spec.shape)));
    const way = spec.dtype === 'float32' ? ways[turn++ % 3]! : null;
    if (way === null) {
      parts.push(bytes);
      return spec;
    }
    const { data, quantization } = codesOf(new Float32Array(bytes.buffer), way);
    parts.push(data);
    return { ...spec, quantization };
  });
  return { json: { ...json, weightsManifest: [{ weights: specs }] }, weights: Uint8Array.from(Buffer.concat(parts)) };
}

function codesOf(values: Float32Array, way: 'uint8' | 'uint16' | 'float16') {
  if (way === 'float16') {
    const halves = Uint16Array.from(values, toHalf);
    return { data: new Uint8Array(halves.buffer), quantization: { dtype: way, original_dtype: 'float32' } };
  }
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const scale = max === min ? 1 : (max - min) / (way === 'uint8' ? 255 : 65_535);
  const codes = Array.from(values, (value) => Math.round((value - min) / scale));
  const data = way === 'uint8' ? Uint8Array.from(codes) : new Uint8Array(Uint16Array.from(codes).buffer);
  return { data, quantization: { dtype: way, min, scale, original_dtype: 'float32' } };
}

/** Normal numbers below 65,504 only, towards zero. */
function toHalf(value: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, value);
  const all = bits.getUint32(0);
  const exponent = ((all >>> 23) & 255) - 112;
  const sign = (all >>> 16) & 0x8000;
  return exponent <= 0 ? sign : sign | (exponent << 10) | ((all >>> 13) & 1023);
}

/** What TensorFlow.js reads of the files and computes with them. */
async function oracle({ json, weights }: Files, input: readonly number[]) {
  const [{ weights: specs }] = json['weightsManifest'] as [{ weights: tf.io.WeightsManifestEntry[] }];
  const artifacts = { ...json, weightSpecs: specs, weightData: weights.slice().buffer } as tf.io.ModelArtifacts;
  const handler = { load: () => Promise.resolve(artifacts) };
  const model = json['format'] === 'graph-model' ? await tf.loadGraphModel(handler) : await tf.loadLayersModel(handler);
  const image = tf.tensor(noise(BATCH * sizeOf(input), 99), [BATCH, ...input]);
  const output = model.predict(image) as tf.Tensor;
  const decoded = tf.io.decodeWeights(weights.slice().buffer, specs);
  return {
    input: entry(image, await image.data()),
    output: entry(output, await output.data()),
    weights: Object.fromEntries(
      Object.entries(decoded).map(([name, tensor]) => [name, entry(tensor, tensor.dataSync() as Float32Array)]),
    ),
  };
}

/** In two shards, cut anywhere. */
function inShards({ json, weights }: Files): Record<string, Uint8Array> {
  const [group] = json['weightsManifest'] as [{ weights: unknown }];
  const cut = Math.floor(weights.length / 2) + 1;
  const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
  const topology = { ...json, weightsManifest: [{ paths, ...group }] };
  return {
    'model.json': strToU8(JSON.stringify(topology)),
    'group1-shard1of2.bin': weights.slice(0, cut),
    'group1-shard2of2.bin': weights.slice(cut),
  };
}

async function make(name: string, files: Files, input: readonly number[]): Promise<void> {
  expected[name] = await oracle(files, input);
  const shards = inShards(files);
  if (name.endsWith('.zip')) {
    const folders = Object.fromEntries(Object.entries(shards).map(([file, bytes]) => [`model/${file}`, bytes]));
    writeFileSync(`${folder}${name}`, zipSync(folders, { mtime: '1980-01-01T00:00:00' }));
    return;
  }
  mkdirSync(`${folder}${name}`, { recursive: true });
  for (const [file, bytes] of Object.entries(shards)) writeFileSync(`${folder}${name}/${file}`, bytes);
}

await tf.setBackend('cpu');
await make('tfjs-layers', await savedLayers(branches()), [10, 9, 2]);
await make('tfjs-layers-quantized.zip', quantized(await savedLayers(chain())), [8, 8, 1]);
const { fused, plain } = graphFixtures;
await make('tfjs-graph', savedGraph(fused), fused.input);
await make('tfjs-graph-quantized.zip', quantized(savedGraph(plain)), plain.input);
writeFileSync(`${folder}expected-tfjs.json`, `${JSON.stringify(expected)}\n`);
