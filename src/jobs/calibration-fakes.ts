/** Recipes of weights and activations for the tests of calibration. */
import { defaultActivations } from '../experiment/defaults';
import type { ActivationSettings, Recipe, Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';

const weights = (id: string): Recipe => ({
  quantizer: choose('quantizer', id, id === 'uniform' ? { bits: 8 } : {}),
  granularity: choose('granularity', 'channel'),
  clipper: choose('clipper', 'minmax'),
  rounder: choose('rounder', 'nearest-even'),
});

export const uniform = (params: Record<string, number | string>) =>
  choose('quantizer', 'uniform', params, 'activations');
export const settings = (change: Partial<Recipe>, others: Partial<ActivationSettings> = {}): ActivationSettings => ({
  ...defaultActivations(),
  ...others,
  recipe: { ...defaultActivations().recipe, ...change },
});
export const side = (activations: ActivationSettings, weightsId = 'float'): Side => ({
  recipe: weights(weightsId),
  overrides: {},
  seed: 1,
  activations,
});
