/** Runs the benchmark in the worker of the screen; its results outlast leaving the screen. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { keyOf } from '../../../src/experiment/key';
import type { BenchReport } from '../../../src/jobs/binary-reports';
import type { JobInput } from '../../../src/jobs/catalogue';
import type { Problem } from '../../store/state';
import { store } from '../../store/store';
import { prepareTraining } from '../training/data';
import { binaryEngine } from './engine';
import type { BinarySettings } from './settings';

interface BenchState {
  readonly reports: ReadonlyMap<string, BenchReport>;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly problem: Problem | null;
}

const benchStore = createStore<BenchState>()(() => ({ reports: new Map(), progress: null, problem: null }));

export function useBench<T>(selector: (state: BenchState) => T): T {
  return useZustand(benchStore, selector);
}

type Subject = JobInput<'bench-binary'>['subject'];

function subjectOf({ bench }: BinarySettings, layer: string): Subject {
  return bench === 'layer' ? { kind: 'layer', layer } : { kind: 'square', size: Number(bench) };
}

export function benchKey(settings: BinarySettings, model: string, layer: string): string {
  return keyOf([model, subjectOf(settings, layer)]);
}

let controller: AbortController | null = null;

export async function runBench(settings: BinarySettings, layer: string): Promise<void> {
  const { experiment } = store.getState();
  const key = benchKey(settings, experiment.model, layer);
  const mine = (controller = new AbortController());
  benchStore.setState({ progress: { done: 0, total: 1 }, problem: null });
  const engine = binaryEngine();
  const ready = await prepareTraining(engine, experiment.model, experiment.images, () => undefined);
  const outcome = ready.ok
    ? await engine.run(
        'bench-binary',
        { subject: subjectOf(settings, layer) },
        { signal: mine.signal, onProgress: (progress) => controller === mine && benchStore.setState({ progress }) },
      )
    : ready;
  if (controller !== mine) return;
  benchStore.setState(({ reports }) => ({
    progress: null,
    ...(outcome.ok
      ? { reports: new Map(reports).set(key, outcome.value) }
      : { problem: outcome.reason === 'cancelled' ? null : outcome.problem }),
  }));
}

export function cancelBench(): void {
  controller?.abort();
  controller = null;
  benchStore.setState({ progress: null });
}
