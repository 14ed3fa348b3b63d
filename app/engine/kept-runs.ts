import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Problem } from '../store/state';
import type { Outcome } from './outcome';

interface Counted {
  readonly done: number;
  readonly total: number;
}

interface State<Report> {
  readonly reports: ReadonlyMap<string, Report>;
  /** Null while nothing runs. */
  readonly progress: Counted | null;
  readonly problem: Problem | null;
}

interface Options {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Counted) => void;
}

/** One run at a time of something that takes seconds. */
export interface KeptRuns<Report> {
  readonly useRuns: () => State<Report>;
  /** A run that is still going is left to end by itself; nothing of it is shown. Resolves to whether this one was shown. */
  readonly run: (key: string, work: (options: Options) => Promise<Outcome<Report>>) => Promise<boolean>;
  readonly cancel: () => void;
}

/** Results, by key, that outlast leaving the screen. */
export function keptRuns<Report>(): KeptRuns<Report> {
  const runs = createStore<State<Report>>()(() => ({ reports: new Map(), progress: null, problem: null }));
  let controller: AbortController | null = null;

  const run: KeptRuns<Report>['run'] = async (key, work) => {
    const mine = (controller = new AbortController());
    runs.setState({ progress: { done: 0, total: 1 }, problem: null });
    const outcome = await work({
      signal: mine.signal,
      onProgress: (progress) => {
        if (controller === mine) runs.setState({ progress });
      },
    });
    if (controller !== mine) return false;
    controller = null;
    runs.setState(({ reports }) => ({
      progress: null,
      ...(outcome.ok
        ? { reports: new Map(reports).set(key, outcome.value) }
        : { problem: outcome.reason === 'cancelled' ? null : outcome.problem }),
    }));
    return true;
  };

  const cancel = (): void => {
    controller?.abort();
    controller = null;
    runs.setState({ progress: null });
  };

  return { useRuns: () => useZustand(runs), run, cancel };
}
