import type { Recipe } from '../../../src/experiment/spec';
import { APPLIES_ALL, type Applicability } from '../../../src/quantizers/quantizer';
import { quantizers } from '../../../src/quantizers/registry';

export type Reasons = Applicability;

/** Which parts of a recipe act, as its quantizer declares: null, or why a part does nothing. */
export function applicability(recipe: Recipe): Reasons {
  return quantizers[recipe.quantizer.id]?.applies(recipe) ?? APPLIES_ALL;
}

/** Why a recipe cannot be carried out, in one sentence; null when it can. */
export function recipeProblem(recipe: Recipe): string | null {
  return quantizers[recipe.quantizer.id]?.problem(recipe) ?? null;
}
