import { same } from '../../src/experiment/key';
import type { Experiment } from '../../src/experiment/spec';
import { allowed } from './guided';
import { store } from './store';

/** Whether a change ends a gesture (one history entry) or is a step of one (no entry). */
export interface ChangeOptions {
  readonly commit?: boolean;
}

/**
 * Replaces the experiment. Steps of a gesture (`commit: false`) leave no history; the change that commits adds one entry
 * holding the experiment from before the gesture. Committing without any difference adds nothing.
 * What an assignment locks stays as it is.
 */
export function setExperiment(proposed: Experiment, { commit = true }: ChangeOptions = {}): void {
  const { experiment, gestureFrom, past } = store.getState();
  const next = allowed(experiment, proposed);
  const before = gestureFrom ?? experiment;
  if (!commit) {
    store.setState({ experiment: next, gestureFrom: before });
  } else if (same(before, next)) {
    store.setState({ experiment: before, gestureFrom: null });
  } else {
    store.setState({ experiment: next, past: [...past, before], future: [], gestureFrom: null });
  }
}

/** Goes back one entry; a gesture under way is first ended where it stands. */
export function undo(): void {
  endGesture();
  const { experiment, past, future } = store.getState();
  const previous = past.at(-1);
  if (previous === undefined) return;
  store.setState({ experiment: previous, past: past.slice(0, -1), future: [experiment, ...future] });
}

/** Takes back the last undo. */
export function redo(): void {
  endGesture();
  const { experiment, past, future } = store.getState();
  const [next, ...rest] = future;
  if (next === undefined) return;
  store.setState({ experiment: next, past: [...past, experiment], future: rest });
}

/** Ends a gesture under way where it stands. */
export function endGesture(): void {
  const { experiment, gestureFrom } = store.getState();
  if (gestureFrom !== null) setExperiment(experiment);
}
