import { uniformStream } from '../../numerics/random';
import { type Search, type SearchTask, toPolicy } from '../task';
import { drawn } from './clamp';

const BATCH = 10;

/** Policies drawn evenly and lowered into the budget. */
export function* randomSearch(task: SearchTask): Search {
  const next = uniformStream(task.seed, 'policy-search');
  for (let left = task.evaluations; left > 0; left -= BATCH) {
    const policies = Array.from({ length: Math.min(BATCH, left) }, () => toPolicy(task, drawn(task, next)));
    yield { policies, episode: null };
  }
}
