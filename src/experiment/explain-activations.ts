import {
  type CorrectAlone,
  type ExplainInput,
  type Explanation,
  NOISE_POINTS,
  decimal,
  pointsLost,
} from './explanation';
import { type Recipe, type Side, activationRecipeFor } from './spec';
import { choose, withParam } from './techniques';

/**
 * Names the input of the layer whose quantization costs most alone, if that is more than the weights of any layer cost, or
 * if all weights are float. Null where activations are not the main cause, or have not been measured.
 */
export function explainActivations({ side, score, alone, aloneActivations }: ExplainInput): Explanation | null {
  const worst = lowest(aloneActivations);
  if (worst === null || score === null) return null;
  const [layer, correct] = worst;
  const recipe = activationRecipeFor(side, layer);
  const weights = lowest(alone);
  const lost = pointsLost(score, score.correct);
  const points = pointsLost(score, correct);
  if (recipe === null || lost < NOISE_POINTS) return null;
  if (weights !== null && pointsLost(score, weights[1]) >= points) return null;
  return {
    title: lost < 5 ? 'What remains?' : 'Why so low?',
    cause: `${intro(layer, points, weights === null)} ${reason(recipe)}`,
    action: actionFor(side, layer, recipe),
  };
}

function lowest(correct: CorrectAlone): readonly [string, number] | null {
  return Object.entries(correct).reduce<readonly [string, number] | null>(
    (worst, now) => (worst === null || now[1] < worst[1] ? now : worst),
    null,
  );
}

function intro(layer: string, points: number, isFloat: boolean): string {
  if (points < NOISE_POINTS) {
    return `The input of no layer alone costs more than ${decimal(Math.max(points, 0))} points; the errors add up.`;
  }
  const than = isFloat ? 'more than that of any other layer' : 'more than the weights of any layer';
  return `Activations, not weights: the input of ${layer} alone costs ${decimal(points)} points, ${than}.`;
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
