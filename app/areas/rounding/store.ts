import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RoundedLayer, RoundingLeg, RoundingSnapshot, RowReport } from '../../../src/jobs/round-reports';
import type { RoundedWeights, Side } from '../../../src/experiment/spec';
import type { RoundingMethod } from '../../../src/experiment/screens/rounding';
import type { LayerOutcome } from '../../../src/nn/reconstruct/layers';
import type { Problem, Score } from '../../store/state';
import { store } from '../../store/store';

/** AdaRound on one layer, as far as it is. */
export interface LayerRun {
  /** Identity of all that decides its numbers. */
  readonly key: string;
  readonly number: number;
  readonly layer: string;
  readonly weights: RoundedWeights;
  readonly status: 'loading' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';
  readonly iterations: number;
  readonly warmStart: number;
  readonly about: RoundedLayer | null;
  readonly snapshots: readonly RoundingSnapshot[];
  readonly result: RoundingLeg['result'];
  readonly ms: number;
  readonly problem: Problem | null;
  /** Accuracy with only this layer rounded, to nearest and by AdaRound; null until measured. */
  readonly nearest: Score | null;
  readonly adaround: Score | null;
}

export interface RowState {
  readonly key: string | null;
  readonly report: RowReport | null;
  readonly status: 'empty' | 'running' | 'ready' | 'failed';
  readonly problem: Problem | null;
}

/** One way to round the whole network. */
export type MethodId = 'nearest' | 'floor' | 'ceil' | 'stochastic' | RoundingMethod;

export interface NetworkRun {
  readonly key: string | null;
  readonly status: 'empty' | 'running' | 'ready' | 'stopped' | 'failed';
  /** What goes on now, and how far it is. */
  readonly doing: string;
  readonly done: number;
  readonly total: number;
  readonly layers: readonly LayerOutcome[];
  readonly scores: Readonly<Partial<Record<MethodId, Score>>>;
  /** What was measured for each, for a side to use. */
  readonly sides: Readonly<Partial<Record<MethodId, Side>>>;
  /** Seconds that AdaRound took; null before. */
  readonly seconds: number | null;
  readonly problem: Problem | null;
}

interface RoundingState {
  readonly run: LayerRun | null;
  /** Index of the snapshot that is shown; null follows the run. */
  readonly shown: number | null;
  readonly row: RowState;
  readonly network: NetworkRun;
}

const NO_NETWORK: NetworkRun = {
  ...{
    key: null,
    status: 'empty',
    doing: '',
    done: 0,
    total: 0,
    layers: [],
    scores: {},
    sides: {},
    seconds: null,
    problem: null,
  },
};

/** Runs outlive the screen: leaving it neither stops nor forgets them. */
export const roundingStore = createStore<RoundingState>()(() => ({
  run: null,
  shown: null,
  row: { key: null, report: null, status: 'empty', problem: null },
  network: NO_NETWORK,
}));

export function useRounding<T>(selector: (state: RoundingState) => T): T {
  return useZustand(roundingStore, selector);
}

export function changeRun(change: Partial<LayerRun>): void {
  roundingStore.setState(({ run }) => (run === null ? {} : { run: { ...run, ...change } }));
}

export function changeRow(change: Partial<RowState>): void {
  roundingStore.setState(({ row }) => ({ row: { ...row, ...change } }));
}

export function changeNetwork(change: Partial<NetworkRun>): void {
  roundingStore.setState(({ network }) => ({ network: { ...network, ...change } }));
}

export function beginNetwork(key: string): void {
  roundingStore.setState({ network: { ...NO_NETWORK, key, status: 'running', doing: 'loading images', total: 1 } });
}

export function show(index: number | null): void {
  roundingStore.setState({ shown: index });
}

/** The rest of the page is told when a computation goes on. */
roundingStore.subscribe(({ run, network }) => {
  const isRunning = run?.status === 'loading' || run?.status === 'running';
  const background = network.status === 'running' ? 'Rounding the network' : isRunning ? `Rounding ${run.layer}` : null;
  const before = store.getState().background;
  const isOurs = before?.startsWith('Rounding') ?? true;
  if (isOurs && background !== before) store.setState({ background });
});
