import { keyOf } from '../experiment/key';
import type { MadeWeights } from '../experiment/spec';

/** Identity of weights that are made: equal keys, equal values, of one model. */
export function weightsKey(weights: MadeWeights): string {
  return keyOf(weights);
}

/** What belongs to some weights in a worker. Throws RangeError when they were never brought there. */
export function namedIn<T>(sets: ReadonlyMap<string, T>, weights: MadeWeights): T {
  const found = sets.get(weightsKey(weights));
  if (found === undefined) throw new RangeError('The weights of this side are not in this worker.');
  return found;
}
