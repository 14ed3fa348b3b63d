import { quantizers } from '../../../src/quantizers/registry';
import type { Recipe } from '../../../src/experiment/spec';

/** Why a part of a recipe does nothing with the chosen quantizer; null when it acts. */
export interface Reasons {
  readonly granularity: string | null;
  readonly clipper: string | null;
  readonly rounder: string | null;
}

const ALL_ACT: Reasons = { granularity: null, clipper: null, rounder: null };

/** Which parts of a recipe act, as its quantizer declares. */
export function applicability(recipe: Recipe): Reasons {
  return Object.values(quantizers).find((one) => one.id === recipe.quantizer.id)?.applies(recipe) ?? ALL_ACT;
}
