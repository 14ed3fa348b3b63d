import { readFileSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import { type RoundingMethod, methodParams, roundingScreen } from '../experiment/screens/rounding';
import type { RoundedWeights, Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { parseModelCard } from '../model/card';
import { type Params, defaultsOf } from '../params/param';
import type { JobGenerator, JobInput, JobResult } from './catalogue';
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

const QUICK = { images: 24, iterations: 120, jointImages: 24, jointSteps: 120, learningRate: 0.05 };
const rounded = (method: RoundingMethod, params: Params = {}, under = sideAt(2)): RoundedWeights => {
  const all = { ...defaultsOf(roundingScreen), ...QUICK, ...params };
  return { kind: 'rounded', method, under, params: methodParams(method, all) };
};
const layer = (change: Partial<JobInput<'round-layer'>> = {}) => {
  const input = {
    ...{ run: 1, weights: rounded('adaround'), layer: 'conv1', until: 120, every: 30, have: 0 },
    ...change,
  };
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

  it.each<[string, RoundedWeights]>([
    ['behind the ReLU', rounded('adaround', { activation: 'relu' })],
    ['on inputs of rounded layers', { ...rounded('adaround'), layers: ['conv2'] }],
    ['with groups of 16', rounded('adaround', {}, sideAt(2, choose('granularity', 'group', { groupSize: 16 })))],
    ['with a scale for each channel', rounded('adaround', {}, sideAt(3, choose('granularity', 'channel')))],
    ['with a linear schedule', rounded('adaround', { schedule: 'linear', warmStart: 0.1, betaStart: 10 })],
  ])('ends below nearest %s', (_, weights) => {
    const { layer: about, snapshots } = layer({ run: 10, weights, layer: 'conv2' });
    resources.rounding.clear();
    expect(snapshots.at(-1)!.hard).toBeLessThan(about.nearest);
    expect(about.behindRelu).toBe(weights.params['activation'] === 'relu');
  });

  it('gives the weights that the whole method gives for that layer alone', () => {
    const weights: RoundedWeights = { ...rounded('adaround'), layers: ['conv2'] };
    const { result } = layer({ run: 11, weights, layer: 'conv2' });
    expect(result?.set).toEqual(finish(trainJobs['round-network']({ weights }, resources)).set);
    expect(result?.set.kernels.map((made) => made !== null)).toEqual([false, true, false, false]);
  });

  it('keeps no tensor after runs that were cancelled', () => {
    resources.rounding.clear();
    const { numTensors } = memory();
    for (let run = 20; run < 26; run++) {
      const input = { run, weights: rounded('adaround'), layer: 'conv2', until: 120, every: 30, have: 0 };
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
    const input = { weights: rounded('adaround'), layer: 'conv2', row: 3, draws: 60 };
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
  const made = (weights: RoundedWeights) => finish(trainJobs['round-network']({ weights }, resources));

  it('is rounded layer by layer below nearest, on its grid', () => {
    const { set, layers } = made(rounded('adaround'));
    expect(layers.map(({ layer: name }) => name)).toEqual(['conv1', 'conv2', 'fc1', 'fc2']);
    for (const { error, nearestError } of layers) expect(error).toBeLessThan(nearestError);
    for (const kernel of set.kernels) {
      expect(new Set(kernel?.codes)).toEqual(new Set([-1, 0, 1]));
      expect(kernel?.values[0]).toBe(Math.fround(kernel!.codes[0]! * kernel!.state.scales![0]!));
    }
  });

  it.each<[RoundingMethod, { readonly codes: boolean; readonly float: boolean }]>([
    ['gptq', { codes: true, float: false }],
    ['equalized-adaround', { codes: true, float: true }],
    ['joint-adaround', { codes: true, float: false }],
    ['bias', { codes: false, float: false }],
    ['equalization', { codes: false, float: true }],
    ['awq', { codes: false, float: true }],
    ['smoothquant', { codes: false, float: true }],
  ])('can be rounded by %s', (method, { codes, float }) => {
    const shipped = resources.prepared!.model;
    const { set } = made(rounded(method, { iterations: 2, jointSteps: 2 }));
    for (const array of set.arrays) expect(array.every(Number.isFinite)).toBe(true);
    for (const kernel of set.kernels) expect(kernel !== null).toBe(codes);
    expect(set.arrays[1]).toHaveLength(3200);
    const [own, was] = [set.arrays[1]!, shipped.kernels[1]!.data];
    if (float) expect(own).not.toEqual(was);
    else expect(own).toEqual(was);
    const biases = set.names.flatMap((name, at) => (name.endsWith('/bias') ? [set.arrays[at]!] : []));
    const moved = biases.filter((bias, at) => {
      const { op } = shipped.nodes.filter((node) => 'bias' in node.op && node.op.bias !== null)[at]!;
      return 'bias' in op && bias.some((b, i) => b !== op.bias![i]);
    });
    expect(moved.length).toBe(method === 'gptq' ? 0 : method === 'bias' || method === 'joint-adaround' ? 4 : 3);
  });
});
