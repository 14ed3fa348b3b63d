import { CALIBRATION_BATCH } from '../../../src/activations/observe';
import { activationRecipeFor, type Recipe, type Side } from '../../../src/experiment/spec';
import { techniqueOf } from '../../../src/experiment/techniques';

/** How activations are quantized, in few words: "tensor, min-max, affine". */
export function activationDetails({ quantizer, granularity, clipper }: Recipe): string {
  const label = techniqueOf('clipper', clipper.id, 'activations')?.label ?? clipper.id;
  return [granularity.id, label.toLowerCase(), quantizer.params['scheme']].join(', ');
}

/** What is to be said of the number of calibration images. */
export function calibrationNote(images: number): string {
  const seen = 'Training images, seen by the float network; never test images.';
  if (images > CALIBRATION_BATCH) return seen;
  const few = images === 1 ? 'A range of one image clips what others have beyond it' : 'So few images make one batch';
  return `${seen} ${few}; a moving average is the range of that batch.`;
}

/** Width of a layer's input: "8", or "32" in float. */
export function activationBits(side: Side, layer: string): string {
  const bits = activationRecipeFor(side, layer)?.quantizer.params['bits'];
  return typeof bits === 'number' ? String(bits) : '32';
}

/** "W3 A8": the width of weights and of activations of a side; null while all activations are float. */
export function widths(side: Side): string | null {
  const { activations } = side;
  if (activations === undefined) return null;
  const weight = side.recipe.quantizer.params['bits'];
  const w = side.recipe.quantizer.id === 'float' ? '32' : typeof weight === 'number' ? String(weight) : '·';
  const own = Object.keys(activations.overrides).length > 0 ? '*' : '';
  const bits = activations.recipe.quantizer.id === 'float' ? 32 : activations.recipe.quantizer.params['bits'];
  return `W${w} A${String(bits)}${own}`;
}
