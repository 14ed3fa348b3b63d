import {
  type MadeWeights,
  type RoundedWeights,
  type Side,
  type TrainedWeights,
  recipeFor,
} from '../../src/experiment/spec';
import { same } from '../../src/experiment/key';
import { JOINT_BATCH } from '../../src/rounding/joint-adaround';
import type { LayerInfo } from '../../src/model/types';
import { count, percent } from '../controls/format';
import type { WeightFacts } from '../store/state';
import { METHOD_NAMES } from './method-names';

const SCALES: Readonly<Record<TrainedWeights['scale'], string>> = {
  frozen: 'a frozen scale',
  'max-abs': 'a max-abs scale',
  learned: 'a learned scale',
  dorefa: 'DoReFa levels',
};

/** "Trained with a learned scale, 2 epochs"; "AdaRound, 1,000 steps a layer". */
export function weightsName(weights: MadeWeights): string {
  return weights.kind === 'trained' ? trainedName(weights) : roundedName(weights);
}

function trainedName({ under, scale, params, steps }: TrainedWeights): string {
  const epochs = Number(params['epochs']);
  const length =
    steps === undefined ? `${count(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}` : `${count(steps)} steps`;
  return `Trained ${under === null ? 'in float' : `with ${SCALES[scale]}`}, ${length}`;
}

function roundedName({ method, layers, params }: RoundedWeights): string {
  const { iterations, images } = params;
  const how =
    iterations !== undefined
      ? `, ${count(Number(iterations))} steps a layer`
      : images !== undefined
        ? `, ${count(Number(images))} training images`
        : '';
  return `${METHOD_NAMES[method]}${layers === undefined ? '' : ` of ${layers.join(', ')}`}${how}`;
}

/** Where they come from. */
export function factsText({ origin, score }: WeightFacts): string {
  if (origin === 'file') return 'from a file';
  return score === null ? 'made here' : `${percent(score.correct / score.images)} % when made`;
}

/** What the recipe does with them. */
export function sidesText(side: Side, { under }: MadeWeights): string {
  if (under !== null && same(recipeFor(side, ''), recipeFor(under, '')) && same(side.overrides, under.overrides))
    return 'With the codes and ranges that they were made with.';
  return 'Their float values, quantized by the recipe below.';
}

/** Milliseconds of a training step for each multiply-accumulate of its batch, on a slow laptop with two cores. */
const MS_PER_MAC = 7e-7;
/** Multiply-accumulates of an image where the network is not known yet. */
const SOME_MACS = 1e6;

/** What is known of a network before its weights are made; null before it is there. */
export interface MakingCost {
  readonly macs: number;
  readonly layers: readonly LayerInfo[];
}

/** How long it may take to make some weights, in seconds. */
export function estimatedSeconds(weights: MadeWeights, cost: MakingCost | null): number {
  const seconds = weights.kind === 'trained' ? trainingSeconds(weights, cost) : roundingSeconds(weights, cost);
  return Math.max(1, Math.round(seconds));
}

function trainingSeconds({ params, steps }: TrainedWeights, cost: MakingCost | null): number {
  const batch = Number(params['batchSize']);
  const all = Math.floor(Number(params['images']) / batch) * Number(params['epochs']);
  return steppingSeconds((steps ?? all) * batch, cost);
}

/** Steps through a whole network, forward and back, on so many images in all. */
function steppingSeconds(images: number, cost: MakingCost | null): number {
  return (images * (cost?.macs ?? SOME_MACS) * MS_PER_MAC) / 1000;
}

/** Seconds for each product of a step of AdaRound, for each weight of a step, and for what each layer is shown. */
const PER_PRODUCT = 1.6e-10;
const PER_WEIGHT = 7e-8;
const PER_LAYER = 0.4;
/** Seconds where the network is not known yet. */
const SOME_SECONDS = 20;

/** A step multiplies the weights of a layer with a moment of their inputs. */
function roundingSeconds({ method, layers: only, params }: RoundedWeights, cost: MakingCost | null): number {
  if (cost === null) return SOME_SECONDS;
  if (method === 'joint-adaround') return steppingSeconds(Number(params['jointSteps'] ?? 0) * JOINT_BATCH, cost);
  const iterations = Number(params['iterations'] ?? 0);
  const rounded = cost.layers.filter(({ name }) => only === undefined || only.includes(name));
  return rounded.reduce((sum, { weights, shape, layout }) => {
    const outputs = layout === 'depthwise' ? weights / ((shape[0] ?? 1) * (shape[1] ?? 1)) : (shape.at(-1) ?? 1);
    const products = weights * (weights / outputs);
    return sum + PER_LAYER + iterations * (products * PER_PRODUCT + weights * PER_WEIGHT);
  }, 0);
}
