import { welcome } from '../src/course/chapters/welcome';
import { defaultExperiment } from '../src/experiment/defaults';
import type { Experiment, Side } from '../src/experiment/spec';
import { recipeFor } from '../src/experiment/spec';
import { type SweepSeries, sweepTasks } from '../src/experiment/sweep';
import { defaultSeries } from '../src/experiment/default-series';
import { createQuantResources, quantJobs } from '../src/jobs/analyze';
import { createEvalResources, evalJobs } from '../src/jobs/evaluate';
import type { EvaluationShard, NetworkReport } from '../src/jobs/reports';
import type { ModelBundle } from '../src/model/types';
import { countChanged, countCorrect, wilson95 } from '../src/model/score';
import type { ExampleId, StoredPoint, StoredScore } from '../app/effects/precomputed';
import { MODELS, readBytes, readModel } from './files';
import { finish } from '../src/jobs/finish';

const IMAGES = 2000;
/** Measures sides one after the other on the first IMAGES test images. */
async function createMeter(bundle: ModelBundle): Promise<(side: Side | null) => Promise<StoredScore>> {
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const packed = await readBytes(new URL('../public/data/fashion-mnist/test-0-2000.bin', import.meta.url));
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

/** The layer that suffers most. */
function worstLayer({ layers }: NetworkReport): string {
  const sqnr = layers.map(({ metrics }) => metrics.sqnrDb);
  return layers[sqnr.indexOf(Math.min(...sqnr))]?.layer ?? '';
}

/** What is finished when a screen or the first lesson is opened. */
interface Given {
  readonly experiment: Experiment;
  /** Left out: the layer that suffers most under A. */
  readonly layer?: string | undefined;
  readonly series: readonly SweepSeries[];
}

/** The Lab as it first opens, and the first minute of the course. */
function given(id: ExampleId): Given {
  const first = welcome.steps[0];
  return id === 'welcome' && first !== undefined
    ? { experiment: first.preset(), layer: first.layer, series: [] }
    : { experiment: defaultExperiment(), series: defaultSeries() };
}

/** A finished example, computed by the same jobs as the app, as JSON text. */
export async function computeExample(id: ExampleId): Promise<string> {
  const { experiment, series, layer: named } = given(id);
  const bundle = await readModel(MODELS, experiment.model);
  const quant = createQuantResources();
  await finish(quantJobs['load-weights']({ bundle, plain: false }, quant));
  const network = (side: Side) => finish(quantJobs['analyze-network']({ side }, quant));
  const layer = named ?? worstLayer(await network(experiment.a));
  const report = (side: Side) =>
    finish(quantJobs['analyze-layer']({ layer, recipe: recipeFor(side, layer), seed: side.seed }, quant));
  const measure = await createMeter(bundle);
  const sweep: StoredPoint[] = [];
  for (const task of sweepTasks(series)) {
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
