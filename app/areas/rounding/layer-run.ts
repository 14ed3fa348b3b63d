/** Starts, pauses and shows AdaRound on one layer. One run at a time. */
import { keyOf } from '../../../src/experiment/key';
import type { Experiment, RoundedWeights } from '../../../src/experiment/spec';
import type { WeightValues } from '../../../src/model/weight-values';
import { measureSide } from '../../engine/requests';
import { store } from '../../store/store';
import { roundingEngine } from './engine';
import { putWeights } from '../../weights/library';
import { layerWeights, settingsOf } from './settings';
import { changeRun, roundingStore, show } from './store';

/** Snapshots of a run, the start not counted. */
const SNAPSHOTS = 50;
const REPLAY_MS = 90;

interface Work {
  readonly controller: AbortController;
  readonly weights: RoundedWeights;
  readonly model: string;
}

/** A run ends with its network. */
store.subscribe(({ experiment }, before) => {
  if (experiment.model !== before.experiment.model) cancelLayer();
});

let work: Work | null = null;
let numbers = 0;
let replay: ReturnType<typeof setInterval> | null = null;

/** Identity of a run under the present settings; null while no layer is chosen. */
export function layerKey(experiment: Experiment, layer: string | null): string | null {
  if (layer === null) return null;
  return keyOf([experiment.model, experiment.images, layer, layerWeights(settingsOf(experiment), layer)]);
}

/** Begins a run on the chosen layer; what went on before is given up. */
export function startLayer(): void {
  const { experiment, view } = store.getState();
  const key = layerKey(experiment, view.layer);
  if (key === null || view.layer === null) return;
  cancelLayer();
  const settings = settingsOf(experiment);
  const weights = layerWeights(settings, view.layer);
  work = { controller: new AbortController(), weights, model: experiment.model };
  show(null);
  roundingStore.setState({
    run: {
      ...{ key, number: ++numbers, layer: view.layer, weights, status: 'loading', problem: null, ms: 0 },
      ...{ iterations: settings.iterations, warmStart: settings.warmStart },
      ...{ about: null, snapshots: [], result: null, nearest: null, adaround: null },
    },
  });
  void go(Infinity);
}

/** Leaves the run where it is; it can go on. */
export function pauseLayer(): void {
  const { run } = roundingStore.getState();
  if (run?.status !== 'running' || work === null) return;
  work.controller.abort();
  work = { ...work, controller: new AbortController() };
  changeRun({ status: 'paused' });
}

export function resumeLayer(): void {
  if (roundingStore.getState().run?.status === 'paused') void go(Infinity);
}

/** One snapshot back: what was computed stays. */
export function stepBack(): void {
  stopReplay();
  pauseLayer();
  const { run, shown } = roundingStore.getState();
  const last = (run?.snapshots.length ?? 0) - 1;
  show(Math.max((shown ?? last) - 1, 0));
}

/** One snapshot on: one that is kept, or a newly computed one. */
export function stepOn(): void {
  stopReplay();
  const { run, shown } = roundingStore.getState();
  const last = (run?.snapshots.length ?? 0) - 1;
  if (shown !== null && shown < last) show(shown + 1 === last ? null : shown + 1);
  else if (run?.status === 'paused') void go(1);
  else if (run === null) startLayer();
}

/** Shows the finished run from its start. */
export function replayLayer(): void {
  stopReplay();
  show(0);
  replay = setInterval(() => {
    const { run, shown } = roundingStore.getState();
    const last = (run?.snapshots.length ?? 0) - 1;
    if (shown !== null && shown < last - 1) {
      show(shown + 1);
      return;
    }
    show(null);
    stopReplay();
  }, REPLAY_MS);
}

/** Shows one snapshot; null follows the run. */
export function showSnapshot(index: number | null): void {
  stopReplay();
  show(index);
}

function stopReplay(): void {
  if (replay !== null) clearInterval(replay);
  replay = null;
}

/** Gives up the run; what has been drawn stays. */
export function cancelLayer(): void {
  stopReplay();
  work?.controller.abort();
  work = null;
  const status = roundingStore.getState().run?.status;
  if (status === 'loading' || status === 'running' || status === 'paused') changeRun({ status: 'stopped' });
}

/** Goes on by so many snapshots. */
async function go(legs: number): Promise<void> {
  const mine = work;
  if (mine === null) return;
  const { signal } = mine.controller;
  const isOver = (): boolean => work !== mine || signal.aborted;
  for (let leg = 0; leg < legs; leg++) {
    const { run } = roundingStore.getState();
    if (run === null || isOver()) return;
    const every = Math.max(1, Math.round(run.iterations / SNAPSHOTS));
    const until = Math.min((run.snapshots.at(-1)?.iteration ?? 0) + every, run.iterations);
    if (run.snapshots.length > 0) changeRun({ status: 'running' });
    const from = performance.now();
    const { weights } = mine;
    const input = { run: run.number, weights, layer: run.layer, until, every, have: run.snapshots.length };
    const outcome = await roundingEngine().run(mine.model, 'round-layer', input, { signal });
    if (isOver()) return;
    if (!outcome.ok) {
      changeRun({ status: 'failed', problem: outcome.problem });
      return;
    }
    const { layer: about, snapshots, result } = outcome.value;
    const ms = run.ms + performance.now() - from;
    changeRun({ about, snapshots: [...run.snapshots, ...snapshots], result, ms, status: 'running' });
    if (result !== null) {
      changeRun({ status: 'finished' });
      work = null;
      void measure(run.key, mine, result.set);
      return;
    }
  }
  changeRun({ status: 'paused' });
}

/** Accuracy with the layer rounded: to nearest, and by AdaRound. */
async function measure(key: string, { weights, model }: Work, set: WeightValues): Promise<void> {
  const isShown = (): boolean =>
    roundingStore.getState().run?.key === key && store.getState().experiment.model === model;
  putWeights({ model, weights, set, facts: { steps: 0, ms: 0, score: null, origin: 'made' } });
  const nearest = await measureSide(weights.under);
  if (!isShown()) return;
  if (nearest.ok) changeRun({ nearest: nearest.value });
  const adaround = await measureSide({ ...weights.under, weights });
  if (adaround.ok && isShown()) changeRun({ adaround: adaround.value });
}
