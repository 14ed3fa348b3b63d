import { useMemo } from 'react';
import type { ParamValue } from '../../../src/params/param';
import { type Recipe, type SideId, recipeFor } from '../../../src/experiment/spec';
import { type RecipePart, exchange } from '../../../src/experiment/techniques';
import { setLayerParam, setLayerPatch, setParam, setRecipePart } from '../../store/actions';
import { store, useStore } from '../../store/store';

/** Where the fields of a recipe column read and write: the whole side, or one layer of it. */
export interface RecipeEditor {
  readonly side: SideId;
  /** The layer being edited alone; null when the fields mean all layers. */
  readonly layer: string | null;
  readonly recipe: Recipe;
  readonly choose: (part: RecipePart, id: string) => void;
  readonly set: (part: RecipePart, key: string, value: ParamValue, options?: { commit?: boolean }) => void;
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
          }
        : {
            side,
            layer,
            recipe: recipeFor(spec, layer),
            choose: (part, id) => chooseForLayer(side, layer, part, id),
            set: (part, key, value, options) => setLayerParam(side, layer, part, key, value, options),
          },
    [side, layer, spec],
  );
}

function chooseForLayer(side: SideId, layer: string, part: RecipePart, id: string): void {
  const spec = store.getState().experiment[side];
  const own = exchange(part, recipeFor(spec, layer)[part], id);
  setLayerPatch(side, layer, { ...spec.overrides[layer], [part]: own });
}
