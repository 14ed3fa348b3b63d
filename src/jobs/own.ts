/** Opens the files of a user as models of this app. */
import { ReadError } from '../io/read/errors';
import { readFiles } from '../io/read/read';
import type { GivenData } from '../io/data/types';
import type { ReadNetwork, ReadWeights } from '../io/read/types';
import { parsePreprocess } from '../model/card';
import { type Model, sizeOf } from '../model/graph';
import { layersOf, parseModel } from '../model/model';
import { hashOf, ownId } from '../model/own';
import { DISTRIBUTIONS, randomBytes, tokens } from '../model/random-inputs';
import type { ModelCard } from '../model/types';
import type { WaitingJobTable } from './catalogue';
import { type Decode, dataReportOf, openData, takeData } from './own-data';
import { takeLoose } from './own-loose';
import { packed } from './own-pack';
import type { ListedNetwork, ModelChoices, OpenReport, OwnData, OwnFile, OwnJobs, TakenModel } from './own-reports';
import { openedFrom } from './own-words';
import { Meter, given } from './read-meter';

/** What the worker that reads files keeps between jobs. */
export interface OwnResources {
  read: ReadNetwork | ReadWeights | null;
  names: readonly string[];
  data: GivenData | null;
  readonly decode: Decode;
}

/** @param decode decodes pictures, which only the environment can. */
export function createOwnResources(decode: Decode): OwnResources {
  return { read: null, names: [], data: null, decode };
}

export const ownJobs: WaitingJobTable<OwnJobs, OwnResources> = {
  'open-files': async function* ({ files }, resources) {
    const meter = new Meter(files.reduce((sum, { blob }) => sum + blob.size, 0));
    resources.read = null;
    const read = yield* meter.follow(readFiles(given(files, meter)));
    const report = reportOf(read);
    resources.read = read;
    resources.names = files.map(({ name }) => name);
    return report;
  },
  'take-model': async function* (choices, { read, names }) {
    if (read === null) throw new RangeError('No files are open.');
    if (read.kind === 'network') return takeNetwork(read, names, choices);
    return yield* takeLoose(read, names, choices);
  },
  'open-data': async function* ({ files, wanted, resize }, resources) {
    resources.data = null;
    const data = yield* openData(files, wanted, resize, resources.decode);
    resources.data = data;
    return dataReportOf(data);
  },
  'take-data': function* ({ record, choices }, { data }) {
    if (data === null) throw new RangeError('No data are open.');
    yield { done: 0, total: data.count };
    return takeData(data, record, choices);
  },
};

function reportOf(read: ReadNetwork | ReadWeights): OpenReport {
  const { format, title, notes } = read;
  const tensors = read.tensors.map(({ name, shape, dtype, values }) => ({ name, shape, dtype, values }));
  return { format, title, notes, tensors, network: read.kind === 'network' ? networkOf(read) : null };
}

function networkOf(read: ReadNetwork): ListedNetwork {
  const model = modelOf(read, hashOf(new Uint8Array(read.weights)));
  const layers = layersOf(model);
  return {
    input: read.input.shape,
    output: read.output,
    outputShape: model.nodes.at(-1)?.shape ?? [],
    layers: model.nodes.slice(1).map(({ name, op, shape }) => ({ name, kind: op.kind, shape })),
    kernels: layers.map(({ name, weights }) => ({ name, weights })),
    parameters: layers.reduce((sum, { weights }) => sum + weights, 0) + model.biasBytes / 4,
    macs: layers.reduce((sum, { macs }) => sum + macs, 0),
    words: wordsOf(model),
  };
}

function modelOf({ topology, weights, input, output }: ReadNetwork, sha256: string): Model {
  const card = { id: 'own', output, sha256, input: { shape: input.shape, preprocess: 'pixel' } };
  return parseModel({ card, topology, weights });
}

/** Rows of an embedding that looks up the input itself. */
function wordsOf({ nodes, kernels }: Model): number | null {
  const first = nodes.find(({ op, inputs }) => op.kind === 'embedding' && inputs[0] === 0);
  return first?.op.kind === 'embedding' ? (kernels[first.op.kernel]?.info.shape[0] ?? null) : null;
}

/** Multiply-accumulates that one comparison of outputs may take, and bytes that its inputs may have. */
const MACS = 2e9;
const INPUT_BYTES = 8 * 2 ** 20;
const MOST_INPUTS = 200;
const FEWEST_INPUTS = 4;
/** Inputs that are compared, and those that ranges of activations are taken from. */
const SEEDS = { test: 1, train: 2 };
/** As many as a recipe asks for at first. */
const CALIBRATION = 256;

function takeNetwork(read: ReadNetwork, names: readonly string[], choices: ModelChoices): TakenModel {
  const sha256 = hashOf(new Uint8Array(read.weights));
  const network = networkOf(read);
  const { inputs, preprocess, made } = randomInputs(network, choices);
  const essentials = {
    topology: read.topology,
    weights: sha256,
    input: { shape: network.input, preprocess: preprocess.text },
    task: 'output',
    data: made.map((file) => file.sha256),
  };
  const card: ModelCard = {
    id: ownId(essentials),
    title: choices.title,
    dataset: inputs.id,
    input: { shape: network.input, preprocess: preprocess.text, mean: preprocess.mean, std: preprocess.std },
    output: read.output,
    parameters: network.parameters,
    macs: network.macs,
    training: openedFrom(names),
    licence: 'that of your file',
    sha256,
    bytes: read.weights.byteLength,
    task: 'output',
  };
  const record = { form: 1, card, topology: read.topology, outputs: network.outputShape, data: inputs } as const;
  return { record, files: [{ sha256, bytes: read.weights.slice(0) }, ...made] };
}

function randomInputs(network: ListedNetwork, { inputs: chosen }: ModelChoices) {
  const size = sizeOf(network.input);
  const count = Math.max(
    FEWEST_INPUTS,
    Math.min(MOST_INPUTS, Math.floor(MACS / Math.max(network.macs, 1)), Math.floor(INPUT_BYTES / Math.max(size, 1))),
  );
  const { words } = network;
  if (words !== null && words > 256)
    throw new ReadError(
      'unsupported-dtype',
      `The network takes the numbers of ${String(words)} words; inputs here are bytes, of 256 kinds.`,
      'Its weights can be analysed alone: save them as .safetensors or .npz and open those.',
    );
  const { label, preprocess: text } = words === null ? DISTRIBUTIONS[chosen] : wordInputs(words);
  const draw = (length: number, seed: number): Uint8Array =>
    words === null ? randomBytes(chosen, length, seed) : tokens(words, length, seed);
  const part = (items: number, seed: number): OwnFile => packed(draw(items * size, seed), new Uint8Array(items));
  const fitting = Math.max(FEWEST_INPUTS, Math.min(CALIBRATION, Math.floor(INPUT_BYTES / Math.max(size, 1))));
  const test = part(count, SEEDS.test);
  const train = part(fitting, SEEDS.train);
  const inputs: OwnData = {
    id: `own-data-${test.sha256.slice(0, 16)}`,
    title: `${String(count)} random inputs, ${label}`,
    classes: [],
    test: [{ file: 'inputs', offset: 0, count, bytes: test.bytes.byteLength, sha256: test.sha256 }],
    train: [{ file: 'calibration', offset: 0, count: fitting, bytes: train.bytes.byteLength, sha256: train.sha256 }],
  };
  return { inputs, preprocess: { text, ...parsePreprocess(text) }, made: [test, train] };
}

function wordInputs(words: number) {
  return { label: `uniform over ${String(words)} words`, preprocess: 'token' };
}
