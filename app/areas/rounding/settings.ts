import { screenParams } from '../../../src/experiment/screens/settings';
import { type RoundingMethod, methodParams } from '../../../src/experiment/screens/rounding';
import type { Experiment, Recipe, RoundedWeights, Side } from '../../../src/experiment/spec';
import { choose } from '../../../src/experiment/techniques';
import type { ParamValue, Params } from '../../../src/params/param';
import type { TwoWeights } from '../../../src/rounding/two-weights';
import type { ChangeOptions } from '../../store/history';
import { setScreenParam } from '../../store/screen-actions';

/** The settings of the screen with their types; the table guarantees that each value fits. */
export interface RoundingSettings extends TwoWeights {
  readonly bits: number;
  readonly granularity: 'tensor' | 'channel' | 'group';
  readonly clipper: 'mse' | 'minmax';
  readonly images: number;
  readonly iterations: number;
  readonly jointImages: number;
  readonly jointSteps: number;
  readonly learningRate: number;
  readonly lambda: number;
  readonly warmStart: number;
  readonly betaStart: number;
  readonly betaEnd: number;
  readonly schedule: 'cosine' | 'linear';
  readonly activation: 'none' | 'relu';
  readonly inputs: 'float' | 'quantized';
  readonly seed: number;
  readonly row: number;
  readonly draws: number;
}

export function readSettings(params: Params): RoundingSettings {
  return params as unknown as RoundingSettings;
}

export function settingsOf(experiment: Experiment): RoundingSettings {
  return readSettings(screenParams(experiment.screens, 'rounding'));
}

export function set(name: keyof RoundingSettings, value: ParamValue, options?: ChangeOptions): void {
  setScreenParam('rounding', name, value, options);
}

/** The grid of the screen, with a rounder. */
function recipeOf({ bits, granularity, clipper }: RoundingSettings, rounder = 'nearest-even'): Recipe {
  return {
    quantizer: choose('quantizer', 'uniform', { bits }),
    granularity: choose('granularity', granularity),
    clipper: choose('clipper', clipper),
    rounder: choose('rounder', rounder),
  };
}

/** The whole network on the grid. */
export function networkSide(settings: RoundingSettings, rounder?: string): Side {
  return { recipe: recipeOf(settings, rounder), overrides: {}, seed: settings.seed };
}

/** Only one layer on the grid, the others in float. */
function layerSide(settings: RoundingSettings, layer: string): Side {
  const recipe = recipeOf(settings);
  const float: Recipe = { ...recipe, quantizer: choose('quantizer', 'float') };
  return { recipe: float, overrides: { [layer]: recipe }, seed: settings.seed };
}

/** The weights that a method makes on a grid. */
export function roundedBy(method: RoundingMethod, settings: RoundingSettings, under: Side): RoundedWeights {
  return { kind: 'rounded', method, under, params: methodParams(method, { ...settings }) };
}

/** One layer by AdaRound: the others in float, or all on the grid and rounded to nearest. */
export function layerWeights(settings: RoundingSettings, layer: string): RoundedWeights {
  return settings.inputs === 'float'
    ? roundedBy('adaround', settings, layerSide(settings, layer))
    : { ...roundedBy('adaround', settings, networkSide(settings)), layers: [layer] };
}
