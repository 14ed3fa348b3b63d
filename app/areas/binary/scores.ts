/** Measures accuracies one after the other, untrained and trained; results outlast leaving the screen. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { BinaryScore, BinaryStep, LevelSample } from '../../../src/jobs/binary-reports';
import type { Problem } from '../../store/state';
import { store } from '../../store/store';
import { prepareTraining } from '../training/data';
import { binaryEngine } from './engine';
import { METHOD_NAMES, type ScoreTask } from './tasks';

/** What is going on. */
export interface RunningScore {
  readonly task: ScoreTask;
  /** Null while images are fetched. */
  readonly step: BinaryStep | null;
  /** Learned levels so far, by step, of every layer. */
  readonly levels: readonly { readonly step: number; readonly layers: readonly LevelSample[] }[];
  readonly startedAt: number;
}

interface ScoreState {
  readonly scores: ReadonlyMap<string, BinaryScore>;
  readonly running: RunningScore | null;
  readonly queue: readonly ScoreTask[];
  readonly problem: Problem | null;
  /** The reader has stopped it: nothing starts by itself until the settings change. */
  readonly isCancelled: boolean;
}

export const scoreStore = createStore<ScoreState>()(() => ({
  scores: new Map(),
  running: null,
  queue: [],
  problem: null,
  isCancelled: false,
}));

export function useScores<T>(selector: (state: ScoreState) => T): T {
  return useZustand(scoreStore, selector);
}

let controller: AbortController | null = null;

/** Puts tasks before those that wait, without what is known; begins if nothing is going on. */
export function measure(tasks: readonly ScoreTask[], { first }: { readonly first: boolean }): void {
  const { scores, queue, running } = scoreStore.getState();
  const known = (key: string): boolean => scores.has(key) || running?.task.key === key;
  const fresh = tasks.filter(({ key }) => !known(key));
  const others = queue.filter(({ key }) => !fresh.some((task) => task.key === key));
  scoreStore.setState({
    queue: first ? [...fresh, ...others] : [...others, ...fresh],
    isCancelled: false,
    problem: null,
  });
  if (running === null) void next();
}

/** Forgets untrained measurements that nobody waits for any more. */
export function dropWaiting(keep: (task: ScoreTask) => boolean): void {
  scoreStore.setState(({ queue }) => ({ queue: queue.filter(keep) }));
}

/** Ends what is going on and all that waits; results stay. */
export function cancelScores(): void {
  scoreStore.setState({ queue: [], running: null, isCancelled: true });
  controller?.abort();
  controller = null;
  store.setState({ background: null });
}

async function next(): Promise<void> {
  const [task, ...queue] = scoreStore.getState().queue;
  if (task === undefined) {
    store.setState({ background: null });
    return;
  }
  const mine = (controller = new AbortController());
  scoreStore.setState({ queue, running: { task, step: null, levels: [], startedAt: performance.now() } });
  store.setState({ background: `${task.training === null ? 'Measuring' : 'Training'} ${METHOD_NAMES[task.method]}` });
  const outcome = await scoreOf(task, mine);
  if (controller !== mine) return;
  if (outcome.ok) {
    scoreStore.setState(({ scores }) => ({ scores: new Map(scores).set(task.key, outcome.value), running: null }));
    void next();
  } else {
    const problem = outcome.reason === 'cancelled' ? null : outcome.problem;
    scoreStore.setState({ queue: [], running: null, problem, isCancelled: true });
    store.setState({ background: null });
  }
}

async function scoreOf({ model, method, settings, training, testImages }: ScoreTask, mine: AbortController) {
  const engine = binaryEngine();
  const ready = await prepareTraining(engine, model, testImages, () => undefined);
  if (!ready.ok) return ready;
  const input = { method, settings, training, testImages };
  return engine.run('score-binary', input, {
    signal: mine.signal,
    onProgress: (step) => {
      if (controller === mine) show(step);
    },
  });
}

function show(step: BinaryStep): void {
  scoreStore.setState(({ running }) => {
    if (running === null) return {};
    const levels =
      step.levels === null ? running.levels : [...running.levels, { step: step.done, layers: step.levels }];
    return { running: { ...running, step, levels } };
  });
}
