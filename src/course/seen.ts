import { same } from '../experiment/key';
import type { Recipe } from '../experiment/spec';
import type { Measured, Seen } from './measured';

/**
 * The measurement of a network under one recipe for all layers and nothing else, on as many images as are chosen now; null
 * when there was none since the step was opened.
 */
function seenWith({ seen, experiment }: Measured, model: string, recipe: Recipe): Seen | null {
  const fits = ({ spec, ...one }: Seen): boolean =>
    one.model === model &&
    one.images === experiment.images &&
    spec.activations === undefined &&
    spec.weights === undefined &&
    Object.keys(spec.overrides).length === 0 &&
    same(spec.recipe, recipe);
  return seen.find(fits) ?? null;
}

/** Accuracy of a network under one recipe for all layers; null when that was not measured. */
export function valueWith(measured: Measured, model: string, recipe: Recipe): number | null {
  return seenWith(measured, model, recipe)?.score.value ?? null;
}

/** Stored bits per weight of a network under one recipe for all layers; null when they were not counted. */
export function bitsWith(measured: Measured, model: string, recipe: Recipe): number | null {
  return seenWith(measured, model, recipe)?.bitsPerWeight ?? null;
}

/** Bit widths of the recipes measured since the step was opened. */
export function widthsSeen({ seen }: Measured): ReadonlySet<number> {
  const widths = seen.map(({ spec }) => spec.recipe.quantizer.params['bits']);
  return new Set(widths.filter((bits) => typeof bits === 'number'));
}
