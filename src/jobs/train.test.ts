import { readFile } from 'node:fs/promises';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHORT_RUN } from '../../e2e/support/short-run';
import { defaultsOf } from '../params/param';
import { defaultExperiment } from '../experiment/defaults';
import { trainingScreen } from '../experiment/screens/training';
import type { Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import type { ModelBundle, ModelCard } from '../model/types';
import type { JobGenerator, JobInput } from './catalogue';
import { type TrainResources, createTrainResources, trainJobs } from './train';
import type { TrainingLeg, TrainingStep } from './train-reports';
import { resultOf } from '../numerics/steps';

const root = new URL('../..', import.meta.url);
const read = async (path: string): Promise<ArrayBuffer> => {
  const bytes = await readFile(new URL(path, root));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};
const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, root), 'utf8'));

async function prepared(model = 'lenet'): Promise<TrainResources> {
  const resources = createTrainResources();
  const bundle: ModelBundle = {
    card: (await json(`public/models/${model}/card.json`)) as ModelCard,
    topology: await json(`public/models/${model}/model.json`),
    weights: await read(`public/models/${model}/weights.bin`),
  };
  await trainJobs['prepare-training']({ bundle, plain: false }, resources);
  for (const [file, count, role] of [
    ['train-0-10000', 10000, 'train'],
    ['test-0-2000', 2000, 'test'],
  ] as const) {
    const packed = await read(`public/data/fashion-mnist/${file}.bin`);
    const load = trainJobs['load-training-images']({ packed, count, offset: 0, role }, resources);
    resultOf(load as JobGenerator<unknown, unknown>);
  }
  return resources;
}

const { a } = defaultExperiment();
const SIDE: Side = { ...a, recipe: { ...a.recipe, quantizer: choose('quantizer', 'uniform', { bits: 3 }) } };
const params = { ...defaultsOf(trainingScreen), images: 640, batchSize: 32, learningRate: 0.002 };
const input = (change: Partial<JobInput<'train'>> = {}): JobInput<'train'> => ({
  run: 1,
  task: { side: SIDE, scale: 'frozen', params },
  checkpoint: null,
  until: 20,
  testImages: 0,
  ...change,
});
const train = (given: JobInput<'train'>, resources: TrainResources) =>
  trainJobs.train(given, resources) as JobGenerator<TrainingStep, TrainingLeg>;

describe('train', () => {
  let resources: TrainResources;
  beforeAll(async () => {
    resources = await prepared();
  });

  it('measures, trains and measures again; the network learns to live with three bits', () => {
    const before = resultOf(train(input({ run: 10, until: 0, testImages: 500 }), resources));
    const after = resultOf(train(input({ run: 10, testImages: 500 }), resources));
    expect(before.checkpoint.step).toBe(0);
    expect(after.checkpoint.step).toBe(20);
    expect(after.score?.images).toBe(500);
    expect(after.losses.filter((loss) => Number.isFinite(loss))).toHaveLength(20);
    expect(after.score?.correct).toBeGreaterThan(before.score?.correct ?? Infinity);
  });

  it('sends what the network sees of each layer: seven values at three bits', () => {
    const { layers } = resultOf(train(input({ run: 11, until: 3 }), resources));
    expect(layers.map(({ layer }) => layer)).toEqual(['conv1', 'conv2', 'fc1', 'fc2']);
    for (const { latent, seen, levels } of layers) {
      const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
      expect(levels?.values.length).toBeLessThanOrEqual(7);
      expect(total(latent)).toBe(total(seen));
      expect(levels === null ? 0 : total(levels.counts)).toBe(total(seen));
    }
  });

  it('goes on after a pause, and in another worker from the last checkpoint, to the same weights', async () => {
    const whole = resultOf(train(input({ run: 12 }), resources));
    const paused = train(input({ run: 13 }), resources);
    for (let step = 0; step < 7; step++) paused.next();
    paused.return(whole);
    const resumed = resultOf(train(input({ run: 13 }), resources));
    expect(resumed.checkpoint).toEqual(whole.checkpoint);
    const half = resultOf(train(input({ run: 14, until: 10 }), resources));
    const elsewhere = await prepared();
    const rest = resultOf(train(input({ run: 14, checkpoint: structuredClone(half.checkpoint) }), elsewhere));
    expect(rest.checkpoint).toEqual(whole.checkpoint);
    expect(Number.isNaN(rest.losses[9])).toBe(true);
  });

  it('gives the numbers that a browser gives for the same seed', async () => {
    const own = { ...defaultsOf(trainingScreen), images: SHORT_RUN.images };
    const task = { side: SIDE, scale: 'frozen' as const, params: own };
    const given = input({ run: 20, until: SHORT_RUN.steps, testImages: 2000, task });
    const { losses, score } = resultOf(train(given, await prepared('lenet-reference')));
    expect(score).toEqual({ correct: SHORT_RUN.correct, images: 2000 });
    expect(losses.reduce((sum, loss) => sum + loss, 0) / SHORT_RUN.steps).toBe(SHORT_RUN.loss);
  });

  it('trains in float where there is no side', () => {
    const { layers } = resultOf(
      train(input({ run: 15, until: 2, task: { side: null, scale: 'frozen', params } }), resources),
    );
    expect(layers.every(({ levels }) => levels === null || levels.values.length > 7)).toBe(true);
  });

  it('stops a loss that grows, says why, and returns the last good state', () => {
    const wild = { ...params, learningRate: 1, optimizer: 'sgd', schedule: 'constant', ste: 'pass-through', epochs: 4 };
    const leg = resultOf(train(input({ run: 16, until: 80, task: { ...input().task, params: wild } }), resources));
    expect(leg.failure?.message).toMatch(/learning rate of 1/);
    expect(leg.checkpoint.arrays.every((array) => array.every((value) => Number.isFinite(value)))).toBe(true);
  });

  it('holds no tensor after fifty starts that are cancelled', async () => {
    const { numTensors } = memory();
    for (let cycle = 0; cycle < 50; cycle++) {
      const job = train(input({ run: 100 + cycle, testImages: 100 }), resources);
      for (let step = 0; step < 1 + (cycle % 3); step++) job.next();
      job.return({} as TrainingLeg);
    }
    const { numTensors: left } = await (trainJobs['forget-training']({}, resources) as Promise<{ numTensors: number }>);
    expect(left).toBe(numTensors);
  });

  it('refuses images that do not follow those that are there', async () => {
    const packed = await read('public/data/fashion-mnist/test-2000-10000.bin');
    const load = trainJobs['load-training-images']({ packed, count: 8000, offset: 8000, role: 'test' }, resources);
    expect(() => resultOf(load as JobGenerator<unknown, unknown>)).toThrow(RangeError);
  });
});
