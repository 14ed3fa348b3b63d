import type { Experiment } from '../../src/experiment/spec';
import { lockName } from '../../src/experiment/lock-names';
import { keepLocked } from '../../src/experiment/locks';
import '../../src/experiment/task-format';
import { connectGuard, locksOf } from '../store/guided';
import { store } from '../store/store';
import { toast } from '../store/toasts';

/** Takes out of a change what the open assignment locks, and tells the reader. */
function guard(now: Experiment, proposed: Experiment): Experiment {
  const { experiment, refused } = keepLocked(now, proposed, locksOf(store.getState()));
  if (refused.length > 0) {
    const text = `Locked by the assignment: ${refused.map(lockName).join(', ')}.`;
    if (store.getState().toasts.at(-1)?.text !== text) toast(text);
  }
  return experiment;
}

/** A link says what it likes: what is locked is as the assignment began. */
function hold(): void {
  const { experiment, assignment, answer } = store.getState();
  if (assignment === null || answer !== null) return;
  const kept = keepLocked(assignment.start.experiment, experiment, assignment.locked);
  if (kept.refused.length > 0) store.setState({ experiment: kept.experiment });
}

connectGuard(guard);
hold();
store.subscribe((state, before) => {
  // A link was opened: nothing of it can be undone.
  if (state.experiment !== before.experiment && state.past.length === 0 && state.gestureFrom === null) hold();
});
