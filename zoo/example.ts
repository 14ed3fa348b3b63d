import { readFile } from 'node:fs/promises';
import { defaultExperiment } from '../src/experiment/defaults';
import type { Experiment, Side } from '../src/experiment/spec';
import { recipeFor } from '../src/experiment/spec';
import { sweepTasks } from '../src/experiment/sweep';
import { defaultSeries } from '../src/experiment/default-series';
import type { JobGenerator } from '../src/jobs/catalogue';
import { createQuantResources, quantJobs } from '../src/jobs/analyze';
import { createEvalResources, evalJobs } from '../src/jobs/evaluate';
import type { EvaluationShard } from '../src/jobs/reports';
import type { ModelBundle, ModelCard } from '../src/model/types';
import { countChanged, countCorrect, wilson95 } from '../src/model/score';
import type { Score, SweepPoint } from '../app/store/state';

/** Runs a job to its end and returns its result. */
async function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): Promise<R> {
  if (job instanceof Promise) return job;
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

const IMAGES = 2000;
const root = new URL('..', import.meta.url);
const read = async (path: string): Promise<ArrayBuffer> => {
  const bytes = await readFile(new URL(path, root));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

async function loadBundle(id: string): Promise<ModelBundle> {
  const folder = `public/models/${id}/`;
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(folder + name, root), 'utf8'));
  return {
    card: (await json('card.json')) as ModelCard,
    topology: await json('model.json'),
    weights: await read(`${folder}weights.bin`),
  };
}

/** Measures sides one after the other on the first IMAGES test images. */
async function createMeter(bundle: ModelBundle): Promise<(side: Side | null) => Promise<Score>> {
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const packed = await read('public/data/fashion-mnist/test-0-2000.bin');
  const { labels } = await finish(
    evalJobs['load-images']({ packed, count: IMAGES, offset: 0, from: 0, to: IMAGES }, resources),
  );
  const run = (side: Side | null): Promise<EvaluationShard> =>
    finish(evalJobs.evaluate({ side, from: 0, to: IMAGES }, resources));
  const float = await run(null);
  return async (side) => {
    const shard = side === null ? float : await run(side);
    const correct = countCorrect(shard.predictions, labels);
    const squared = shard.logitsSquaredError;
    return {
      n: IMAGES,
      correct,
      ...wilson95(correct, IMAGES),
      changed: side === null ? null : countChanged(shard.predictions, float.predictions),
      predictions: null,
      logitsMse: squared === null ? null : squared / (IMAGES * 10),
    };
  };
}

/** Numbers to six significant digits: more than any label shows, at a third of the bytes. */
function compact(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, (v) => compact('', v));
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : String(value);
}

/** The finished example of the Lab for the default experiment, computed by the same jobs as the app, as JSON text. */
export async function computeExample(): Promise<string> {
  const experiment: Experiment = defaultExperiment();
  const bundle = await loadBundle(experiment.model);
  const quant = createQuantResources();
  const { layers } = await finish(quantJobs['load-weights']({ bundle, plain: false }, quant));
  const layer = layers[1]?.name ?? layers[0]?.name ?? '';
  const report = (side: Side) =>
    finish(quantJobs['analyze-layer']({ layer, recipe: recipeFor(side, layer), seed: side.seed }, quant));
  const network = (side: Side) => finish(quantJobs['analyze-network']({ side }, quant));
  const measure = await createMeter(bundle);
  const sweep: SweepPoint[] = [];
  for (const task of sweepTasks(defaultSeries())) {
    const { bitsPerWeight } = await network(task.side);
    sweep.push({ ...task, bitsPerWeight, score: await measure(task.side) });
  }
  const example = {
    experiment,
    layer,
    layerReports: { a: await report(experiment.a), b: await report(experiment.b) },
    networkReports: { a: await network(experiment.a), b: await network(experiment.b) },
    scores: { float: await measure(null), a: await measure(experiment.a), b: await measure(experiment.b) },
    sweep,
  };
  return `${JSON.stringify(example, compact)}\n`;
}
