/** For tests: compares the engine with the layers API of tfjs on its plain JavaScript backend, through a saved model. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as tf from '@tensorflow/tfjs';
import { parseModel } from '../model/model';
import { forward } from './forward';
import { NetworkWeights } from './network';

const BATCH = 3;

/** Seeded values in [-1, 1): the numerical recipes' generator. */
export function noise(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function randomize(model: tf.LayersModel): void {
  const weights = model.weights.map(({ originalName, shape }, index) => {
    const values = noise(
      shape.reduce<number>((product, dim) => product * (dim ?? 1), 1),
      index + 7,
    );
    return tf.tensor(
      originalName.endsWith('variance') ? values.map((value) => Math.abs(value) + 0.1) : values,
      shape as number[],
    );
  });
  model.setWeights(weights);
}

export async function saved(
  model: tf.LayersModel,
  shape: readonly number[],
): Promise<Parameters<typeof parseModel>[0]> {
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({} as tf.io.SaveResult);
    }),
  );
  const weights = tf.io.CompositeArrayBuffer.join(artifacts.weightData);
  const topology = {
    format: 'layers-model',
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
  };
  const card = {
    id: 'test',
    output: 'anything',
    sha256: bytesToHex(sha256(new Uint8Array(weights))),
    input: { shape, preprocess: 'pixel/255' },
  };
  return { card, topology: JSON.parse(JSON.stringify(topology)) as unknown, weights };
}

interface Comparison {
  /** Output shape, with the batch: of tfjs, of the engine, and as the layer graph predicts it. */
  readonly shapes: {
    readonly wanted: readonly number[];
    readonly got: readonly number[];
    readonly told: readonly number[];
  };
  /** Largest |output| of tfjs. */
  readonly scale: number;
  /** Largest difference between two outputs. */
  readonly worst: number;
  /** Tensors that the engine left behind. */
  readonly leaked: number;
}

/** Runs a model with seeded weights on both. `input` makes the values of the batch from their number. */
export async function compareWithLayers(
  model: tf.LayersModel,
  input: (count: number) => Float32Array = (count) => noise(count, 99),
): Promise<Comparison> {
  randomize(model);
  const shape = (model.inputs[0]?.shape ?? []).slice(1) as number[];
  const values = input(BATCH * shape.reduce((product, dim) => product * dim, 1));
  const bundle = await saved(model, shape);
  await tf.setBackend('cpu');
  const expected = model.predict(tf.tensor(values, [BATCH, ...shape])) as tf.Tensor;
  const wanted = { shape: expected.shape, data: (await expected.data()) as Float32Array };
  await tf.setBackend('wasm');
  const parsed = parseModel(bundle);
  const weights = new NetworkWeights(
    parsed,
    parsed.kernels.map(({ data }) => data),
  );
  const before = tf.memory().numTensors;
  const output = forward({
    model: parsed,
    weights,
    known: new Map([[0, tf.tensor(values, [BATCH, ...shape])]]),
    from: 1,
  });
  const got = { shape: output.shape, data: output.dataSync() as Float32Array };
  output.dispose();
  const leaked = tf.memory().numTensors - before;
  weights.dispose();
  return {
    shapes: { wanted: wanted.shape, got: got.shape, told: [BATCH, ...(parsed.nodes.at(-1)?.shape ?? [])] },
    scale: wanted.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
    worst: wanted.data.reduce((most, value, at) => Math.max(most, Math.abs(value - (got.data[at] ?? NaN))), 0),
    leaked,
  };
}
