import type { AreaId } from '../experiment/screens/registry';
import { withScreenParam } from '../experiment/screens/settings';
import { DEFAULT_SEED, floatRecipe } from '../experiment/defaults';
import type { Experiment, Recipe, RecipePatch, Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import type { Choice, Params } from '../params/param';

/** Who shares a scale: `tensor`, `channel`, or a number of weights. */
export type Sharing = 'tensor' | 'channel' | number;

function sharing(who: Sharing): Choice {
  return typeof who === 'number' ? choose('granularity', 'group', { groupSize: who }) : choose('granularity', who);
}

function clipping(clipper: string | number): Choice {
  return typeof clipper === 'number' ? choose('clipper', 'manual', { ratio: clipper }) : choose('clipper', clipper);
}

function recipe(quantizer: Choice, who: Sharing, clipper: string | number): Recipe {
  return {
    quantizer,
    granularity: sharing(who),
    clipper: clipping(clipper),
    rounder: choose('rounder', 'nearest-even'),
  };
}

/** Symmetric and restricted, rounded to nearest; `clipper` may be a share of the largest weight, set by hand. */
export function lin(bits: number, who: Sharing = 'tensor', clipper: string | number = 'minmax'): Recipe {
  return recipe(choose('quantizer', 'uniform', { bits }), who, clipper);
}

/** Affine: with a zero point. */
export function aff(bits: number, who: Sharing = 'tensor', clipper: string | number = 'minmax'): Recipe {
  return recipe(choose('quantizer', 'uniform', { bits, scheme: 'affine' }), who, clipper);
}

/** A codebook of 2^bits levels, placed by k-means. */
export function kmeans(bits: number): Recipe {
  return recipe(choose('quantizer', 'codebook', { bits }), 'tensor', 'minmax');
}

/** A format with fixed blocks, such as `mx-shared` or `vsquant`. */
export function format(quantizer: string, params: Params = {}): Recipe {
  return recipe(choose('quantizer', quantizer, params), 'tensor', 'minmax');
}

/** Weights as they are. */
export const float = floatRecipe;

/** A side on the weights that the model ships with. */
export function side(of: Recipe, overrides: Readonly<Record<string, RecipePatch>> = {}): Side {
  return { recipe: of, overrides, seed: DEFAULT_SEED };
}

/** Two recipes on a network. */
export function compare(model: string, a: Recipe | Side, b: Recipe | Side, more: Partial<Experiment> = {}): Experiment {
  const whole = (one: Recipe | Side): Side => ('recipe' in one ? one : side(one));
  return { model, images: 2000, a: whole(a), b: whole(b), ...more };
}

/** Settings of one screen as an experiment carries them: without those that equal the default. */
export function onScreen(area: AreaId, params: Params): Pick<Experiment, 'screens'> {
  const screens = Object.entries(params).reduce<Experiment['screens']>(
    (all, [key, value]) => withScreenParam(all, area, key, value),
    undefined,
  );
  return screens === undefined ? {} : { screens };
}
