import { defaultExperiment } from '../src/experiment/defaults';
import type { Side } from '../src/experiment/spec';
import { choose } from '../src/experiment/techniques';

/** Every layer at those bits, one scale a tensor, of least squared error. */
export function perTensor(bits: number): Side {
  const { a } = defaultExperiment();
  const quantizer = choose('quantizer', 'uniform', { bits });
  const clipper = choose('clipper', 'mse');
  const recipe = { ...a.recipe, quantizer, granularity: choose('granularity', 'tensor'), clipper };
  return { ...a, recipe, overrides: {} };
}
