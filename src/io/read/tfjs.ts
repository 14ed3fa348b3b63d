/** TensorFlow.js models: model.json with its weight files. */
import { isRecord } from '../../experiment/key';
import { layerEntries } from '../../model/topology';
import { ReadError, quoted } from './errors';
import { convertGraph } from './graph/convert';
import { parseJson } from './json';
import { type Built, networkOrWeights } from './network/finish';
import { Unsupported } from './network/unsupported';
import { weightsOf } from './tfjs-weights';
import { titleOf } from './titles';
import type { GivenFile, ReadNetwork, ReadWeights, TensorEntry } from './types';

const MOST_JSON = 32 * 2 ** 20;
/** Far more than any network that is taught with; finding the order of the layers takes their square. */
const MOST_LAYERS = 2_000;

/** Reads model.json with the files that it names. Rejects with ReadError. */
export async function readTfjs(file: GivenFile, files: readonly GivenFile[]): Promise<ReadNetwork | ReadWeights> {
  if (file.size > MOST_JSON)
    throw new ReadError('too-large', `${quoted(file.name)} has more than ${MOST_JSON / 2 ** 20} MiB.`);
  const json = parseJson(await file.read(0, file.size), quoted(file.name));
  if (!isRecord(json)) throw new ReadError('damaged', `${quoted(file.name)} is not an object.`);
  const { tensors, notes } = weightsOf(json['weightsManifest'], files);
  const title = titleFor(file);
  if (json['format'] === 'graph-model' || isGraph(json['modelTopology']))
    return networkOrWeights({ format: 'tfjs-graph', title, tensors, notes }, () => convertGraph(json, tensors, title));
  return networkOrWeights({ format: 'tfjs-layers', title, tensors, notes }, () => layersModel(json, tensors));
}

/** Early files do not name their format. */
function isGraph(topology: unknown): boolean {
  return isRecord(topology) && Array.isArray(topology['node']);
}

/** The folder of a model tells more than "model". */
function titleFor({ name }: GivenFile): string {
  const [folder] = name.split('/').slice(-2, -1);
  return folder ?? titleOf(name);
}

async function layersModel(json: Record<string, unknown>, tensors: readonly TensorEntry[]): Promise<Built> {
  checkCount(json);
  const [first] = layerEntries(json);
  const key = first?.config.has('batch_shape') === true ? 'batch_shape' : 'batch_input_shape';
  const input = first?.config.has(key) === true ? first.config.list(key).slice(1) : [];
  if (input.length === 0 || !input.every(isSize))
    throw new Unsupported(`Its input has no fixed size: [${JSON.stringify(input).slice(1, 60)}.`);
  return { ...(await floatWeights(json, tensors)), input };
}

function isSize(dim: unknown): dim is number {
  return Number.isSafeInteger(dim) && (dim as number) > 0;
}

/** Looks where the layers are listed in either form; `layerEntries` checks the rest. */
function checkCount({ modelTopology }: Record<string, unknown>): void {
  const topology = isRecord(modelTopology) ? modelTopology : {};
  const model = isRecord(topology['model_config']) ? topology['model_config'] : topology;
  const { config } = model;
  const layers = isRecord(config) ? config['layers'] : config;
  if (Array.isArray(layers) && layers.length > MOST_LAYERS)
    throw new Unsupported(`It has ${layers.length} layers, more than ${MOST_LAYERS}.`);
}

/** The same model with a manifest of float32 and all weights as one. */
async function floatWeights(json: Record<string, unknown>, tensors: readonly TensorEntry[]) {
  const total = tensors.reduce((sum, { values }) => sum + values, 0);
  const weights = new Float32Array(total);
  let at = 0;
  for (const tensor of tensors) {
    weights.set(await tensor.load(), at);
    at += tensor.values;
  }
  const manifest = [
    { paths: ['weights.bin'], weights: tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) },
  ];
  return { topology: { ...json, weightsManifest: manifest }, weights: weights.buffer };
}
