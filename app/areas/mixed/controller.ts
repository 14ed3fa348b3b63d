/** Starts, pauses and resumes searches, one at a time; those that wait come after. */
import { bestOf } from '../../../src/search/best';
import type { Method, SearchTask } from '../../../src/search/task';
import { CANCELLED, type Outcome } from '../../engine/outcome';
import { measureSide } from '../../engine/requests';
import { spawnSearchWorker } from '../../engine/spawn';
import { Staff } from '../../engine/staff';
import { store } from '../../store/store';
import { prepareGround, score } from './ground';
import { objectiveFor } from './objective';
import { baseOf, floatPolicy, sideOf } from './policy';
import { type Run, isActive, newRun } from './runs';
import { forgetSaved, save } from './saved';
import type { MixedSettings } from './settings';
import type { Ground } from './facts';
import { changeRun, mixedStore, putRun, runOf } from './store';

let staff: Staff | null = null;
let work: { readonly key: string; readonly controller: AbortController } | null = null;
let queue: readonly (() => Promise<void>)[] = [];

/** Searches with one method on one machine. */
export function startSearch(settings: MixedSettings, method: Method, machine = settings.machine): void {
  pauseSearch();
  queue = [() => begin(settings, method, machine)];
  void next();
}

/** One search for each of the two machines, on latency. */
export function startBoth(settings: MixedSettings): void {
  pauseSearch();
  const { machine, other, method } = settings;
  queue = [machine, other].map((id) => () => begin(settings, method, id));
  void next();
}

/** Leaves the search where it is; it can go on. */
export function pauseSearch(): void {
  queue = [];
  if (work === null) return;
  const { key, controller } = work;
  work = null;
  controller.abort();
  if (isActive(runOf(key))) changeRun(key, { status: 'paused', waiting: null });
  announce();
}

/** Goes on with a search that was paused, or that an earlier visit left. */
export function resumeSearch(run: Run, settings: MixedSettings): void {
  pauseSearch();
  mixedStore.setState({ left: null });
  queue = [
    async () => {
      const ground = await prepareGround(settings.images);
      if (!ground.ok || ground.value.key !== run.ground) return;
      if (runOf(run.key) === undefined) putRun({ ...run, status: 'paused' });
      await go(run.key, ground.value);
    },
  ];
  void next();
}

/** Does not offer the search of an earlier visit any more. */
export function discardLeft(): void {
  mixedStore.setState({ left: null });
  forgetSaved();
}

async function next(): Promise<void> {
  const [first, ...rest] = queue;
  if (first === undefined) return;
  queue = rest;
  await first();
  await next();
}

async function begin(settings: MixedSettings, method: Method, machine: string): Promise<void> {
  const ground = await prepareGround(settings.images);
  if (!ground.ok) return;
  const { experiment } = store.getState();
  const run = newRun(settings, ground.value, { model: experiment.model, base: baseOf(experiment.a), machine, method });
  const known = runOf(run.key);
  if (known?.status === 'finished') {
    mixedStore.setState({ shown: run.key });
    return;
  }
  if (known === undefined) putRun(run);
  else mixedStore.setState({ shown: run.key });
  await go(run.key, ground.value);
}

/** Asks, scores, tells, until the search ends or is paused. */
async function go(key: string, ground: Ground): Promise<void> {
  const mine = (work = { key, controller: new AbortController() });
  const { signal } = mine.controller;
  changeRun(key, { status: 'preparing', problem: null });
  announce();
  const ended = await search(key, ground, signal, () => work === mine);
  if (work !== mine) return;
  work = null;
  if (ended.ok) {
    changeRun(key, { status: 'finished', waiting: null });
    await measureBest(key);
    forgetSaved();
  } else if (ended.reason === 'cancelled') changeRun(key, { status: 'paused', waiting: null });
  else changeRun(key, { status: 'failed', problem: ended.problem, waiting: null });
  announce();
}

async function search(key: string, ground: Ground, signal: AbortSignal, isMine: () => boolean): Promise<Outcome<null>> {
  const prepared = await completeTask(key, ground, signal);
  if (!prepared.ok) return prepared;
  const task = prepared.value;
  staff ??= new Staff(spawnSearchWorker);
  const plain = store.getState().engine.kernels === 'plain';
  for (let from = performance.now(); ;) {
    const run = runOf(key);
    if (run === undefined || !isMine()) return CANCELLED;
    const step = await staff.run('search', { task, plain, scores: run.accuracies }, { signal });
    if (!step.ok) return step;
    if (step.value.done) return { ok: true, value: null, ms: 0 };
    const { policies, episode } = step.value;
    const scored = await score(ground, run.base, policies, signal);
    if (!scored.ok) return scored;
    if (!isMine()) return CANCELLED;
    const now = performance.now();
    const done: Partial<Run> = {
      policies: [...run.policies, ...policies],
      accuracies: [...run.accuracies, ...scored.value],
      episodes: [...run.episodes, ...policies.map(() => episode)],
      ms: run.ms + now - from,
    };
    from = now;
    changeRun(key, done);
    save(runOf(key));
  }
}

/** The task with the accuracy of the float network and, where it is needed, the objective. */
async function completeTask(key: string, ground: Ground, signal: AbortSignal): Promise<Outcome<SearchTask>> {
  const run = runOf(key);
  if (run === undefined) return CANCELLED;
  const { task, base } = run;
  changeRun(key, { waiting: 'scoring the float network' });
  const float = await score(ground, base, [floatPolicy(task.layers.length)], signal);
  if (!float.ok) return float;
  const objective = task.method === 'ilp' ? await objectiveFor(key, ground, base, task, signal) : null;
  if (objective?.ok === false) return objective;
  const complete = { ...task, floatAccuracy: float.value[0] ?? 0, objective: objective?.value ?? [] };
  changeRun(key, { task: complete, status: 'running', waiting: null });
  return { ok: true, value: complete, ms: 0 };
}

/** The best policy on test images, which no search has seen. */
async function measureBest(key: string): Promise<void> {
  const run = runOf(key);
  const best = run === undefined ? null : bestOf(run);
  if (run === undefined || best === null) return;
  const side = sideOf(
    run.base,
    best.policy,
    run.task.layers.map(({ name }) => name),
  );
  const measured = await measureSide(side);
  if (measured.ok && runOf(key) !== undefined)
    changeRun(key, { test: { correct: measured.value.correct, n: measured.value.n } });
}

/** The rest of the page is told when a search goes on. */
function announce(): void {
  const background = work === null ? null : 'Searching policies';
  if (store.getState().background !== background) store.setState({ background });
}
