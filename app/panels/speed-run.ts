/** Runs the speed bench in a worker of the pool; its results outlast leaving the Lab. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { speedSide } from '../../src/jobs/speed-side';
import type { SpeedReport } from '../../src/jobs/speed-reports';
import { benchSpeed } from '../engine/requests';
import type { Problem } from '../store/state';
import { store } from '../store/store';

interface SpeedState {
  /** By model. */
  readonly reports: ReadonlyMap<string, SpeedReport>;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly problem: Problem | null;
}

const speedStore = createStore<SpeedState>()(() => ({ reports: new Map(), progress: null, problem: null }));

export function useSpeed<T>(selector: (state: SpeedState) => T): T {
  return useZustand(speedStore, selector);
}

let controller: AbortController | null = null;

/** Times the chosen model. A run that is still going is left to end by itself. */
export async function runSpeed(): Promise<void> {
  const { model } = store.getState().experiment;
  const mine = (controller = new AbortController());
  speedStore.setState({ progress: { done: 0, total: 1 }, problem: null });
  store.setState({ background: 'Timing every path' });
  const outcome = await benchSpeed(speedSide(8), {
    signal: mine.signal,
    onProgress: (progress) => controller === mine && speedStore.setState({ progress }),
  });
  if (controller !== mine) return;
  controller = null;
  store.setState({ background: null });
  speedStore.setState(({ reports }) => ({
    progress: null,
    ...(outcome.ok
      ? { reports: new Map(reports).set(model, outcome.value) }
      : { problem: outcome.reason === 'cancelled' ? null : outcome.problem }),
  }));
}

export function cancelSpeed(): void {
  controller?.abort();
  controller = null;
  store.setState({ background: null });
  speedStore.setState({ progress: null });
}
