import type { LockId, PanelId } from '../../src/experiment/assignment';
import type { Experiment } from '../../src/experiment/spec';
import type { AreaId } from '../../src/experiment/screens/registry';
import type { AppState } from './state';
import { store, useStore } from './store';

const NONE: readonly never[] = [];

/** Why a locked control cannot be changed. */
export const LOCKED = 'Locked by the assignment.';

/** What cannot be changed now: in an answer everything can. */
export function locksOf({ assignment, answer }: Pick<AppState, 'assignment' | 'answer'>): readonly LockId[] {
  return assignment === null || answer !== null ? NONE : assignment.locked;
}

/** Whether the open assignment hides a screen; the one that it begins on can always be opened. */
export function isHidden({ assignment, answer }: Pick<AppState, 'assignment' | 'answer'>, area: AreaId): boolean {
  if (assignment === null || answer !== null || (assignment.start.area ?? 'lab') === area) return false;
  return assignment.hiddenScreens.includes(area);
}

/** Why something cannot be changed; null when it can. */
export function useLock(id: LockId): string | null {
  return useStore((state) => (locksOf(state).includes(id) ? LOCKED : null));
}

/** Panels of the Lab that the open assignment hides. */
export function hiddenPanels({ assignment, answer }: Pick<AppState, 'assignment' | 'answer'>): readonly PanelId[] {
  return assignment === null || answer !== null ? NONE : assignment.hiddenPanels;
}

/** What the reader is led through: a step of the course, an assignment, an answer; null when nothing. */
export function guideOf({ view, assignment, answer }: AppState): unknown {
  return view.lesson ?? answer ?? assignment;
}

type Guard = (now: Experiment, proposed: Experiment) => Experiment;

let guard: Guard | null = null;

/** Called once by what knows the locks; it is fetched with the first assignment. */
export function connectGuard(keeper: Guard): void {
  guard = keeper;
}

/** What the open assignment allows of a change: nothing until the locks are known. */
export function allowed(now: Experiment, proposed: Experiment): Experiment {
  if (locksOf(store.getState()).length === 0) return proposed;
  return guard === null ? now : guard(now, proposed);
}
