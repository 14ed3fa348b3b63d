import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultActivations } from '../experiment/defaults';
import type { Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import { layersOf, parseModel } from '../model/model';
import { parseModelCard } from '../model/card';
import type { ModelBundle } from '../model/types';
import { loadKernels } from '../kernels/index';
import { PolicyEvaluator } from '../nn/policies/evaluator';
import { type Policy, activationQuantizerAt, quantizerAt } from '../search/policy';
import type { CalibratedTaps } from './activation-reports';
import { type EvalResources, createEvalResources, evalJobs } from './evaluate';
import { finish } from './finish';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;

const bundle: ModelBundle = {
  card: parseModelCard(JSON.parse(read('models/dscnn/card.json').toString())),
  topology: JSON.parse(read('models/dscnn/model.json').toString()),
  weights: bytes('models/dscnn/weights.bin'),
};
const layers = layersOf(parseModel(bundle)).map(({ name }) => name);
const TRAIN = { packed: bytes('data/fashion-mnist/train-0-10000.bin'), count: 10_000 };
const [FROM, TO] = [9960, 10_000];

const base: Side = {
  recipe: {
    quantizer: choose('quantizer', 'uniform', { bits: 4 }),
    granularity: choose('granularity', 'tensor'),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  },
  overrides: {},
  seed: 7,
};
const activations = { ...defaultActivations(), calibration: { images: 32, seed: 1 } };

/** The side that a policy is. */
function sideOf({ weights, activations: inputs }: Policy): Side {
  const own = Object.fromEntries(
    layers.map((layer, at) => [layer, { quantizer: quantizerAt(base.recipe, weights[at]!) }]),
  );
  const side = { ...base, overrides: own };
  if (inputs === null) return side;
  const overrides = Object.fromEntries(
    layers.map((layer, at) => [layer, { quantizer: activationQuantizerAt(activations.recipe, inputs[at]!) }]),
  );
  return { ...side, activations: { ...activations, overrides } };
}

describe('policies in the evaluation worker', () => {
  let resources: EvalResources;
  const taps: Record<number, CalibratedTaps> = {};
  const settingsAt = (bits: number) => ({
    ...activations,
    recipe: { ...activations.recipe, quantizer: activationQuantizerAt(activations.recipe, bits) },
  });
  const compare = async (policies: readonly Policy[], key = 'one') => {
    const side = { ...base, activations };
    const given = { key, base: { side, taps }, policies };
    return (await finish(evalJobs['compare-policies'](given, resources))).scores;
  };

  beforeAll(async () => {
    resources = createEvalResources();
    await finish(evalJobs['load-model']({ bundle, plain: false }, resources));
    await finish(evalJobs['load-comparison']({ ...TRAIN, from: FROM, to: TO }, resources));
    await finish(evalJobs['load-calibration'](TRAIN, resources));
    const images = { ...TRAIN, offset: 0, from: FROM, to: TO };
    await finish(evalJobs['load-images'](images, resources));
    for (const bits of [3, 4, 5, 6, 8])
      taps[bits] = await finish(evalJobs.calibrate({ activations: settingsAt(bits) }, resources));
  }, 60_000);

  const policies: readonly Policy[] = [
    { weights: [8, 8, 4, 5, 6, 8, 3, 8, 4, 8, 4, 6], activations: layers.map(() => 0) },
    { weights: [8, 8, 4, 5, 6, 8, 3, 8, 5, 8, 4, 2], activations: layers.map(() => 0) },
    { weights: layers.map(() => 6), activations: [8, 8, 6, 6, 5, 4, 8, 8, 6, 5, 4, 3] },
    { weights: [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 1], activations: [8, 8, 6, 6, 5, 4, 8, 8, 6, 5, 4, 8] },
  ];

  it('get as many images right as the same sides in an evaluation', async () => {
    const scores = await compare(policies);
    for (const [at, policy] of policies.entries()) {
      const side = sideOf(policy);
      const found = Object.fromEntries(
        layers.flatMap((layer, i) => {
          const bits = policy.activations?.[i] ?? 0;
          return bits === 0 ? [] : [[layer, taps[bits]![layer]!] as const];
        }),
      );
      const shard = await finish(evalJobs.evaluate({ side, from: FROM, to: TO, taps: found }, resources));
      expect(scores[at]!.images).toBe(TO - FROM);
      expect(scores[at]!.correct).toBe(shard.correct);
      expect(scores[at]!.squaredError).toBeCloseTo(shard.logitsSquaredError ?? NaN, 6);
    }
  });

  it('have the same score whatever was scored before, and float has no error', async () => {
    const none = layers.map(() => 0);
    const alone = await compare([policies[1]!], 'other');
    const float = { weights: none, activations: none };
    const [, one, again, begun, whole] = await compare(
      [policies[0]!, policies[1]!, policies[0]!, policies[1]!, float],
      'third',
    );
    expect(one).toEqual(alone[0]);
    // What both begin with is computed twice and kept.
    expect(begun).toEqual(alone[0]);
    expect(again!.correct).toBeGreaterThan(0);
    expect(whole!.squaredError).toBe(0);
  });

  it('have the scores of tfjs, which computes what has no kernels of our own', async () => {
    const side = { ...base, activations };
    const model = parseModel(bundle);
    const onTfjs = new PolicyEvaluator(model, loadKernels({ plain: true }), resources.comparison!, { side, taps }, 25);
    const own = await compare(policies, 'fourth');
    const { numTensors: before } = await finish(evalJobs.memory({}, resources));
    for (const [at, policy] of policies.entries()) {
      const { correct, images, squaredError, squaredFloat } = await finish(onTfjs.evaluate(policy));
      expect([correct, images]).toEqual([own[at]!.correct, own[at]!.images]);
      expect(squaredError / own[at]!.squaredError).toBeCloseTo(1, 5);
      expect(squaredFloat / own[at]!.squaredFloat).toBeCloseTo(1, 5);
    }
    const { numTensors: after } = await finish(evalJobs.memory({}, resources));
    expect(after).toBe(before);
  });
});
