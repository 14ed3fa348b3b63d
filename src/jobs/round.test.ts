import { readFileSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import type { Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { parseModelCard } from '../model/card';
import type { JobGenerator, JobInput, JobResult } from './catalogue';
import type { RoundingTask } from './round-reports';
import { type TrainResources, createTrainResources, trainJobs } from './train';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;

function finish<R>(job: JobGenerator<unknown, R> | Promise<R>): R {
  if (job instanceof Promise) throw new TypeError('The job is not a generator.');
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

let resources: TrainResources;
beforeAll(async () => {
  resources = createTrainResources();
  const bundle = {
    card: parseModelCard(JSON.parse(read('models/lenet/card.json').toString())),
    topology: JSON.parse(read('models/lenet/model.json').toString()) as unknown,
    weights: bytes('models/lenet/weights.bin'),
  };
  await trainJobs['prepare-training']({ bundle, plain: false }, resources);
  const packed = bytes('data/fashion-mnist/train-0-10000.bin');
  finish(trainJobs['load-training-images']({ packed, count: 10_000, offset: 0, role: 'train' }, resources));
});

function sideAt(bits: number, granularity = choose('granularity', 'tensor')): Side {
  const { a } = defaultExperiment();
  const quantizer = choose('quantizer', 'uniform', { bits });
  return { ...a, overrides: {}, recipe: { ...a.recipe, quantizer, granularity, clipper: choose('clipper', 'mse') } };
}

const task = (change: Partial<RoundingTask> = {}): RoundingTask => ({
  side: sideAt(2),
  images: 24,
  settings: { iterations: 120, learningRate: 0.05, relativeLambda: 0.03 },
  activation: 'none',
  inputs: 'float',
  ...change,
});
const layer = (change: Partial<JobInput<'round-layer'>> = {}) => {
  const input = { run: 1, task: task(), layer: 'conv1', until: 120, every: 30, have: 0, ...change };
  return finish(trainJobs['round-layer'](input, resources));
};
const bit = (bits: Uint8Array, i: number): number => (bits[i >> 3]! >> (i & 7)) & 1;

describe('AdaRound on one layer', () => {
  it('sends a snapshot every so many steps, ends below nearest, and says what each flip saves', () => {
    const { layer: about, snapshots, result } = layer();
    expect(snapshots.map(({ iteration }) => iteration)).toEqual([0, 30, 60, 90, 120]);
    expect(about).toMatchObject({ layer: 'conv1', rows: 25, columns: 8, taps: [5, 5], low: -1, high: 1 });
    const [first, last] = [snapshots[0]!, snapshots.at(-1)!];
    expect(first).toMatchObject({ active: false, flipped: 0, hard: about.nearest });
    expect(last.hard).toBeLessThan(about.nearest / 2);
    expect(last.undecided).toBeLessThan(first.undecided);
    for (const { histogram } of snapshots) expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(200);
    const flips = Array.from({ length: 200 }, (_, i) => bit(last.ups, i) !== bit(about.nearestUps, i));
    expect(flips.filter(Boolean)).toHaveLength(last.flipped);
    result?.gains.forEach((gain, i) => expect(flips[i] || gain === 0).toBe(true));
    expect(Math.min(about.floor, about.ceil)).toBeGreaterThan(about.nearest);
  });

  it('is the same in parts as in one go, and gives a part again that got lost', () => {
    const whole = layer({ run: 2 });
    const half = layer({ run: 3, until: 60 });
    expect(half.result).toBeNull();
    const rest = layer({ run: 3, have: half.snapshots.length });
    expect([...half.snapshots, ...rest.snapshots]).toEqual(whole.snapshots);
    expect(rest.result).toEqual(whole.result);
    expect(layer({ run: 3, have: 3 }).snapshots).toEqual(rest.snapshots);
  });

  it.each<[string, Partial<RoundingTask>]>([
    ['behind the ReLU', { activation: 'relu' }],
    ['on inputs of quantized layers', { inputs: 'quantized' }],
    ['with groups of 16', { side: sideAt(2, choose('granularity', 'group', { groupSize: 16 })) }],
    ['with a scale for each channel', { side: sideAt(3, choose('granularity', 'channel')) }],
    [
      'with a linear schedule',
      { settings: { ...task().settings, schedule: { warmStart: 0.1, start: 10, end: 2, shape: 'linear' } } },
    ],
  ])('ends below nearest %s', (_, change) => {
    const { layer: about, snapshots } = layer({ run: 10, task: task(change), layer: 'conv2' });
    resources.rounding.clear();
    expect(snapshots.at(-1)!.hard).toBeLessThan(about.nearest);
    expect(about.behindRelu).toBe(change.activation === 'relu');
  });

  it('keeps no tensor after runs that were cancelled', () => {
    resources.rounding.clear();
    const { numTensors } = memory();
    for (let run = 20; run < 26; run++) {
      const input = { run, task: task(), layer: 'conv2', until: 120, every: 30, have: 0 };
      const job = trainJobs['round-layer'](input, resources) as JobGenerator<unknown, JobResult<'round-layer'>>;
      for (let step = 0; step < 1 + run; step++) job.next();
      job.return({} as JobResult<'round-layer'>);
    }
    resources.rounding.clear();
    expect(memory().numTensors).toBe(numTensors);
  });

  it('refuses a layer that is not there', () => {
    expect(() => layer({ run: 30, layer: 'conv9' })).toThrow(RangeError);
  });
});

describe('one output of a layer', () => {
  it('has errors of every rule; AdaRound and GPTQ are below nearest, floor and ceil far above', () => {
    const input = { task: task(), layer: 'conv2', row: 3, draws: 60 };
    const report = finish(trainJobs['round-row'](input, resources));
    expect(report).toMatchObject({ weights: 200, row: 3, best: null });
    expect(report.draws).toHaveLength(60);
    expect(report.adaround).toBeLessThan(report.nearest);
    expect(report.gptq).toBeLessThan(report.nearest);
    expect(Math.min(report.floor, report.ceil)).toBeGreaterThan(report.nearest);
    expect(report.pair?.first).toBeLessThan(report.pair?.second ?? 0);
    expect(finish(trainJobs['round-row'](input, resources))).toEqual(report);
    const worst = finish(trainJobs['round-row']({ ...input, row: -1 }, resources));
    expect(worst.nearest).toBeGreaterThanOrEqual(report.nearest);
    expect(() => finish(trainJobs['round-row']({ ...input, row: 16 }, resources))).toThrow(RangeError);
  });
});

describe('a whole network', () => {
  it('is rounded layer by layer below nearest, on its grid', () => {
    const { kernels, layers } = finish(trainJobs['round-network']({ task: task(), equalized: false }, resources));
    expect(layers.map(({ layer: name }) => name)).toEqual(['conv1', 'conv2', 'fc1', 'fc2']);
    for (const { error, nearestError } of layers) expect(error).toBeLessThan(nearestError);
    for (const kernel of kernels) expect(new Set(kernel).size).toBeLessThanOrEqual(3);
    const quick = task({ settings: { ...task().settings, iterations: 2 } });
    const moved = finish(trainJobs['round-network']({ task: quick, equalized: true }, resources));
    expect(Object.keys(moved.vectors)).toHaveLength(4);
  });

  it.each(['gptq', 'bias', 'equalization', 'awq'] as const)('can be rounded by %s', (rival) => {
    const { kernels, vectors } = finish(trainJobs['round-rival']({ task: task(), rival }, resources));
    expect(kernels.map(({ length }) => length)).toEqual([200, 3200, 37_632, 480]);
    expect(Object.keys(vectors)).toHaveLength(rival === 'bias' || rival === 'equalization' ? 4 : 0);
    for (const array of [...kernels, ...Object.values(vectors)]) expect(array.every(Number.isFinite)).toBe(true);
  });
});
