/** Starts, pauses and ends runs. One run at a time; others wait for it. */
import type { MadeWeights, TrainedWeights } from '../../../src/experiment/spec';
import type { TrainingLeg, TrainingStep } from '../../../src/jobs/train-reports';
import type { Outcome } from '../../engine/outcome';
import type { Problem } from '../../store/state';
import { setModel } from '../../store/actions';
import { store } from '../../store/store';
import { keepWeights } from '../../weights/library';
import { prepareTraining } from './data';
import { forgetTraining, nextRunNumber, trainingEngine } from './engine';
import { forgetRun, rememberRun } from './remembered';
import { type Run, type RunId, isActive, lastStep, newRun, nextStop, runKey, taskFor, taskOf, weightsOf } from './runs';
import { changeRun, putRun, setQueue, showStep, trainingStore } from './store';

/** Stops what goes on in the worker: a pause keeps the run there, a cancellation gives it up. */
let work: { readonly controller: AbortController; readonly number: number } | null = null;

/** Trains under A, B or both; the float control first, where the settings ask for one and it is not there yet. */
export function startTraining(sides: readonly ('a' | 'b')[], withControl: boolean): void {
  const { experiment } = store.getState();
  const { runs } = trainingStore.getState();
  const float = runs.float;
  const hasControl = float?.status === 'finished' && float.key === runKey(experiment, 'float');
  const queue: readonly RunId[] = withControl && !hasControl ? ['float', ...sides] : [...sides];
  const { model, images } = experiment;
  begin(queue.map((id) => newRun(id, model, images, taskFor(experiment, id), null)));
}

/** Brings what a training needs into its worker before it is started, so that the first step comes soon. */
export function warmUpTraining(): void {
  const { model, images } = store.getState().experiment;
  void prepareTraining(trainingEngine(), model, images, () => undefined);
}

/** Makes weights again that a side names. */
export function retrain(side: 'a' | 'b', weights: TrainedWeights): void {
  const { model, images } = store.getState().experiment;
  begin([newRun(side, model, images, taskOf(weights), weights.steps ?? null)]);
}

/** Goes on with a run that the page was closed on. */
export function continueRun(run: Run): void {
  setModel(run.model);
  begin([{ ...run, status: 'waiting', problem: null, waiting: null }]);
}

function begin(runs: readonly Run[]): void {
  cancelTraining();
  showStep(null);
  for (const run of runs) putRun(run);
  setQueue(runs.map(({ id }) => id));
  void next();
}

/** Leaves the run where it is; it can go on. */
export function pauseTraining(): void {
  const run = currentRun();
  if (run?.status !== 'running') return;
  changeRun(run.id, { status: 'paused', waiting: null });
  work?.controller.abort();
}

export function resumeTraining(): void {
  const run = currentRun();
  if (run?.status === 'paused') void go(run.id, work?.number ?? nextRunNumber());
}

/** Gives up the run and those that wait; what has been drawn stays. */
export function cancelTraining(): void {
  const { queue, runs } = trainingStore.getState();
  setQueue([]);
  if (queue.length > 0) void forgetRun();
  for (const id of queue) if (isActive(runs[id])) changeRun(id, { status: 'stopped', waiting: null });
  if (work === null) return;
  work.controller.abort();
  work = null;
  forgetTraining();
}

function currentRun(): Run | null {
  const { queue, runs } = trainingStore.getState();
  const [id] = queue;
  return id === undefined ? null : runs[id];
}

/** Begins the first run of the queue. */
async function next(): Promise<void> {
  const run = currentRun();
  if (run === null) return;
  const mine = (work = { controller: new AbortController(), number: nextRunNumber() });
  changeRun(run.id, { status: 'loading' });
  const ready = await prepareTraining(trainingEngine(), run.model, run.images, (done, total) => {
    if (work === mine) changeRun(run.id, { waiting: { what: 'data', done, total } });
  });
  if (work !== mine) return;
  if (!ready.ok) end(run.id, 'failed', ready.problem);
  else await go(run.id, mine.number);
}

/** Trains part by part, measuring between them, until the run ends or is paused. */
async function go(id: RunId, number: number): Promise<void> {
  const mine = (work = { controller: new AbortController(), number });
  changeRun(id, { status: 'running', waiting: null, problem: null });
  for (;;) {
    const run = trainingStore.getState().runs[id];
    if (run === null || work !== mine) return;
    const clock = stopwatch(run);
    const progress = new Progress(id, clock);
    const outcome: Outcome<TrainingLeg> = await trainingEngine().train(
      { run: number, task: run.task, checkpoint: run.checkpoint, until: nextStop(run), testImages: run.images },
      { signal: mine.controller.signal, onProgress: (step) => work === mine && progress.note(step) },
    );
    if (work !== mine) return;
    if (mine.controller.signal.aborted) {
      progress.show();
      return;
    }
    if (!outcome.ok) {
      end(id, 'failed', outcome.problem);
      return;
    }
    keep(id, outcome.value, clock());
    if (outcome.value.failure !== null) {
      end(id, 'stopped', stoppedBy(outcome.value.failure.message));
      return;
    }
    const now = trainingStore.getState().runs[id];
    if (now !== null && now.steps > 0 && now.step >= lastStep(now)) {
      end(id, 'finished', null);
      await keepMade(now);
      return;
    }
    if (now !== null) void rememberRun(now);
  }
}

/** Puts what a run has made into the library, under what makes it again. */
export async function keepMade({ model, task, made, steps, ms, points }: Run): Promise<MadeWeights | null> {
  if (made === null) return null;
  const weights = weightsOf(task, made.step < steps ? made.step : undefined);
  const point = points.find(({ step }) => step === made.step);
  const score = point === undefined ? null : { correct: point.correct, images: point.images };
  await keepWeights({ model, weights, set: made.set, facts: { steps: made.step, ms, score, origin: 'made' } });
  return weights;
}

/** Milliseconds spent on a run, with the part that goes on. */
function stopwatch({ ms }: Run): () => number {
  const from = performance.now();
  return () => ms + performance.now() - from;
}

/** Least time between two pictures of a run: more of them would take the processor from the training itself. */
const SHOW_MS = 100;

/** What a part of a run tells, some steps at a time. */
class Progress {
  private readonly losses = new Map<number, number>();
  private last: TrainingStep | null = null;
  private shownAt = -Infinity;

  constructor(
    private readonly id: RunId,
    private readonly clock: () => number,
  ) {}

  note(step: TrainingStep): void {
    if (step.testing === null) this.losses.set(step.step, step.loss);
    this.last = step;
    if (performance.now() - this.shownAt >= SHOW_MS) this.show();
  }

  show(): void {
    const run = trainingStore.getState().runs[this.id];
    if (this.last === null || run === null) return;
    this.shownAt = performance.now();
    const { step, steps, learningRate, testing } = this.last;
    const losses = [...run.losses];
    for (const [at, loss] of this.losses) losses[at - 1] = loss;
    this.losses.clear();
    const ms = this.clock();
    if (testing === null) changeRun(this.id, { step, steps, losses, learningRate, ms, waiting: null });
    else changeRun(this.id, { losses, ms, waiting: { what: 'testing', ...testing } });
  }
}

function keep(id: RunId, leg: TrainingLeg, ms: number): void {
  const run = trainingStore.getState().runs[id];
  if (run === null) return;
  const { checkpoint, steps, losses, score, layers, weights } = leg;
  const { step } = checkpoint;
  const known = Array.from(losses.subarray(0, step), (loss, index) =>
    Number.isNaN(loss) ? (run.losses[index] ?? NaN) : loss,
  );
  changeRun(id, {
    step,
    steps,
    losses: known,
    checkpoint,
    made: { step, set: weights },
    ms,
    waiting: null,
    points: score === null ? run.points : [...run.points.filter((point) => point.step < step), { step, ...score }],
    snapshots: [...run.snapshots.filter((snapshot) => snapshot.step < step), { step, layers }],
  });
}

function end(id: RunId, status: Run['status'], problem: Problem | null): void {
  changeRun(id, { status, problem, waiting: null });
  void forgetRun();
  const rest = trainingStore.getState().queue.slice(1);
  setQueue(rest);
  work = null;
  if (rest.length > 0) void next();
  else forgetTraining();
}

function stoppedBy(message: string): Problem {
  return {
    title: 'The training was stopped',
    cause: message,
    next: 'The weights of the last good step are kept; start again with other settings.',
  };
}
