import type { Recipe } from '../experiment/spec';
import type { Technique } from '../params/param';
import { rounders } from '../rounding/registry';
import { activationClippers } from './clippers';
import { activationGranularities } from './granularities';
import type { ActivationQuantizer } from './technique';
import { uniformActivations } from './uniform';

const FLOAT: Technique = {
  id: 'float',
  label: 'Float32',
  summary: 'Activations as computed: nothing is quantized.',
  source: 'IEEE 754-2019, binary32',
  params: {},
};

/** Quantizers that apply to activations. A codebook does not: its table would have to be searched at run time. */
const quantizers: Readonly<Record<string, ActivationQuantizer>> = { uniform: uniformActivations };

const NEAREST = ['nearest-even', 'nearest-away'] as const;

/** Every technique that a recipe for activations may name, by part and id; the order is that of the menus. */
export const activationTechniques: Readonly<Record<keyof Recipe, Readonly<Record<string, Technique>>>> = {
  quantizer: { float: FLOAT, ...quantizers },
  granularity: activationGranularities,
  clipper: activationClippers,
  rounder: Object.fromEntries(
    NEAREST.flatMap((id) => (rounders[id] === undefined ? [] : [[id, rounders[id]] as const])),
  ),
};

/** Why a recipe for activations cannot be carried out, in one sentence; null when it can. */
export function activationProblem(recipe: Recipe): string | null {
  return recipe.quantizer.id === 'float' ? null : activationQuantizerOf(recipe.quantizer.id).problem(recipe);
}

/** Throws RangeError for a quantizer that does not apply to activations. */
export function activationQuantizerOf(id: string): ActivationQuantizer {
  const found = Object.hasOwn(quantizers, id) ? quantizers[id] : undefined;
  if (found === undefined) throw new RangeError(`Unknown quantizer of activations: ${id}`);
  return found;
}
