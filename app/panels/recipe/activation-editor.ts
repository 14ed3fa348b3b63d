import { useMemo } from 'react';
import { type Recipe, type SideId, activationRecipeFor, recipeFor } from '../../../src/experiment/spec';
import { type RecipePart, exchange, withParam } from '../../../src/experiment/techniques';
import type { Choice, ParamValue } from '../../../src/params/param';
import { activationsOf, changeActivations, setActivationPatch } from '../../store/activation-actions';
import type { ChangeOptions } from '../../store/history';
import { store, useStore } from '../../store/store';

/** Where the fields for activations read and write: the inputs of all layers, or that of one. */
export interface ActivationEditor {
  readonly side: SideId;
  /** The layer being edited alone; null when the fields mean all layers. */
  readonly layer: string | null;
  readonly recipe: Recipe;
  /** The recipe for the weights of the same layers. */
  readonly weights: Recipe;
  readonly choose: (part: RecipePart, id: string) => void;
  readonly set: (part: RecipePart, key: string, value: ParamValue, options?: ChangeOptions) => void;
  /** Quantizes at a width, or with null not at all. */
  readonly setBits: (bits: number | null) => void;
}

/** The editor of a side's activations, or of those of one of its layers. */
export function useActivationEditor(side: SideId, layer: string | null): ActivationEditor {
  const spec = useStore((state) => state.experiment[side]);
  return useMemo(() => {
    const recipe = recipeNow(side, layer);
    const choose = (part: RecipePart, id: string): void =>
      replace(side, layer, part, exchange(part, recipe[part], id, 'activations'));
    return {
      side,
      layer,
      recipe,
      weights: layer === null ? spec.recipe : recipeFor(spec, layer),
      choose,
      set: (part, key, value, options) =>
        replace(side, layer, part, withParam(part, recipe[part], key, value, 'activations'), options),
      setBits: (bits) => {
        if (bits === null) choose('quantizer', 'float');
        else replace(side, layer, 'quantizer', atBits(recipe.quantizer, bits));
      },
    };
  }, [side, layer, spec]);
}

function atBits(quantizer: Choice, bits: number): Choice {
  const uniform = quantizer.id === 'float' ? exchange('quantizer', quantizer, 'uniform', 'activations') : quantizer;
  return withParam('quantizer', uniform, 'bits', bits, 'activations');
}

function recipeNow(side: SideId, layer: string | null): Recipe {
  const settings = activationsOf(store.getState().experiment[side]);
  if (layer === null) return settings.recipe;
  const float = { ...settings.recipe, ...settings.overrides[layer] };
  return activationRecipeFor({ activations: settings }, layer) ?? float;
}

function replace(side: SideId, layer: string | null, part: RecipePart, choice: Choice, options?: ChangeOptions): void {
  if (layer === null) {
    changeActivations(side, (now) => ({ ...now, recipe: { ...now.recipe, [part]: choice } }), options);
    return;
  }
  const { overrides } = activationsOf(store.getState().experiment[side]);
  setActivationPatch(side, layer, { ...overrides[layer], [part]: choice }, options);
}
