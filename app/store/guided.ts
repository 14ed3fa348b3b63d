import type { LockId, PanelId } from '../../src/experiment/assignment';
import type { AreaId } from '../../src/experiment/screens/registry';
import type { AppState } from './state';
import { useStore } from './store';

/** Why a locked control cannot be changed. */
export const LOCKED = 'Locked by the assignment.';

/** What cannot be changed now: in an answer everything can. */
export function locksOf({ assignment, answer }: Pick<AppState, 'assignment' | 'answer'>): readonly LockId[] {
  return assignment === null || answer !== null ? [] : assignment.locked;
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

/** Whether the open assignment hides a panel of the Lab. */
export function usePanelHidden(id: PanelId): boolean {
  return useStore(({ assignment, answer }) => answer === null && assignment?.hiddenPanels.includes(id) === true);
}

/** What the reader is led through: a step of the course, an assignment, an answer; null when nothing. */
export function guideOf({ view, assignment, answer }: AppState): unknown {
  return view.lesson ?? answer ?? assignment;
}
