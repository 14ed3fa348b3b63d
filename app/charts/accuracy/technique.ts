import { keyOf } from '../../../src/experiment/key';
import type { Recipe, Side } from '../../../src/experiment/spec';
import { applicability } from '../../panels/recipe/applicability';

/** Equal for two recipes that differ in nothing but the bits, on weights made in the same way: the curve that a result belongs to. */
export function techniqueKey({ recipe, weights }: Side): string {
  const { quantizer, granularity, clipper, rounder } = recipe;
  const params = Object.fromEntries(Object.entries(quantizer.params).filter(([name]) => name !== 'bits'));
  return keyOf({
    quantizer: { id: quantizer.id, params },
    made: weights?.kind === 'trained' ? weights.scale : weights?.method,
    ...actingParts({ quantizer, granularity, clipper, rounder }),
  });
}

/** The parts that act with the recipe's quantizer; what does not act tells no two recipes apart. */
function actingParts(recipe: Recipe): Partial<Recipe> {
  const reasons = applicability(recipe);
  return {
    ...(reasons.granularity === null && { granularity: recipe.granularity }),
    ...(reasons.clipper === null && { clipper: recipe.clipper }),
    ...(reasons.rounder === null && { rounder: recipe.rounder }),
  };
}
