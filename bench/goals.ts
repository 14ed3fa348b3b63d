/** `npm run goals [-- ID …]`: what AdaRound and training have to reach, measured in Node on the arithmetic of the page. */
import { type RoundingMethod, methodParams, roundingScreen } from '../src/experiment/screens/rounding';
import { runParams, trainingScreen } from '../src/experiment/screens/training';
import { type ScaleRule, type Side, onShippedWeights } from '../src/experiment/spec';
import { type Params, defaultsOf } from '../src/params/param';
import { Lab } from './lab';
import { perTensor } from './recipes';

/** The first test images, and float accuracy is measured on them, too. */
const IMAGES = 2000;

/** Percent right on the first test images. */
async function accuracy(lab: Lab, side: Side | null): Promise<string> {
  const right = (await lab.right(side, IMAGES)).reduce((sum, one) => sum + one, 0);
  return `${((100 * right) / IMAGES).toFixed(1)} %`;
}

async function trained(model: string, bits: number, scale: ScaleRule, change: Params): Promise<string> {
  const params = { ...runParams(defaultsOf(trainingScreen)), ...change };
  const [lab, side] = [await Lab.open(model), perTensor(bits)];
  const weights = { kind: 'trained', under: onShippedWeights(side), scale, params } as const;
  const before = await accuracy(lab, side);
  const after = await accuracy(lab, { ...side, weights });
  return `${before} before, ${after} after ${String(params['epochs'])} epochs of 10,000 images`;
}

async function rounded(model: string, bits: number, method: RoundingMethod, change: Params = {}): Promise<string> {
  const [lab, under] = [await Lab.open(model), perTensor(bits)];
  const params = methodParams(method, { ...defaultsOf(roundingScreen), ...change });
  const weights = { kind: 'rounded', method, under, params } as const;
  const nearest = await accuracy(lab, under);
  return `nearest ${nearest}, ${method} ${await accuracy(lab, { ...under, weights })}, float ${await accuracy(lab, null)}`;
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
  'round-dscnn-joint': {
    goal: 'dscnn, 3 bits, all layers at once: within 4 points of float',
    measure: () => rounded('dscnn', 3, 'joint-adaround'),
  },
};

const asked = process.argv.slice(2);
for (const [id, { goal, measure }] of Object.entries(GOALS)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  console.log(`${id}: ${goal}\n  ${await measure()}`);
}
