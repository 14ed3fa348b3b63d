import { same } from '../experiment/key';
import type { Recipe } from '../experiment/spec';
import type { Measured, Seen } from './measured';

/** What was measured on a network under one recipe for all layers, as often as since the step was opened, on as many images as now. */
export function seenRecipes({ seen, experiment }: Measured, model: string): readonly Seen[] {
  return seen.filter(
    ({ spec, ...one }) =>
      one.model === model &&
      one.images === experiment.images &&
      spec.activations === undefined &&
      spec.weights === undefined &&
      Object.keys(spec.overrides).length === 0,
  );
}

function seenWith(measured: Measured, model: string, recipe: Recipe): readonly Seen[] {
  return seenRecipes(measured, model).filter(({ spec }) => same(spec.recipe, recipe));
}

/** Accuracy of a network under one recipe for all layers; null when that was not measured. */
export function valueWith(measured: Measured, model: string, recipe: Recipe): number | null {
  return seenWith(measured, model, recipe)[0]?.score.value ?? null;
}

/** Stored bits per weight of a network under one recipe for all layers; null when they were not counted. */
export function bitsWith(measured: Measured, model: string, recipe: Recipe): number | null {
  return seenWith(measured, model, recipe).find(({ bitsPerWeight }) => bitsPerWeight !== null)?.bitsPerWeight ?? null;
}

/** Decibels of SQNR of a layer's weights under one recipe for all layers; null when they were not measured. */
export function sqnrWith(measured: Measured, model: string, recipe: Recipe, layer: string): number | null {
  return seenWith(measured, model, recipe).find(({ sqnr }) => sqnr?.[layer] !== undefined)?.sqnr?.[layer] ?? null;
}

/** Bit widths of the recipes measured since the step was opened. */
export function widthsSeen({ seen }: Measured): ReadonlySet<number> {
  const widths = seen.map(({ spec }) => spec.recipe.quantizer.params['bits']);
  return new Set(widths.filter((bits) => typeof bits === 'number'));
}
