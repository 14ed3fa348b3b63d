import { useMemo } from 'react';
import type { Choice, ParamValue } from '../../../src/params/param';
import { type Recipe, type SideId, recipeFor } from '../../../src/experiment/spec';
import { type RecipePart, exchange } from '../../../src/experiment/techniques';
import { setExperiment, setLayerParam, setLayerPatch, setParam, setRecipePart } from '../../store/actions';
import { store, useStore } from '../../store/store';

/** Where the fields of a recipe column read and write: the whole side, or one layer of it. */
export interface RecipeEditor {
  readonly side: SideId;
  /** The layer being edited alone; null when the fields mean all layers. */
  readonly layer: string | null;
  readonly recipe: Recipe;
  readonly choose: (part: RecipePart, id: string) => void;
  readonly set: (part: RecipePart, key: string, value: ParamValue, options?: ChangeOptions) => void;
  /** Technique and parameters at once, so that a drag that changes both is one gesture. */
  readonly replace: (part: RecipePart, choice: Choice, options?: ChangeOptions) => void;
}

interface ChangeOptions {
  readonly commit?: boolean;
}

/** The editor of a side, or of one of its layers. */
export function useRecipeEditor(side: SideId, layer: string | null): RecipeEditor {
  const spec = useStore((state) => state.experiment[side]);
  return useMemo(
    () =>
      layer === null
        ? {
            side,
            layer,
            recipe: spec.recipe,
            choose: (part, id) => setRecipePart(side, part, id),
            set: (part, key, value, options) => setParam(side, part, key, value, options),
            replace: (part, choice, options) => replaceForAll(side, part, choice, options),
          }
        : {
            side,
            layer,
            recipe: recipeFor(spec, layer),
            choose: (part, id) => chooseForLayer(side, layer, part, id),
            set: (part, key, value, options) => setLayerParam(side, layer, part, key, value, options),
            replace: (part, choice, options) => replaceForLayer(side, layer, part, choice, options),
          },
    [side, layer, spec],
  );
}

function chooseForLayer(side: SideId, layer: string, part: RecipePart, id: string): void {
  const spec = store.getState().experiment[side];
  replaceForLayer(side, layer, part, exchange(part, recipeFor(spec, layer)[part], id));
}

function replaceForLayer(side: SideId, layer: string, part: RecipePart, choice: Choice, options?: ChangeOptions): void {
  const { overrides } = store.getState().experiment[side];
  setLayerPatch(side, layer, { ...overrides[layer], [part]: choice }, options);
}

function replaceForAll(side: SideId, part: RecipePart, choice: Choice, options?: ChangeOptions): void {
  const { experiment } = store.getState();
  const spec = experiment[side];
  setExperiment({ ...experiment, [side]: { ...spec, recipe: { ...spec.recipe, [part]: choice } } }, options);
}
