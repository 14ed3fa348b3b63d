import type { ActivationSettings, Experiment, Recipe, Side } from './spec';
import { choose } from './techniques';

/** Both sides start from this seed, so that they differ in nothing but the recipe. */
export const DEFAULT_SEED = 7;

/** Image counts that an experiment may be measured on: quick, and the whole test set. */
export const IMAGE_COUNTS: readonly number[] = [2000, 10000];

/** Most calibration images: those of the training file that the app ships. */
export const MAX_CALIBRATION_IMAGES = 10_000;

/** Activations at 8 bits as most toolkits do it: one affine scale for the input of a layer, fixed on 256 training images. */
export function defaultActivations(): ActivationSettings {
  return {
    recipe: {
      quantizer: choose('quantizer', 'uniform', { bits: 8 }, 'activations'),
      granularity: choose('granularity', 'tensor', {}, 'activations'),
      clipper: choose('clipper', 'minmax', {}, 'activations'),
      rounder: choose('rounder', 'nearest-even', {}, 'activations'),
    },
    overrides: {},
    calibration: { images: 256, seed: DEFAULT_SEED },
    bias: 'float32',
  };
}

/** Weights as they are. */
export function floatRecipe(): Recipe {
  return {
    quantizer: choose('quantizer', 'float'),
    granularity: choose('granularity', 'tensor'),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  };
}

/**
 * The comparison on screen at the first visit: one scale for a whole layer against one scale per channel, both at 4 bits, on
 * the network where that matters most.
 */
export function defaultExperiment(): Experiment {
  return {
    model: 'dscnn',
    images: 2000,
    a: side('tensor', 'minmax'),
    b: side('channel', 'mse'),
  };
}

function side(granularity: string, clipper: string): Side {
  return {
    recipe: {
      quantizer: choose('quantizer', 'uniform', { bits: 4 }),
      granularity: choose('granularity', granularity),
      clipper: choose('clipper', clipper),
      rounder: choose('rounder', 'nearest-even'),
    },
    overrides: {},
    seed: DEFAULT_SEED,
  };
}
