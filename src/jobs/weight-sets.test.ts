import { beforeAll, describe, expect, it } from 'vitest';
import { readModel, readSplit } from '../../e2e/support/shipped';
import { defaultExperiment } from '../experiment/defaults';
import { type RoundingMethod, methodParams, roundingScreen } from '../experiment/screens/rounding';
import { runParams, trainingScreen } from '../experiment/screens/training';
import type { RoundedWeights, ScaleRule, Side, TrainedWeights } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { readWeightFile, writeWeightFile } from '../io/weight-file';
import { weightsKey } from '../model/named-weights';
import type { ModelBundle } from '../model/types';
import { defaultsOf } from '../params/param';
import { createQuantResources, quantJobs } from './analyze';
import type { JobGenerator } from './catalogue';
import { createEvalResources, evalJobs } from './evaluate';
import { createTrainResources, trainJobs } from './train';
import type { TrainingLeg } from './train-reports';

const IMAGES = 400;

function finish<R>(job: JobGenerator<unknown, R> | Promise<R>): R {
  if (job instanceof Promise) throw new RangeError('This job has no steps.');
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

async function trained(bundle: ModelBundle, weights: TrainedWeights): Promise<TrainingLeg> {
  const resources = createTrainResources();
  await trainJobs['prepare-training']({ bundle, plain: false }, resources);
  for (const role of ['train', 'test'] as const)
    finish(trainJobs['load-training-images']({ ...(await readSplit(role)), role }, resources));
  const { under: side, scale, params, steps = 0 } = weights;
  const input = { run: 1, task: { side, scale, params }, checkpoint: null, until: steps, testImages: IMAGES };
  return finish(trainJobs.train(input, resources));
}

const { a } = defaultExperiment();
const SIDE: Side = { ...a, recipe: { ...a.recipe, quantizer: choose('quantizer', 'uniform', { bits: 3 }) } };
const PARAMS = { ...runParams(defaultsOf(trainingScreen)), images: 640, batchSize: 32, learningRate: 0.002 };
const made = (scale: ScaleRule, under: Side | null = SIDE): TrainedWeights => {
  return { kind: 'trained', under, scale, params: PARAMS, steps: 6 };
};

describe.each([
  ['frozen', made('frozen')],
  ['learned', made('learned')],
  ['max-abs', made('max-abs')],
  ['in float', made('frozen', null)],
] as const)('weights trained with a scale that is %s', (_name, weights) => {
  let bundle: ModelBundle;
  let leg: TrainingLeg;
  const evaluation = createEvalResources();
  const quant = createQuantResources();
  const side: Side = { ...SIDE, weights };
  const correct = (one: Side | null): number =>
    finish(evalJobs.evaluate({ side: one, from: 0, to: IMAGES }, evaluation)).correct;

  beforeAll(async () => {
    bundle = await readModel('lenet');
    leg = await trained(bundle, weights);
    await evalJobs['load-model']({ bundle, plain: false }, evaluation);
    finish(evalJobs['load-images']({ ...(await readSplit('test')), from: 0, to: 2000 }, evaluation));
    await quantJobs['load-weights']({ bundle, plain: false }, quant);
    for (const [jobs, resources] of [
      [evalJobs, evaluation],
      [quantJobs, quant],
    ] as const)
      await jobs['load-weight-set']({ key: weightsKey(weights), set: leg.weights }, resources as never);
  });

  it('predict in the Lab what they predicted in training', () => {
    const float = { ...side, recipe: { ...SIDE.recipe, quantizer: choose('quantizer', 'float') } };
    expect(correct(weights.under === null ? float : side)).toBe(leg.score?.correct);
  });

  it('leave the shipped weights and another recipe as they were', async () => {
    const shipped = correct(SIDE);
    const other: Side = { ...side, recipe: { ...SIDE.recipe, clipper: choose('clipper', 'percentile') } };
    if (weights.under !== null) expect(correct(other)).not.toBe(leg.score?.correct);
    expect(correct(SIDE)).toBe(shipped);
    await expect(
      quantJobs['analyze-layer'](
        { layer: 'conv2', recipe: SIDE.recipe, seed: 0, weights: made('frozen', null) },
        {
          ...quant,
          sets: createQuantResources().sets,
        },
      ) as Promise<unknown>,
    ).rejects.toThrow(/not in this worker/);
  });

  it('show their own codes under their recipe', async () => {
    if (weights.under === null) return;
    const report = await (quantJobs['analyze-layer'](
      { layer: 'conv2', recipe: SIDE.recipe, seed: SIDE.seed, weights },
      quant,
    ) as Promise<{ stems: { values: Float32Array } | null }>);
    const seen = new Set(leg.weights.kernels[1]?.values);
    expect(new Set(report.stems?.values)).toEqual(seen);
  });

  it('survive a file, and a file that was changed is refused', () => {
    const file = { model: 'lenet', weights, set: leg.weights, steps: 6, ms: 1000 };
    const bytes = writeWeightFile(file);
    expect(readWeightFile(bytes)).toEqual(file);
    expect(() => readWeightFile(bytes.subarray(0, bytes.length - 8))).toThrow(/lies outside/);
    expect(() => readWeightFile(bytes.subarray(0, 5))).toThrow(/cut short/);
    const broken = bytes.slice();
    broken.set(new Uint8Array(new Float32Array([NaN]).buffer), bytes.length - 4);
    if (weights.under !== null) expect(() => readWeightFile(broken)).toThrow(/do not fit/);
  });

  it('are refused by another network', async () => {
    const other = createEvalResources();
    await evalJobs['load-model']({ bundle: await readModel('digits-mlp'), plain: false }, other);
    await expect(
      evalJobs['load-weight-set']({ key: 'k', set: leg.weights }, other) as Promise<unknown>,
    ).rejects.toThrow(RangeError);
  });
});

describe.each<RoundingMethod>(['adaround', 'equalization'])('weights rounded by %s', (method) => {
  const all = { ...defaultsOf(roundingScreen), images: 24, iterations: 150, learningRate: 0.05 };
  const under = { ...SIDE, recipe: { ...SIDE.recipe, quantizer: choose('quantizer', 'uniform', { bits: 2 }) } };
  const weights: RoundedWeights = { kind: 'rounded', method, under, params: methodParams(method, all) };
  const side: Side = { ...under, weights };
  const evaluation = createEvalResources();
  const correct = (one: Side | null): number =>
    finish(evalJobs.evaluate({ side: one, from: 0, to: IMAGES }, evaluation)).correct;

  it('are measured in the Lab, survive a file, and leave the shipped weights as they were', async () => {
    const bundle = await readModel('lenet');
    const resources = createTrainResources();
    await trainJobs['prepare-training']({ bundle, plain: false }, resources);
    finish(trainJobs['load-training-images']({ ...(await readSplit('train')), role: 'train' }, resources));
    const { set } = finish(trainJobs['round-network']({ weights }, resources));
    await evalJobs['load-model']({ bundle, plain: false }, evaluation);
    finish(evalJobs['load-images']({ ...(await readSplit('test')), from: 0, to: 2000 }, evaluation));
    const [float, nearest] = [correct(null), correct(under)];
    expect(() => correct(side)).toThrow(/not in this worker/);
    await (evalJobs['load-weight-set']({ key: weightsKey(weights), set }, evaluation) as Promise<unknown>);
    // Equal ranges alone do not help this network at two bits.
    if (method === 'adaround') expect(correct(side)).toBeGreaterThan(nearest + IMAGES / 10);
    else expect(correct(side)).not.toBe(nearest);
    expect([correct(null), correct(under)]).toEqual([float, nearest]);
    const file = { model: 'lenet', weights, set, steps: 150, ms: 1000 };
    expect(readWeightFile(writeWeightFile(file))).toEqual(file);
  });
});
