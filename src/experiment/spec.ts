import type { Choice } from '../params/param';

/**
 * How the weights of one layer become codes and back.
 * Quantizer ids: `float`, `uniform`, `codebook`, `mx-shared`, `vsquant`, `binary`, `ternary`.
 * Granularity ids: `tensor`, `channel`, `group` (parameter `groupSize`).
 * Clipper ids: `minmax`, `percentile`, `mse`, `manual` (parameter `ratio` of the group's own maximum).
 * Rounder ids: `nearest-even`, `nearest-away`, `floor`, `ceil`, `toward-zero`, `stochastic`.
 */
export interface Recipe {
  readonly quantizer: Choice;
  readonly granularity: Choice;
  readonly clipper: Choice;
  readonly rounder: Choice;
}

/** What one layer does differently from its side's recipe: whole parts are replaced, never merged. */
export type RecipePatch = Partial<Recipe>;

/** One of the two things compared. */
export interface Side {
  readonly recipe: Recipe;
  /** Layer name to patch. */
  readonly overrides: Readonly<Record<string, RecipePatch>>;
  /** Seed of everything random on this side (stochastic rounding, random codebook starts). */
  readonly seed: number;
}

export type SideId = 'a' | 'b';

/** Everything that decides the numbers on screen. */
export interface Experiment {
  /** Id of a model in public/models. */
  readonly model: string;
  /** Number of test images the accuracy is measured on: 2,000 or 10,000. */
  readonly images: number;
  readonly a: Side;
  readonly b: Side;
}

/** The recipe that one layer of a side really gets. */
export function recipeFor(side: Side, layer: string): Recipe {
  return { ...side.recipe, ...side.overrides[layer] };
}
