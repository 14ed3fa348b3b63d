import type { IntegerPlace } from './integer-reports';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultActivations } from '../experiment/defaults';
import type { ActivationSettings, Recipe, Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { parseModelCard } from '../model/card';
import { type EvalResources, createEvalResources, evalJobs } from './evaluate';
import { finish } from './finish';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const IMAGES = 60;

let resources: EvalResources;

async function worker(id: string): Promise<EvalResources> {
  const resources = createEvalResources();
  const bundle = {
    card: parseModelCard(JSON.parse(read(`models/${id}/card.json`).toString())),
    topology: JSON.parse(read(`models/${id}/model.json`).toString()) as unknown,
    weights: bytes(`models/${id}/weights.bin`),
  };
  await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
  const packed = bytes('data/fashion-mnist/test-0-2000.bin');
  await finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from: 0, to: IMAGES }, resources));
  const training = bytes('data/fashion-mnist/train-0-10000.bin');
  await finish(evalJobs['load-calibration']({ packed: training, count: 10_000 }, resources));
  return resources;
}

beforeAll(async () => {
  resources = await worker('lenet-reference');
});

const weights = (params: Record<string, number | string>, granularity = 'channel'): Recipe => ({
  quantizer: choose('quantizer', 'uniform', params),
  granularity: choose('granularity', granularity),
  clipper: choose('clipper', 'minmax'),
  rounder: choose('rounder', 'nearest-even'),
});

const inputs = (params: Record<string, number | string>, change: Partial<Recipe> = {}): ActivationSettings => ({
  ...defaultActivations(),
  recipe: {
    ...defaultActivations().recipe,
    quantizer: choose('quantizer', 'uniform', params, 'activations'),
    ...change,
  },
});

const side = (recipe: Recipe, activations?: ActivationSettings): Side => ({
  recipe,
  overrides: {},
  seed: 1,
  ...(activations && { activations }),
});

async function tapsOf(given: Side) {
  const { activations } = given;
  return activations === undefined ? {} : finish(evalJobs.calibrate({ activations }, resources));
}

async function agreement(given: Side) {
  const taps = await tapsOf(given);
  return finish(evalJobs['integer-agreement']({ side: given, taps, from: 0, to: IMAGES }, resources));
}

async function output(given: Side, layer: string, place: IntegerPlace = { image: 3, at: [2, 3, 1] }) {
  const taps = await tapsOf(given);
  return finish(evalJobs['integer-output']({ side: given, taps, layer, place }, resources));
}

describe('integer arithmetic', () => {
  it.each([
    ['8 bits, a scale for each channel', weights({ bits: 8 }), inputs({ bits: 8 })],
    ['8 bits, affine weights', weights({ bits: 8, scheme: 'affine' }, 'tensor'), inputs({ bits: 8 })],
    ['4-bit weights, 6-bit activations', weights({ bits: 4 }), inputs({ bits: 6 })],
    ['symmetric activations', weights({ bits: 8 }), inputs({ bits: 8, scheme: 'symmetric' })],
    [
      'clipped activations',
      weights({ bits: 8 }),
      inputs({ bits: 4 }, { clipper: choose('clipper', 'percentile', {}, 'activations') }),
    ],
  ])('is its simulation within one code: %s', async (_name, recipe, activations) => {
    const answer = await agreement(side(recipe, activations));
    if (!answer.possible) throw new Error(answer.reason);
    const { codes, differing, largest, samePredictions, images } = answer.result;
    expect(codes).toBeGreaterThan(IMAGES * 1000);
    expect(largest).toBeLessThanOrEqual(1);
    // Float32 sums that are nearly ties, and what follows from them.
    expect(differing / codes).toBeLessThan(0.001);
    expect(samePredictions).toBeGreaterThanOrEqual(images - 1);
  });

  it.each([
    ['dscnn', 1e-3],
    ['resnet8', 0.04],
  ] as const)('predicts what its simulation does: %s', async (id, share) => {
    const own = await worker(id);
    const given = side(weights({ bits: 8 }), inputs({ bits: 8 }));
    const taps = await finish(evalJobs.calibrate({ activations: given.activations! }, own));
    const answer = await finish(evalJobs['integer-agreement']({ side: given, taps, from: 0, to: IMAGES }, own));
    if (!answer.possible) throw new Error(answer.reason);
    const { samePredictions, differing, codes } = answer.result;
    expect(samePredictions).toBe(IMAGES);
    expect(differing / codes).toBeLessThan(share);
  });

  it.each(['conv1', 'conv2', 'fc1', 'fc2'])(
    'shows the terms of one output of %s, near the real value',
    async (layer) => {
      const answer = await output(side(weights({ bits: 8 }), inputs({ bits: 8 })), layer);
      if (!answer.possible) throw new Error(answer.reason);
      const { terms, floatValue, simulatedValue, at, outputs } = answer.result;
      const { products, weightZeroTerm, inputZeroTerm, zeroZeroTerm, bias, accumulator } = terms;
      expect(products - weightZeroTerm - inputZeroTerm + zeroZeroTerm + bias).toBe(accumulator);
      at.forEach((index, axis) => expect(index).toBeLessThan(outputs[axis]!));
      const step = terms.output?.scale ?? 1e-3;
      const cut = terms.output === null ? simulatedValue : Math.max(simulatedValue, 0);
      expect(Math.abs(terms.value - cut)).toBeLessThanOrEqual(step * 0.51);
      expect(Math.abs(floatValue - simulatedValue)).toBeLessThan(0.5);
    },
  );

  it.each([
    ['float activations', side(weights({ bits: 8 })), /conv1 is float32/],
    [
      'dynamic ranges',
      side(weights({ bits: 8 }), inputs({}, { granularity: choose('granularity', 'sample', {}, 'activations') })),
      /one fixed scale/,
    ],
    ['groups of weights', side(weights({ bits: 8 }, 'group'), inputs({})), /scale for each group/],
    [
      'a codebook',
      side({ ...weights({ bits: 8 }), quantizer: choose('quantizer', 'codebook') }, inputs({})),
      /not uniform codes/,
    ],
  ])('says why it cannot be: %s', async (_name, given, reason) => {
    expect(await output(given, 'conv2')).toEqual({ possible: false, reason: expect.stringMatching(reason) as string });
    expect(await agreement(given)).toMatchObject({ possible: false });
  });
});
