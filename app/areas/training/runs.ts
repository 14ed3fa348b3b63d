/** The runs of the Training screen: what is kept of them, and which belong to the present settings. */
import { keyOf } from '../../../src/experiment/key';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { Experiment } from '../../../src/experiment/spec';
import type { LayerSnapshot, TrainingTask } from '../../../src/jobs/train-reports';
import type { Params } from '../../../src/params/param';
import type { Checkpoint } from '../../../src/training/checkpoint';
import type { ScaleRule } from '../../../src/training/from-screen';
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
  /** Wall time spent on it in milliseconds, pauses left out. */
  readonly ms: number;
  readonly problem: Problem | null;
  /** Bytes of a download, or test images, while that goes on. */
  readonly waiting: { readonly what: 'data' | 'testing'; readonly done: number; readonly total: number } | null;
}

export type Runs = Readonly<Record<RunId, Run | null>>;

export const NO_RUNS: Runs = { float: null, a: null, b: null };

/** What the present settings ask of a run. */
export function taskFor(experiment: Experiment, id: RunId): TrainingTask {
  const params = screenParams(experiment.screens, 'training');
  if (id === 'float') return { side: null, scale: 'frozen', params: without(params, OF_QUANTIZATION) };
  return { side: experiment[id], scale: params[id === 'a' ? 'scaleA' : 'scaleB'] as ScaleRule, params };
}

/** The float control depends on no setting of quantization, so that changing one leaves it valid. */
const OF_QUANTIZATION = ['ste', 'activations', 'activationBits', 'batchNorm'];
/** Settings that say which runs there are, or belong to one side alone. */
const OF_NO_RUN = ['train', 'control', 'scaleA', 'scaleB'];

function without(params: Params, keys: readonly string[]): Params {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !keys.includes(key)));
}

/** Identity of a run under the present settings. */
export function runKey(experiment: Experiment, id: RunId): string {
  const { params, ...task } = taskFor(experiment, id);
  return keyOf([experiment.model, experiment.images, task, without(params, OF_NO_RUN)]);
}

/** Steps at which a run stops to be measured: closer at the start, where the accuracy changes fastest. */
export function measuringSteps(steps: number): readonly number[] {
  const shares = [0, 0.03, 0.07, 0.13, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return [...new Set(shares.map((share) => Math.round(share * steps)))];
}

/** Seconds until a run ends, by the time its steps took so far; null before there is anything to go by. */
export function secondsLeft({ status, step, steps, ms }: Run): number | null {
  if (status !== 'running' || step < 5 || steps === 0) return null;
  return Math.max(1, Math.round(((ms / step) * (steps - step)) / 1000));
}

export function isActive(run: Run | null): boolean {
  return run !== null && ['waiting', 'loading', 'running', 'paused'].includes(run.status);
}
