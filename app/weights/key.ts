import { keyOf } from '../../src/experiment/key';
import type { MadeWeights } from '../../src/experiment/spec';

/** Identity of the values that some weights of a model have. */
export function setKey(model: string, weights: MadeWeights): string {
  return keyOf([model, weights]);
}
