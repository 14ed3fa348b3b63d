import type { LinkState } from '../../src/experiment/link';
import { HOME } from '../../src/experiment/screens/registry';
import { isHidden } from './guided';
import type { AppState } from './state';
import { store } from './store';

/** What the last link took the place of; null while that is nothing that a reader has seen. */
let replaced: AppState | null = null;

/** The state that was on screen before the last link was opened; null when the page began with that link. */
export function stateBefore(): AppState | null {
  return replaced;
}

/**
 * Opens a whole state as a link does: nothing from before can be undone. What the link leaves out of the view stays. What its
 * assignment locks is as the assignment began, whatever the link says, and so is a screen that it hides. `isStart`: the page
 * begins with it, so that nothing is left behind.
 */
export function adopt({ experiment, view, digest, assignment, answer }: LinkState, isStart = false): void {
  const before = store.getState();
  replaced = isStart || before.model.status !== 'ready' ? null : before;
  const guided = { assignment: assignment ?? null, answer: answer ?? null };
  const area = view?.area ?? HOME;
  const shown = isHidden(guided, area) ? (assignment?.start.area ?? HOME) : area;
  store.setState((state) => ({
    experiment,
    past: [],
    future: [],
    gestureFrom: null,
    view: { ...state.view, lesson: null, ...view, area: shown },
    ...guided,
    linkDigest: digest ?? null,
    notice: null,
  }));
}
