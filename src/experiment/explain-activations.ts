import type { TaskWords } from '../tasks/task';
import { type ExplainInput, type Explanation, type ValuesAlone, titleOf } from './explanation';
import { type Recipe, type Side, activationRecipeFor } from './spec';
import { choose, withParam } from './techniques';

/**
 * Names the input of the layer whose quantization costs most alone, if that is more than the weights of any layer cost, or
 * if all weights are float. Null where activations are not the main cause, or have not been measured.
 */
export function explainActivations({ side, task, score, alone, aloneActivations }: ExplainInput): Explanation | null {
  if (score === null) return null;
  const { words } = task;
  const harmOf = (value: number): number => words.harm(value, score.float);
  const worst = worstOf(aloneActivations, harmOf);
  if (worst === null) return null;
  const [layer, value] = worst;
  const recipe = activationRecipeFor(side, layer);
  const weights = worstOf(alone, harmOf);
  const lost = harmOf(score.value);
  if (recipe === null || lost < words.noise) return null;
  if (weights !== null && harmOf(weights[1]) >= harmOf(value)) return null;
  return {
    title: titleOf(task, lost),
    cause: `${intro(words, { layer, value, float: score.float }, weights === null)} ${reason(recipe)}`,
    action: actionFor(side, layer, recipe),
  };
}

function worstOf(values: ValuesAlone, harmOf: (value: number) => number): readonly [string, number] | null {
  return Object.entries(values).reduce<readonly [string, number] | null>(
    (worst, now) => (worst === null || harmOf(now[1]) > harmOf(worst[1]) ? now : worst),
    null,
  );
}

interface Alone {
  readonly layer: string;
  readonly value: number;
  readonly float: number;
}

function intro(words: TaskWords, { layer, value, float }: Alone, isFloat: boolean): string {
  if (words.harm(value, float) < words.noise) {
    return `${words.spread('The input of no layer', value, float)}; the errors add up.`;
  }
  const than = isFloat ? 'more than that of any other layer' : 'more than the weights of any layer';
  return `Activations, not weights: ${words.alone(`the input of ${layer}`, value, float)}, ${than}.`;
}

function reason({ quantizer, clipper, granularity }: Recipe): string {
  const bits = quantizer.params['bits'];
  const levels = typeof bits === 'number' ? `It has ${String(2 ** bits)} levels` : 'Its levels';
  const shared = granularity.id === 'sample' || granularity.id === 'channel' ? '' : ' for all values of a layer';
  return clipper.id === 'minmax'
    ? `${levels}${shared}, spread over the whole range that calibration saw.`
    : `${levels}${shared}.`;
}

function actionFor(side: Side, layer: string, recipe: Recipe): Explanation['action'] {
  const bits = recipe.quantizer.params['bits'];
  const isNarrow = typeof bits === 'number' && bits < 8;
  const quantizer = isNarrow
    ? withParam('quantizer', recipe.quantizer, 'bits', 8, 'activations')
    : choose('quantizer', 'float', {}, 'activations');
  const label = isNarrow ? `Give the input of ${layer} 8 bits` : `Keep the input of ${layer} in float`;
  const { activations } = side;
  if (activations === undefined) return { label, side };
  const overrides = { ...activations.overrides, [layer]: { ...activations.overrides[layer], quantizer } };
  return { label, side: { ...side, activations: { ...activations, overrides } } };
}
