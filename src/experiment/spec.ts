import type { Choice, Params } from '../params/param';
import type { RoundingMethod } from './screens/rounding';
import type { ScreenSettings } from './screens/types';

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

/**
 * How the activations become codes and back: the input of every layer with weights is quantized before it is multiplied.
 * A recipe has the same parts as for weights, with techniques of its own (`src/activations/registry.ts`). Ranges that are
 * fixed beforehand come from the float network on training images.
 */
export interface ActivationSettings {
  readonly recipe: Recipe;
  /** Layer name to what the input of that layer does differently; whole parts are replaced. */
  readonly overrides: Readonly<Record<string, RecipePatch>>;
  readonly calibration: {
    /** Number of training images that the ranges are taken from. */
    readonly images: number;
    /** Decides which images. */
    readonly seed: number;
  };
  /** `int32`: biases are rounded to multiples of (weight scale x activation scale) where both are fixed. */
  readonly bias: 'float32' | 'int32';
}

/** Rule for the levels of the weights while they are trained; `dorefa`: those of DoReFa-Net, which has no range. */
export type ScaleRule = 'frozen' | 'max-abs' | 'learned' | 'dorefa';

/**
 * Weights that a training makes of the float weights of the model. Everything that decides them is here, so that the same
 * values can be made again anywhere.
 */
export interface TrainedWeights {
  readonly kind: 'trained';
  /** What they were trained under; null: in float. */
  readonly under: Omit<Side, 'weights'> | null;
  readonly scale: ScaleRule;
  /** Settings of the Training screen that decide the run, all of them. */
  readonly params: Params;
  /** Left out: the whole run. */
  readonly steps?: number;
}

/** Weights that are rounded together, by what the layers put out or by what lies between them. */
export interface RoundedWeights {
  readonly kind: 'rounded';
  readonly method: RoundingMethod;
  /** Its recipes give the grids; its seed decides what is drawn. */
  readonly under: Omit<Side, 'weights'>;
  /** Only these layers; left out: every layer that has a grid. */
  readonly layers?: readonly string[];
  /** Settings of the Rounding screen that decide the method, all of them. */
  readonly params: Params;
}

/** Weights in place of those that the model ships with; a kind for each way to make them. */
export type MadeWeights = TrainedWeights | RoundedWeights;

/** One of the two things compared. */
export interface Side {
  readonly recipe: Recipe;
  /** Layer name to patch. */
  readonly overrides: Readonly<Record<string, RecipePatch>>;
  /** Absent: activations stay float32. */
  readonly activations?: ActivationSettings;
  /** Absent: the float weights that the model ships with. */
  readonly weights?: MadeWeights;
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
  /** Settings that single screens have of their own, as far as they differ from the defaults. */
  readonly screens?: ScreenSettings;
}

/** A side on the weights that the model ships with. */
export function onShippedWeights({ recipe, overrides, seed, activations }: Side): Omit<Side, 'weights'> {
  return { recipe, overrides, seed, ...(activations === undefined ? {} : { activations }) };
}

/** The recipe that one layer of a side really gets. */
export function recipeFor(side: Side, layer: string): Recipe {
  return { ...side.recipe, ...side.overrides[layer] };
}

/** The recipe that the input of one layer really gets; null when it stays float32. */
export function activationRecipeFor({ activations }: Pick<Side, 'activations'>, layer: string): Recipe | null {
  if (activations === undefined) return null;
  const recipe = { ...activations.recipe, ...activations.overrides[layer] };
  return recipe.quantizer.id === 'float' ? null : recipe;
}
