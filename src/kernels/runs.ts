import type { Doubles, RunPrefix } from './types';

/** Squared error of the first `to` values as a single run around their mean, to = 0 .. n. */
export function singleRuns({ count, first, second }: RunPrefix): Doubles {
  const errors = new Float64Array(count.length);
  for (let to = 1; to < count.length; to++) errors[to] = second[to]! - (first[to]! * first[to]!) / count[to]!;
  return errors;
}
