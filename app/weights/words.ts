import { type MadeWeights, type Side, recipeFor } from '../../src/experiment/spec';
import { same } from '../../src/experiment/key';
import type { WeightFacts } from '../store/state';
import { count, percent } from '../controls/format';

const SCALES: Readonly<Record<MadeWeights['scale'], string>> = {
  frozen: 'frozen scale',
  'max-abs': 'max-abs scale',
  learned: 'learned scale',
};

/** "Trained, learned scale, 2 epochs". */
export function weightsName({ under, scale, params, steps }: MadeWeights): string {
  const epochs = Number(params['epochs']);
  const length =
    steps === undefined ? `${count(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}` : `${count(steps)} steps`;
  return `Trained ${under === null ? 'in float' : `with a ${SCALES[scale]}`}, ${length}`;
}

/** Where they come from. */
export function factsText({ origin, score }: WeightFacts): string {
  if (origin === 'file') return 'from a file';
  return score === null ? 'made here' : `${percent(score.correct / score.images)} % when made`;
}

/** What the recipe does with them. */
export function sidesText(side: Side, { under }: MadeWeights): string {
  if (under !== null && same(recipeFor(side, ''), recipeFor(under, '')) && same(side.overrides, under.overrides))
    return 'With the codes and ranges that training left.';
  return 'Their float values, quantized by the recipe below.';
}

/** Milliseconds of a step for each multiply-accumulate of its batch, on a slow laptop with two cores. */
const MS_PER_MAC = 7e-7;
/** Multiply-accumulates of an image where the network is not known yet. */
const SOME_MACS = 1e6;

/** How long it may take to make some weights, in seconds. */
export function estimatedSeconds({ params, steps }: MadeWeights, macs: number | null): number {
  const batch = Number(params['batchSize']);
  const all = Math.floor(Number(params['images']) / batch) * Number(params['epochs']);
  const ms = (steps ?? all) * batch * (macs ?? SOME_MACS) * MS_PER_MAC;
  return Math.max(1, Math.round(ms / 1000));
}
