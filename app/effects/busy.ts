import type { AppState } from '../store/state';
import { plannedFor } from './planned';

/**
 * How far the page is: `loading` (nothing to see yet), `ready` (the pre-computed example stands, the model is on its way),
 * `busy` (jobs run), `idle` (every result on screen belongs to the settings, or says why it cannot).
 */
export type PageState = 'loading' | 'ready' | 'busy' | 'idle';

export function pageState(state: AppState): PageState {
  if (state.model.status === 'failed') return 'idle';
  if (state.model.status === 'loading') return state.scores.a.value === null ? 'loading' : 'ready';
  return state.sweep.status === 'running' || state.background !== null || hasWork(state) ? 'busy' : 'idle';
}

function hasWork(state: AppState): boolean {
  const { layers, networks, scores } = plannedFor(state);
  const pairs = [
    ...(layers === null
      ? []
      : ([
          [layers.a, state.layerReports.a],
          [layers.b, state.layerReports.b],
        ] as const)),
    [networks.a, state.networkReports.a] as const,
    [networks.b, state.networkReports.b] as const,
    [scores.float, state.scores.float] as const,
    [scores.a, state.scores.a] as const,
    [scores.b, state.scores.b] as const,
  ];
  return pairs.some(([task, slot]) => slot.status !== 'failed' && (slot.status !== 'ready' || slot.key !== task.key));
}

/** Marks the page and its title. */
export function showPageState(document: Document, state: PageState): void {
  const root = document.documentElement;
  if (root.dataset['state'] === state) return;
  root.dataset['state'] = state;
  const title = document.title.replace(/^… /, '');
  document.title = state === 'busy' || state === 'loading' ? `… ${title}` : title;
}
