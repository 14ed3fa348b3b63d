/** `npm run goals [-- ID …]`: what AdaRound and training have to reach, measured in Node on the arithmetic of the page. */
import { readModel, readSplit } from '../e2e/support/shipped';
import { type RoundingMethod, methodParams, roundingScreen } from '../src/experiment/screens/rounding';
import { runParams, trainingScreen } from '../src/experiment/screens/training';
import type { RoundedWeights, ScaleRule, Side } from '../src/experiment/spec';
import { createEvalResources, evalJobs } from '../src/jobs/evaluate';
import { finish } from '../src/jobs/finish';
import { type TrainResources, createTrainResources, trainJobs } from '../src/jobs/train';
import { weightsKey } from '../src/model/named-weights';
import { type Params, defaultsOf } from '../src/params/param';
import { perTensor } from './recipes';

/** The first test images, and float accuracy is measured on them, too. */
const IMAGES = 2000;

async function worker(model: string): Promise<TrainResources> {
  const resources = createTrainResources();
  await trainJobs['prepare-training']({ bundle: await readModel(model), plain: false }, resources);
  for (const role of ['train', 'test'] as const)
    await finish(trainJobs['load-training-images']({ ...(await readSplit(role)), role }, resources));
  return resources;
}

async function trained(model: string, bits: number, scale: ScaleRule, change: Params): Promise<string> {
  const params = { ...runParams(defaultsOf(trainingScreen)), ...change };
  const task = { side: perTensor(bits), scale, params };
  const resources = await worker(model);
  const at = async (until: number) => {
    const input = { run: 1, task, checkpoint: null, until, testImages: IMAGES };
    const { score } = await finish(trainJobs.train(input, resources));
    return percent(score?.correct ?? NaN);
  };
  const before = await at(0);
  return `${before} before, ${await at(Infinity)} after ${String(params['epochs'])} epochs of 10,000 images`;
}

async function rounded(model: string, bits: number, method: RoundingMethod): Promise<string> {
  const under = perTensor(bits);
  const params = methodParams(method, defaultsOf(roundingScreen));
  const weights: RoundedWeights = { kind: 'rounded', method, under, params };
  const { set } = await finish(trainJobs['round-network']({ weights }, await worker(model)));
  const evaluation = createEvalResources();
  await evalJobs['load-model']({ bundle: await readModel(model), plain: false }, evaluation);
  await finish(evalJobs['load-images']({ ...(await readSplit('test')), from: 0, to: IMAGES }, evaluation));
  await evalJobs['load-weight-set']({ key: weightsKey(weights), set }, evaluation);
  const accuracy = async (side: Side | null) => {
    const { correct } = await finish(evalJobs.evaluate({ side, from: 0, to: IMAGES }, evaluation));
    return percent(correct);
  };
  const nearest = await accuracy(under);
  return `nearest ${nearest}, ${method} ${await accuracy({ ...under, weights })}, float ${await accuracy(null)}`;
}

function percent(correct: number): string {
  return `${((100 * correct) / IMAGES).toFixed(1)} %`;
}

const GOALS: Readonly<Record<string, { readonly goal: string; readonly measure: () => Promise<string> }>> = {
  'train-dscnn': {
    goal: 'dscnn, 3 bits, learned scale, rate 0.002: 82 % after two epochs',
    measure: () => trained('dscnn', 3, 'learned', { epochs: 2, learningRate: 0.002 }),
  },
  'train-lenet': {
    goal: 'lenet, 2 bits, frozen scale: 86 % after three epochs',
    measure: () => trained('lenet', 2, 'frozen', { epochs: 3 }),
  },
  'train-lenet-reference': {
    goal: 'lenet-reference, 2 bits, frozen scale: 86 % after three epochs',
    measure: () => trained('lenet-reference', 2, 'frozen', { epochs: 3 }),
  },
  'round-lenet': { goal: 'lenet, 2 bits: 80 %', measure: () => rounded('lenet', 2, 'adaround') },
  'round-lenet-reference': {
    goal: 'lenet-reference, 2 bits: 80 %',
    measure: () => rounded('lenet-reference', 2, 'adaround'),
  },
  'round-dscnn': { goal: 'dscnn, 3 bits: within 4 points of float', measure: () => rounded('dscnn', 3, 'adaround') },
  'round-dscnn-equalized': {
    goal: 'dscnn, 3 bits, ranges made equal first: within 4 points of float',
    measure: () => rounded('dscnn', 3, 'equalized-adaround'),
  },
};

const asked = process.argv.slice(2);
for (const [id, { goal, measure }] of Object.entries(GOALS)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  console.log(`${id}: ${goal}\n  ${await measure()}`);
}
