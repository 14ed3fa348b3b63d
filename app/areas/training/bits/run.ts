/** Measures the points of accuracy over bits one after the other. What is measured outlasts the tab. */
import { useStore as useZustand } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type CurveMethod, type CurveTask, curveTasks } from '../../../../src/experiment/bit-curves';
import { DEFAULT_SEED } from '../../../../src/experiment/defaults';
import { keyOf } from '../../../../src/experiment/key';
import { networkTask, sweepKey } from '../../../../src/experiment/plan';
import { type Experiment, onShippedWeights } from '../../../../src/experiment/spec';
import { keep, kept } from '../../../engine/keep';
import type { Outcome } from '../../../engine/outcome';
import { measureSide, runQuant } from '../../../engine/requests';
import type { Problem, SweepPoint } from '../../../store/state';
import { store } from '../../../store/store';
import { findWeights, keepWeights } from '../../../weights/library';
import { roundWeights } from '../../../weights/round';
import { trainWeights } from '../../../weights/train';
import { forgetTraining } from '../engine';

/** What is kept of a point. */
type Measured = Pick<SweepPoint, 'bitsPerWeight' | 'score'> & { readonly ms: number };

interface CurveState {
  /** Model and images that the points belong to; null before the first are asked for. */
  readonly key: string | null;
  /** By the side that they were measured with. */
  readonly points: Readonly<Record<string, Measured>>;
  readonly status: 'idle' | 'running' | 'paused' | 'failed';
  /** The point under way, and how much of it is done, 0 to 1. */
  readonly now: { readonly task: CurveTask; readonly share: number } | null;
  readonly problem: Problem | null;
}

export const curveStore = createStore<CurveState>()(() => ({
  key: null,
  points: {},
  status: 'idle',
  now: null,
  problem: null,
}));

export function useCurveRun<T>(selector: (state: CurveState) => T): T {
  return useZustand(curveStore, selector);
}

/** Changes when what is kept of a point changes. */
const FORM = 1;

let controller: AbortController | null = null;

/** The points that the settings ask for. */
export function tasksOf(experiment: Experiment): readonly CurveTask[] {
  return curveTasks(experiment, DEFAULT_SEED);
}

export function pointKey({ side }: CurveTask): string {
  return keyOf(side);
}

/** Points are those of the chosen network on the chosen images: what goes on for others ends. */
store.subscribe(({ experiment }, before) => {
  if (sweepKey(experiment) !== sweepKey(before.experiment)) cancelCurves();
});

/** Shows what this browser has kept for the present model and images. */
export async function recallCurves(): Promise<void> {
  const key = sweepKey(store.getState().experiment);
  if (curveStore.getState().key === key) return;
  curveStore.setState({ key, points: {}, problem: null });
  const found = await kept('runs', shelfKey(key));
  if (curveStore.getState().key !== key || !isKept(found)) return;
  curveStore.setState(({ points }) => ({ points: { ...found.points, ...points } }));
}

/** Measures every point that is asked for and not there yet; goes on where it was left. */
export async function startCurves(): Promise<void> {
  await recallCurves();
  controller?.abort();
  const mine = (controller = new AbortController());
  const { experiment } = store.getState();
  curveStore.setState({ status: 'running', problem: null });
  for (const task of tasksOf(experiment)) {
    if (pointKey(task) in curveStore.getState().points) continue;
    curveStore.setState({ now: { task, share: 0 } });
    store.setState({ background: `Measuring ${task.label}, ${task.bits} bits` });
    const outcome = await measured(experiment, task, mine.signal);
    if (controller !== mine || mine.signal.aborted) return;
    if (!outcome.ok) {
      end('failed', outcome.problem);
      return;
    }
    add(task, outcome.value);
  }
  end('idle', null);
}

/** Leaves the point under way; a training goes on from there, a rounding begins again. */
export function pauseCurves(): void {
  if (curveStore.getState().status !== 'running') return;
  controller?.abort();
  store.setState({ background: null });
  curveStore.setState({ status: 'paused' });
}

/** Gives up the point under way; those that are measured stay. */
export function cancelCurves(): void {
  if (controller === null) return;
  controller.abort();
  end('idle', null);
}

function end(status: 'idle' | 'failed', problem: Problem | null): void {
  controller = null;
  forgetTraining();
  store.setState({ background: null });
  curveStore.setState({ status, problem, now: null });
}

function add(task: CurveTask, value: Measured): void {
  const { key, points } = curveStore.getState();
  const all = { ...points, [pointKey(task)]: value };
  curveStore.setState({ points: all });
  if (key !== null) void keep('runs', shelfKey(key), { form: FORM, points: all });
}

async function measured(experiment: Experiment, task: CurveTask, signal: AbortSignal): Promise<Outcome<Measured>> {
  const from = performance.now();
  const made = await makeWeights(experiment, task, signal);
  if (!made.ok) return made;
  const score = await measureSide(task.side, { signal });
  if (!score.ok) return score;
  const size = await runQuant('analyze-network', networkTask(experiment.model, onShippedWeights(task.side)).input);
  if (!size.ok) return size;
  const value = {
    bitsPerWeight: size.value.bitsPerWeight,
    score: { ...score.value, predictions: null },
    ms: performance.now() - from,
  };
  return { ok: true, value, ms: value.ms };
}

/** Makes the weights that a point is measured with, unless this browser has them. */
async function makeWeights(
  { model, images }: Experiment,
  { side: { weights } }: CurveTask,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  if (weights === undefined || (await findWeights(model, weights)) !== null) return { ok: true, value: null, ms: 0 };
  const onProgress = (share: number): void => {
    if (!signal.aborted) progress(share);
  };
  const outcome =
    weights.kind === 'rounded'
      ? await roundWeights(model, weights, { signal, onProgress: (_step, share) => onProgress(share) })
      : await trainWeights({ model, testImages: images }, weights, { signal, onProgress });
  if (outcome.ok && !signal.aborted) await keepWeights(outcome.value);
  return outcome;
}

/** Shows a whole percent once. */
function progress(share: number): void {
  const { now } = curveStore.getState();
  if (now === null || Math.round(100 * now.share) === Math.round(100 * share)) return;
  curveStore.setState({ now: { ...now, share } });
}

function shelfKey(key: string): string {
  return `curves ${key}`;
}

function isKept(value: unknown): value is { readonly points: CurveState['points'] } {
  return typeof value === 'object' && value !== null && 'form' in value && value.form === FORM && 'points' in value;
}

/** Seconds for what is left, by the points of each method so far; null before there is one of every method that is left. */
export function secondsLeft(
  tasks: readonly CurveTask[],
  { points, now }: Pick<CurveState, 'points' | 'now'>,
  guess: (task: CurveTask) => number,
): number {
  const paces = new Map<CurveMethod, number>();
  for (const task of tasks) {
    const point = points[pointKey(task)];
    if (point !== undefined) paces.set(task.method, point.ms / 1000);
  }
  const paceOf = (task: CurveTask): number => paces.get(task.method) ?? guess(task);
  const left = tasks.filter((task) => !(pointKey(task) in points)).reduce((sum, task) => sum + paceOf(task), 0);
  return left - (now === null ? 0 : now.share * paceOf(now.task));
}
