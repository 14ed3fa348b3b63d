import type { HandedIn } from '../../src/classroom/answers';
import { goalValues } from '../../src/classroom/goals';
import type { Seen } from '../../src/course/measured';
import { type Others, onOthers } from '../../src/course/others';
import type { LockId } from '../../src/experiment/assignment';
import { IMAGE_COUNTS } from '../../src/experiment/defaults';
import type { LinkState } from '../../src/experiment/link';
import { brokenLocks } from '../../src/experiment/locks';
import type { Experiment } from '../../src/experiment/spec';
import { measuredOf, withNewlySeen } from '../course/measure';
import { compareDigest, type DigestReport, measuredOf as numbersOf } from '../panels/share/digest';
import { setExperiment } from '../store/actions';
import type { AppState, Problem, Slot } from '../store/state';
import { store } from '../store/store';

/** What came out when an answer was measured again here. */
export interface Checked {
  readonly report: DigestReport;
  readonly bits: number | null;
  /** Of the goals, in their order. */
  readonly values: readonly (number | null)[];
  /** Of a challenge of the course. */
  readonly others: Others | null;
  readonly broken: readonly LockId[];
}

export type Outcome = { readonly checked: Checked } | { readonly problem: Problem } | { readonly stopped: true };

/** A failure that was on screen before is one of this answer only when nothing has taken its place for so long. */
const STALE_MS = 2000;

/**
 * Runs `work` while the reader's settings are put aside, and brings them back with their history: measuring other settings in
 * between is nothing to undo, and leaves nothing in the address.
 */
export async function aside<T>(work: () => Promise<T>): Promise<T> {
  const { experiment, past, future } = store.getState();
  try {
    return await work();
  } finally {
    store.setState({ experiment, past, future, gestureFrom: null });
  }
}

/** Measures an answer as any experiment is measured. To be called inside `aside`. */
export async function recheck(
  link: LinkState & Pick<HandedIn, 'answer' | 'digest'>,
  signal: AbortSignal,
): Promise<Outcome> {
  const { experiment, answer, digest, assignment = null } = link;
  const others = answer.challenge === undefined ? [] : IMAGE_COUNTS.filter((images) => images !== experiment.images);
  let seen: readonly Seen[] = [];
  for (const images of [...others, experiment.images]) {
    const failure = await measureOn({ ...experiment, images }, signal);
    if (failure !== null) return failure;
    seen = withNewlySeen(seen, store.getState());
  }
  const state = store.getState();
  const measured = measuredOf(state, seen, []);
  return {
    checked: {
      report: compareDigest(digest, { ...numbersOf(state), isChanged: false }),
      bits: measured.networks.b?.bitsPerWeight ?? null,
      values: goalValues(assignment?.goals ?? [], measured),
      others: answer.challenge === undefined ? null : onOthers(measured),
      broken: assignment === null ? [] : brokenLocks(assignment, experiment),
    },
  };
}

/** Puts settings on and waits until they are measured; null once they are. */
function measureOn(
  experiment: Experiment,
  signal: AbortSignal,
): Promise<Exclude<Outcome, { checked: Checked }> | null> {
  const { model, images, a, b } = experiment;
  const { screens } = store.getState().experiment;
  // A step of a gesture: the history and the address stay the reader's.
  setExperiment({ model, images, a, b, ...(screens === undefined ? {} : { screens }) }, { commit: false });
  const before = slotsOf(store.getState());
  const started = performance.now();
  return new Promise((resolve) => {
    const look = (): void => {
      const state = store.getState();
      const isOld = performance.now() - started < STALE_MS;
      const failed = slotsOf(state).find((slot, at) => slot.status === 'failed' && !(isOld && slot === before[at]));
      const measured = measuredOf(state, [], []);
      const { scores, networks } = measured;
      if (signal.aborted || state.gestureFrom === null) end({ stopped: true });
      else if (state.model.status === 'failed') end({ problem: state.model.problem });
      else if (failed?.problem) end({ problem: failed.problem });
      else if (scores.float && scores.a && scores.b && networks.b && numbersOf(state).numbers.b !== null) end(null);
    };
    const timer = setInterval(look, STALE_MS);
    const unsubscribe = store.subscribe(look);
    const end = (outcome: Exclude<Outcome, { checked: Checked }> | null): void => {
      clearInterval(timer);
      unsubscribe();
      signal.removeEventListener('abort', look);
      resolve(outcome);
    };
    signal.addEventListener('abort', look);
    look();
  });
}

function slotsOf({ scores, networkReports }: AppState): readonly Slot<unknown>[] {
  return [scores.float, scores.a, scores.b, networkReports.b];
}
