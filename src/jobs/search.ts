import { keyOf } from '../experiment/key';
import { startSearch } from '../search/searches';
import type { Search } from '../search/task';
import type { JobTable } from './catalogue';
import type { SearchJobs, SearchStep } from './search-reports';

interface Session {
  readonly key: string;
  readonly search: Search;
  /** Scores that it was told. */
  told: number;
  /** What it waits for; null while it thinks. */
  waiting: SearchStep | null;
}

export interface SearchResources {
  session: Session | null;
}

export function createSearchResources(): SearchResources {
  return { session: null };
}

/** Searches for policies; the scores come from the evaluation workers. */
export const searchJobs: JobTable<SearchJobs, SearchResources> = {
  search: function* ({ task, plain, scores }, resources) {
    const key = keyOf([task, plain]);
    const known = resources.session;
    const goesOn = known?.key === key && known.told <= scores.length;
    const session = goesOn ? known : { key, search: startSearch(task, plain), told: 0, waiting: null };
    resources.session = session;
    for (let answers: readonly number[] = []; ;) {
      // Cancelled in the middle of its thoughts, it goes on with them at the next call.
      session.waiting ??= yield* think(session, answers);
      const { policies, done } = session.waiting;
      const next = session.told + policies.length;
      if (done || next > scores.length) return session.waiting;
      answers = scores.slice(session.told, next);
      session.told = next;
      session.waiting = null;
    }
  },
};

/** Up to the next policies that the search wants scored. */
function* think(
  { search, told }: Session,
  answers: readonly number[],
): Generator<{ scored: number }, SearchStep, void> {
  let step = search.next(answers);
  for (; step.done !== true; step = search.next([])) {
    if (step.value !== null) return { ...step.value, done: false };
    yield { scored: told };
  }
  return { policies: [], episode: null, done: true };
}
