/**
 * `npm run zoo [-- ID ...] [--idx-dir DIR] [--out DIR] [--epochs N] [--resume]`: trains the shipped models, by default all, with the
 * engine of the app, and writes model.json, weights.bin and card.json of each, and the list of all models. The same data give
 * the same bytes on every machine; only the time on the card is of the machine that first trained the model.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Model } from '../src/model/graph';
import { writeModel } from '../src/model/layers-model';
import { parseModel } from '../src/model/model';
import type { FloatMetric, ModelCard } from '../src/model/types';
import { type DatasetId, type DerivedEntry, type TrainedEntry, ZOO, type ZooEntry } from './catalogue';
import { describeModel, recipeInWords } from './describe';
import { MODELS, readCard, readModel, toText, writeModelFiles } from './files';
import { listModels } from './list';
import { measureModel } from './measure';
import { train, type TrainingOptions } from './train';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'idx-dir': { type: 'string' },
    out: { type: 'string' },
    epochs: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
});

const out = values.out === undefined ? MODELS : pathToFileURL(`${resolve(values.out)}/`);
const options: TrainingOptions = {
  idxDir: values['idx-dir'],
  epochs: values.epochs === undefined ? undefined : Number(values.epochs),
  resume: values.resume,
};

/** Trained models come first: others are computed from them. */
function chosen(ids: readonly string[]): readonly ZooEntry[] {
  const unknown = ids.filter((id) => !ZOO.some((entry) => entry.id === id));
  if (unknown.length > 0) {
    throw new Error(`There is no model ${unknown.join(', ')}; there are ${ZOO.map(({ id }) => id).join(', ')}.`);
  }
  const wanted = ZOO.filter(({ id }) => ids.length === 0 || ids.includes(id));
  return [...wanted.filter(({ kind }) => kind === 'trained'), ...wanted.filter(({ kind }) => kind !== 'trained')];
}

async function make(entry: ZooEntry): Promise<void> {
  if (entry.kind === 'trained') {
    const { model, seconds } = await train(entry, options);
    await ship(entry, entry.dataset, model, recipeInWords(entry), seconds);
  } else if (entry.kind === 'derived') {
    // A base that this run did not make is the shipped one.
    const folder = (await readCard(out, entry.from)) === null ? MODELS : out;
    const base = await readModel(folder, entry.from);
    const model = entry.apply(parseModel(base));
    await ship(entry, base.card.dataset as DatasetId, model, `The network ${entry.from}, ${entry.words}.`);
  }
}

async function ship(
  entry: TrainedEntry | DerivedEntry,
  dataset: DatasetId,
  model: Model,
  training: string,
  seconds?: number,
): Promise<void> {
  const written = writeModel(model, entry.id);
  const facts = describeModel(entry, dataset, model, written, training);
  const metric = await measureModel({
    card: { ...facts, ...unmeasured(dataset) },
    topology: written.topology,
    weights: written.weights.buffer,
  });
  // The same weights again: the time stays that of the first training.
  const known = await readCard(MODELS, entry.id);
  const time = known?.sha256 === facts.sha256 ? known.trainingSeconds : seconds && Math.round(seconds);
  const card: ModelCard = { ...facts, ...(time === undefined ? {} : { trainingSeconds: time }), ...metric };
  await writeModelFiles(out, written, card);
  console.log(`${entry.id}: ${inWords(metric)}, SHA-256 ${facts.sha256}`);
}

function unmeasured(dataset: DatasetId): FloatMetric {
  if (dataset === 'moby-dick') return { task: 'language', text: { bitsPerCharacter: 0, characters: 1 } };
  return { task: 'classify', accuracy: { correct: 0, images: 1 } };
}

function inWords(metric: FloatMetric): string {
  if (metric.task === 'language') return `${String(metric.text.bitsPerCharacter)} bits per character`;
  if (metric.task !== 'classify' || metric.accuracy === undefined) return 'nothing to measure';
  const { correct, images } = metric.accuracy;
  return `${((100 * correct) / images).toFixed(2)} % of ${String(images)} test images`;
}

for (const entry of chosen(positionals)) await make(entry);
await writeFile(new URL('index.json', out), toText(await listModels(out)));
