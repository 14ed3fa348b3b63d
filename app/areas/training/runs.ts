/** The runs of the Training screen: what is kept of them, and which belong to the present settings. */
import { keyOf } from '../../../src/experiment/key';
import { runParams, trainingScreen } from '../../../src/experiment/screens/training';
import { screenParams } from '../../../src/experiment/screens/settings';
import { type Experiment, type ScaleRule, type TrainedWeights, onShippedWeights } from '../../../src/experiment/spec';
import type { WeightValues } from '../../../src/model/weight-values';
import type { LayerSnapshot, TrainingTask } from '../../../src/jobs/train-reports';
import type { Params } from '../../../src/params/param';
import type { Checkpoint } from '../../../src/training/checkpoint';

import type { Problem } from '../../store/state';

/** What can be trained: the network under a recipe, or in float for the same steps. */
export type RunId = 'a' | 'b' | 'float';

/** Accuracy on the first test images, measured after so many steps. */
export interface RunPoint {
  readonly step: number;
  readonly correct: number;
  readonly images: number;
}

export interface RunSnapshot {
  readonly step: number;
  readonly layers: readonly LayerSnapshot[];
}

export interface Run {
  readonly id: RunId;
  /** Identity of all that decides its numbers. */
  readonly key: string;
  readonly task: TrainingTask;
  readonly model: string;
  /** Test images that it is measured on. */
  readonly images: number;
  /** `stopped`: cancelled, or ended by a loss that grew; its curve stays. */
  readonly status: 'waiting' | 'loading' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';
  readonly step: number;
  /** 0 until known. */
  readonly steps: number;
  /** Loss of each step, NaN where not known. */
  readonly losses: readonly number[];
  readonly learningRate: number | null;
  readonly points: readonly RunPoint[];
  readonly snapshots: readonly RunSnapshot[];
  readonly checkpoint: Checkpoint | null;
  /** Weights at the last step that was measured, as they are deployed. */
  readonly made: { readonly step: number; readonly set: WeightValues } | null;
  /** Step at which it is to end before its time; null: at its end. */
  readonly limit: number | null;
  /** Wall time spent on it in milliseconds, pauses left out. */
  readonly ms: number;
  readonly problem: Problem | null;
  /** Bytes of a download, or test images, while that goes on. */
  readonly waiting: { readonly what: 'data' | 'testing'; readonly done: number; readonly total: number } | null;
}

/** A run before its first step. */
export function newRun(id: RunId, model: string, images: number, task: TrainingTask, limit: number | null): Run {
  return {
    id,
    key: keyOfRun(model, images, task),
    task,
    model,
    images,
    status: 'waiting',
    step: 0,
    steps: 0,
    losses: [],
    learningRate: null,
    points: [],
    snapshots: [],
    checkpoint: null,
    made: null,
    limit,
    ms: 0,
    problem: null,
    waiting: null,
  };
}

export type Runs = Readonly<Record<RunId, Run | null>>;

export const NO_RUNS: Runs = { float: null, a: null, b: null };

/** What the present settings ask of a run. Training begins with the weights of the model, whatever a side uses now. */
export function taskFor(experiment: Experiment, id: RunId): TrainingTask {
  const all = screenParams(experiment.screens, 'training');
  const params = runParams(all);
  if (id === 'float') return { side: null, scale: 'frozen', params: { ...params, ...OF_QUANTIZATION } };
  return { side: onShippedWeights(experiment[id]), scale: all[id === 'a' ? 'scaleA' : 'scaleB'] as ScaleRule, params };
}

/** The float control depends on no setting of quantization, so that changing one leaves it valid. */
const OF_QUANTIZATION: Params = Object.fromEntries(
  (['ste', 'start', 'activations', 'activationBits', 'batchNorm'] as const).map((key) => [
    key,
    trainingScreen[key].default,
  ]),
);
/** The weights that a task makes; `steps`: when it is stopped there. */
export function weightsOf({ side, scale, params }: TrainingTask, steps?: number): TrainedWeights {
  return { kind: 'trained', under: side, scale, params, ...(steps === undefined ? {} : { steps }) };
}

/** The task that makes some weights. */
export function taskOf({ under, scale, params }: TrainedWeights): TrainingTask {
  return { side: under, scale, params };
}

/** Identity of a run: all that decides its numbers. */
function keyOfRun(model: string, images: number, task: TrainingTask): string {
  return keyOf([model, images, task]);
}

/** Identity of a run under the present settings. */
export function runKey(experiment: Experiment, id: RunId): string {
  return keyOfRun(experiment.model, experiment.images, taskFor(experiment, id));
}

/** Steps at which a run stops to be measured: closer at the start, where the accuracy changes fastest. */
export function measuringSteps(steps: number): readonly number[] {
  const shares = [0, 0.03, 0.07, 0.13, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return [...new Set(shares.map((share) => Math.round(share * steps)))];
}

/** The step up to which a run trains before it is measured again; 0 while its length is not known. */
export function nextStop({ steps, points, limit }: Run): number {
  const last = points.at(-1)?.step ?? -1;
  const stop = steps === 0 ? 0 : (measuringSteps(steps).find((step) => step > last) ?? steps);
  return limit === null ? stop : Math.min(stop, limit);
}

/** The last step that a run has to make. */
export function lastStep({ steps, limit }: Pick<Run, 'steps' | 'limit'>): number {
  return limit === null ? steps : Math.min(limit, steps);
}

/** Seconds until a run ends, by the time its steps took so far; null before there is anything to go by. */
export function secondsLeft(run: Run): number | null {
  const { status, step, steps, ms } = run;
  if (status !== 'running' || step < 5 || steps === 0) return null;
  return Math.max(1, Math.round(((ms / step) * (lastStep(run) - step)) / 1000));
}

export function isActive(run: Run | null): boolean {
  return run !== null && ['waiting', 'loading', 'running', 'paused'].includes(run.status);
}
