import { haqSearch } from './agent/haq-search';
import { evolutionarySearch } from './methods/evolutionary';
import { greedySearch } from './methods/greedy';
import { integerProgram } from './methods/integer-program';
import { randomSearch } from './methods/random';
import { type Method, type Search, type SearchTask, leastCost } from './task';

const SEARCHES: Readonly<Record<Method, (task: SearchTask, plain: boolean) => Search>> = {
  greedy: greedySearch,
  random: randomSearch,
  evolutionary: evolutionarySearch,
  ilp: integerProgram,
  haq: haqSearch,
};

/**
 * A search from its beginning. It is decided by the task and the scores alone: given the same ones it asks for the same
 * policies, so that one that was interrupted goes on by being told again what it knew.
 * Throws RangeError for a budget that even the fewest bits exceed.
 */
export function startSearch(task: SearchTask, plain: boolean): Search {
  if (leastCost(task) > task.budget) throw new RangeError('Even the fewest bits cost more than the budget.');
  return SEARCHES[task.method](task, plain);
}
