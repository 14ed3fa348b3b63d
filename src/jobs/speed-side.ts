import { defaultActivations, defaultExperiment } from '../experiment/defaults';
import type { Side } from '../experiment/spec';
import { choose } from '../experiment/techniques';

/** How the speed bench quantizes: a scale for each channel of the weights, activations at 8 bits, biases in integers. */
export function speedSide(bits: number): Side {
  const { a } = defaultExperiment();
  const recipe = { ...a.recipe, granularity: choose('granularity', 'channel') };
  return withBits({ ...a, recipe, activations: { ...defaultActivations(), bias: 'int32' } }, bits);
}

/** The same with uniform weights of other bits. */
export function withBits(side: Side, bits: number): Side {
  return { ...side, recipe: { ...side.recipe, quantizer: choose('quantizer', 'uniform', { bits }) } };
}
