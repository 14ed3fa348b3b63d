import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { store } from '../../store/store';
import { NO_RUNS, type Run, type RunId, type Runs } from './runs';

interface TrainingState {
  readonly runs: Runs;
  /** Runs still to do, the present one first. */
  readonly queue: readonly RunId[];
  /** Step of the histograms that are shown; null follows the runs. */
  readonly shownStep: number | null;
  /** Run whose single weights are shown; null: the latest that has some. */
  readonly shownSide: 'a' | 'b' | null;
}

/** Runs outlive the screen: leaving it neither stops nor forgets them. */
export const trainingStore = createStore<TrainingState>()(() => ({
  runs: NO_RUNS,
  queue: [],
  shownStep: null,
  shownSide: null,
}));

/** The rest of the page is told when a run goes on. */
trainingStore.subscribe(({ queue, runs }) => {
  const run = queue[0] === undefined ? null : runs[queue[0]];
  const name = run?.id === 'float' ? 'in float' : run?.id.toUpperCase();
  const background = run === null || run.status === 'paused' ? null : `Training ${name}`;
  if (background !== store.getState().background) store.setState({ background });
});

export function useTraining<T>(selector: (state: TrainingState) => T): T {
  return useZustand(trainingStore, selector);
}

export function changeRun(id: RunId, change: Partial<Run>): void {
  trainingStore.setState(({ runs }) => {
    const run = runs[id];
    return run === null ? {} : { runs: { ...runs, [id]: { ...run, ...change } } };
  });
}

export function putRun(run: Run): void {
  trainingStore.setState(({ runs }) => ({ runs: { ...runs, [run.id]: run } }));
}

export function setQueue(queue: readonly RunId[]): void {
  trainingStore.setState({ queue });
}

export function showStep(step: number | null): void {
  trainingStore.setState({ shownStep: step });
}

export function showSide(side: 'a' | 'b'): void {
  trainingStore.setState({ shownSide: side });
}
