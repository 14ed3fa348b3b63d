import { uniformStream } from '../numerics/random';

/** The order of `count` examples in one epoch (Fisher and Yates); each epoch has a stream of its own. */
export function epochOrder(seed: number, epoch: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const next = uniformStream(seed, 'shuffle', epoch);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
