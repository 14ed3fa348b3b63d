import { keyOf } from '../experiment/key';
import { startSearch } from '../search/searches';
import type { Search } from '../search/task';
import type { JobTable } from './catalogue';
import type { SearchJobs, SearchStep } from './search-reports';

interface Session {
  readonly key: string;
  readonly search: Search;
  /** Scores that it was told, and what it waits for. */
  told: number;
  waiting: SearchStep;
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
    // What is cut short in the middle of its thoughts is of no use.
    resources.session = null;
    const goesOn = known?.key === key && known.told + known.waiting.policies.length === scores.length;
    const session = goesOn ? known : yield* begin(key, startSearch(task, plain));
    while (!session.waiting.done && session.told + session.waiting.policies.length <= scores.length) {
      const next = session.told + session.waiting.policies.length;
      session.waiting = yield* toNextAsk(session.search, scores.slice(session.told, next), next);
      session.told = next;
    }
    resources.session = session;
    return session.waiting;
  },
};

function* begin(key: string, search: Search): Generator<{ scored: number }, Session, void> {
  return { key, search, told: 0, waiting: yield* toNextAsk(search, [], 0) };
}

function* toNextAsk(
  search: Search,
  answers: readonly number[],
  scored: number,
): Generator<{ scored: number }, SearchStep, void> {
  let step = search.next(answers);
  for (; step.done !== true; step = search.next([])) {
    if (step.value !== null) return { ...step.value, done: false };
    yield { scored };
  }
  return { policies: [], episode: null, done: true };
}
