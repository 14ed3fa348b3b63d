import type { Recipe, Side } from '../../../src/experiment/spec';
import { techniqueOf } from '../../../src/experiment/techniques';
import { METHOD_NAMES } from '../../weights/method-names';

/** A recipe in a few words, from what its techniques are called: "Per-tensor, min-max, 3 bits". */
export function recipeName(recipe: Recipe): string {
  const bits = recipe.quantizer.params['bits'];
  const format = techniqueOf('quantizer', recipe.quantizer.id)?.label ?? recipe.quantizer.id;
  if (recipe.quantizer.id === 'float') return format;
  const width = typeof bits === 'number' ? `${bits} ${bits === 1 ? 'bit' : 'bits'}` : null;
  if (recipe.quantizer.id !== 'uniform') return [format, width].filter(Boolean).join(', ');
  const clipper = techniqueOf('clipper', recipe.clipper.id)?.label ?? recipe.clipper.id;
  return [granularityName(recipe), lowerFirst(clipper), width].filter(Boolean).join(', ');
}

/** A side in a few words: its recipe for weights, and the width of its activations where they are quantized. */
export function sideName({ recipe, activations, weights }: Side): string {
  const bits = activations?.recipe.quantizer.params['bits'];
  const made = weights?.kind === 'rounded' ? METHOD_NAMES[weights.method] : weights && 'trained';
  const name = [recipeName(recipe), made].filter(Boolean).join(', ');
  if (activations === undefined) return name;
  return typeof bits === 'number' ? `${name}, activations ${bits}` : `${name}, some activations`;
}

/** A recipe where there is hardly room: "3 bits, tensor". */
export function shortRecipeName(recipe: Recipe): string {
  const bits = recipe.quantizer.params['bits'];
  if (typeof bits !== 'number') return techniqueOf('quantizer', recipe.quantizer.id)?.label ?? recipe.quantizer.id;
  const kind = recipe.quantizer.id === 'uniform' ? recipe.granularity.id : recipe.quantizer.id;
  return `${bits} ${bits === 1 ? 'bit' : 'bits'}, ${kind}`;
}

function granularityName({ granularity }: Recipe): string {
  const size = granularity.params['groupSize'];
  if (granularity.id === 'group' && typeof size === 'number') return `Groups of ${size}`;
  return `Per-${granularity.id}`;
}

/** Lower-cases the first letter unless the word is an abbreviation. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
