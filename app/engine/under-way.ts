/** What the workers do now, in words, for the footer. */
import type { JobName } from '../../src/jobs/catalogue';
import { store } from '../store/store';

/** Jobs that a reader may wait for; the others are over within a frame or two, or belong to one of these. */
const PHRASES: Readonly<Partial<Record<JobName, string>>> = {
  train: 'Training',
  'round-layer': 'Rounding a layer',
  'round-row': 'Drawing roundings',
  'round-network': 'Rounding the network',
  'score-binary': 'Training',
  'bench-binary': 'Timing products',
  'feature-maps': 'Reading feature maps',
  'hessian-traces': 'Estimating the Hessian',
  'compare-policies': 'Measuring policies',
  calibrate: 'Calibrating',
  'integer-agreement': 'Computing in integers',
  'continue-text': 'Writing on',
  evaluate: 'Measuring',
};

/** Jobs come and go between two frames: the words stay until nothing has come for so many milliseconds. */
const SETTLE_MS = 200;

const running = new Map<JobName, number>();
let timer: ReturnType<typeof setTimeout> | null = null;

/** Does the work of a job; while it lasts, the footer says so. */
export async function underWay<T>(name: JobName, work: () => Promise<T>): Promise<T> {
  if (PHRASES[name] === undefined) return work();
  count(name, 1);
  try {
    return await work();
  } finally {
    count(name, -1);
  }
}

function count(name: JobName, by: 1 | -1): void {
  running.set(name, (running.get(name) ?? 0) + by);
  timer ??= setTimeout(show, SETTLE_MS);
}

function show(): void {
  timer = null;
  const first = (Object.keys(PHRASES) as JobName[]).find((name) => (running.get(name) ?? 0) > 0);
  const working = first === undefined ? null : (PHRASES[first] ?? null);
  if (store.getState().working !== working) store.setState({ working });
}
