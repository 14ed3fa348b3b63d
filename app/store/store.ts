import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { defaultExperiment } from '../../src/experiment/defaults';
import { HOME } from '../../src/experiment/screens/registry';
import type { AppState, Slot, SweepState } from './state';

/** A slot before its first result. */
export const EMPTY_SLOT: Slot<never> = {
  value: null,
  status: 'empty',
  key: null,
  problem: null,
  ms: null,
  progress: null,
};

export const IDLE_SWEEP: SweepState = {
  status: 'idle',
  points: [],
  done: 0,
  total: 0,
  secondsLeft: null,
  problem: null,
  key: null,
};

/** The state of a tab before anything has loaded. */
export function initialState(): AppState {
  return {
    experiment: defaultExperiment(),
    past: [],
    future: [],
    gestureFrom: null,
    view: { area: HOME, layer: null, show: 'both', lesson: null, theme: 'system', dialog: 'none', glossaryTerm: null },
    model: { status: 'loading', received: 0, total: 0 },
    engine: { backend: null, forward: null, kernels: null, workers: 0 },
    layerReports: { a: EMPTY_SLOT, b: EMPTY_SLOT },
    networkReports: { a: EMPTY_SLOT, b: EMPTY_SLOT },
    scores: { float: EMPTY_SLOT, a: EMPTY_SLOT, b: EMPTY_SLOT },
    layerCosts: { a: null, b: null },
    testData: null,
    labels: null,
    weightSets: {},
    classes: [],
    sweep: IDLE_SWEEP,
    background: null,
    working: null,
    update: null,
    linkDigest: null,
    assignment: null,
    answer: null,
    notice: null,
    toasts: [],
  };
}

/** The only state of the application. Components read it with `useStore`, everything else through this handle. */
export const store = createStore<AppState>()(initialState);

/** A part of the state; the component renders again when that part changes identity. */
export function useStore<T>(selector: (state: AppState) => T): T {
  return useZustand(store, selector);
}
