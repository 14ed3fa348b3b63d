import { activationTechniques } from '../activations/registry';
import { type Choice, type ParamValue, type Params, type Technique, defaultsOf } from '../params/param';
import { clippers } from '../clipping/registry';
import { granularities } from '../quantizers/granularity';
import { quantizers } from '../quantizers/registry';
import { rounders } from '../rounding/registry';
import { accepts, nearestAccepted } from './check-param';
import type { Recipe } from './spec';

export type RecipePart = keyof Recipe;

export const RECIPE_PARTS: readonly RecipePart[] = ['quantizer', 'granularity', 'clipper', 'rounder'];

/** What a recipe is for: the same parts, with techniques of their own. */
export type RecipeTarget = 'weights' | 'activations';

type TechniqueTable = Readonly<Record<RecipePart, Readonly<Record<string, Technique>>>>;

/** Every technique that a recipe for weights may name, by part and id. */
export const TECHNIQUES: TechniqueTable = {
  quantizer: quantizers,
  granularity: granularities,
  clipper: clippers,
  rounder: rounders,
};

const TARGETS: Readonly<Record<RecipeTarget, TechniqueTable>> = {
  weights: TECHNIQUES,
  activations: activationTechniques,
};

/** Every technique of a part, by id. */
export function techniquesOf(part: RecipePart, target: RecipeTarget): Readonly<Record<string, Technique>> {
  return TARGETS[target][part];
}

/** The technique of a part with the given id; undefined when there is none. */
export function techniqueOf(part: RecipePart, id: string, target: RecipeTarget = 'weights'): Technique | undefined {
  const table = techniquesOf(part, target);
  return Object.hasOwn(table, id) ? table[id] : undefined;
}

/**
 * A technique with its defaults, over which `params` are laid. Throws RangeError for an id that is not registered.
 */
export function choose(part: RecipePart, id: string, params: Params = {}, target: RecipeTarget = 'weights'): Choice {
  const technique = techniqueOf(part, id, target);
  if (technique === undefined) throw new RangeError(`Unknown ${part}: ${id}`);
  return { id, params: { ...defaultsOf(technique.params), ...params } };
}

/**
 * Changes the technique of a part. A parameter that both techniques have keeps its value when the new one accepts it;
 * every other parameter starts at its default.
 */
export function exchange(part: RecipePart, from: Choice, id: string, target: RecipeTarget = 'weights'): Choice {
  const table = techniqueOf(part, id, target)?.params ?? {};
  const kept = Object.entries(from.params).filter(([key, value]) => {
    const param = Object.hasOwn(table, key) ? table[key] : undefined;
    return param !== undefined && accepts(param, value);
  });
  return choose(part, id, Object.fromEntries(kept), target);
}

/** A choice with one parameter changed to the nearest accepted value; the same choice when there is none. */
export function withParam(
  part: RecipePart,
  choice: Choice,
  key: string,
  value: ParamValue,
  target: RecipeTarget = 'weights',
): Choice {
  const param = techniqueOf(part, choice.id, target)?.params[key];
  const accepted = param === undefined ? null : nearestAccepted(param, value);
  return accepted === null ? choice : { id: choice.id, params: { ...choice.params, [key]: accepted } };
}
