/** What the training worker is asked and what it sends back. */
import type { ScaleRule, Side } from '../experiment/spec';
import type { ModelBundle } from '../model/types';
import type { WeightValues } from '../model/weight-values';
import type { Params } from '../params/param';
import type { Checkpoint } from '../training/checkpoint';
import type { TrainingFailure } from '../training/health';
import type { BackendInfo } from './backend-info';

/** What is trained, and how. */
export interface TrainingTask {
  /** Whose recipes; null trains in float. */
  readonly side: Side | null;
  readonly scale: ScaleRule;
  /** Settings of the Training screen. */
  readonly params: Params;
}

/** A step of a run, as shown while it goes on. */
export interface TrainingStep {
  /** Steps done, and in all. */
  readonly step: number;
  readonly steps: number;
  /** Mean loss of the step's batch, before the step. */
  readonly loss: number;
  readonly learningRate: number;
  /** Null while training, else how many test images have been predicted. */
  readonly testing: { readonly done: number; readonly total: number } | null;
}

/** The weights of one layer at one step. */
export interface LayerSnapshot {
  readonly layer: string;
  /** Both histograms span [-limit, limit] in equal bins; values outside are in the end bins. */
  readonly limit: number;
  readonly latent: Uint32Array;
  readonly seen: Uint32Array;
  /** Values that the network sees and how many weights have each, ascending; null when there are too many. */
  readonly levels: { readonly values: Float32Array; readonly counts: Uint32Array } | null;
  /** Share of the weights that the network sees as 0. */
  readonly zeroShare: number;
  /** Null: float, or levels that are not evenly spaced. */
  readonly signs: LayerSigns | null;
  /** Since the measurement before; null as above. */
  readonly record: LayerRecord | null;
}

/** The way of some weights of a layer over a part of a run. */
export interface LayerRecord {
  /** Steps done before the first entry. */
  readonly from: number;
  /** Which weights, by their place in the tensor. */
  readonly indices: Uint32Array;
  /** Step by step, one value for each of `indices`: the float weight over its scale. */
  readonly positions: Float32Array;
  /** Step by step: the mean scale over that at the start of the run. */
  readonly scales: Float32Array;
}

/** What the weights of a layer show at one step, where their levels are evenly spaced. */
export interface LayerSigns {
  readonly n: number;
  /** Smallest and largest code, less the zero point. */
  readonly low: number;
  readonly high: number;
  /** Mean scale. */
  readonly scale: number;
  /** Share of the weights whose gradient is masked. */
  readonly masked: number;
  /** Share whose code differs from that at the start. */
  readonly changed: number;
  /** Weights that changed their code three times or more in the last `window` steps. */
  readonly oscillating: number;
  readonly window: number;
  /** Largest |w| over the mean |w|. */
  readonly spread: number;
  /** Histogram of w / scale in equal bins from low - 1 to high + 1; values outside are in the end bins. */
  readonly steps: Uint32Array;
}

/** A part of a run, up to the step that was asked for. */
export interface TrainingLeg {
  /** State at its end; the last good one when it had to stop. */
  readonly checkpoint: Checkpoint;
  readonly steps: number;
  /** Loss of every step so far, NaN where another worker made it. */
  readonly losses: Float32Array;
  readonly failure: TrainingFailure | null;
  /** On the first test images, with the weights at the end as the network sees them; null when not asked for. */
  readonly score: { readonly correct: number; readonly images: number } | null;
  readonly layers: readonly LayerSnapshot[];
  /** The weights at its end, as they are deployed. */
  readonly weights: WeightValues;
}

export interface TrainJobs {
  'prepare-training': { input: { bundle: ModelBundle; plain: boolean }; progress: never; result: BackendInfo };
  /** A file of training or test images; test images must come in order. */
  'load-training-images': {
    input: { packed: ArrayBuffer; count: number; offset: number; role: 'train' | 'test' };
    progress: { done: number; total: number };
    result: { images: number };
  };
  /**
   * Goes on with a run up to `until` steps, then measures it on the first `testImages`. The worker keeps the run it last had;
   * any other run begins at `checkpoint`, or new. Cancelled, it keeps the state after its last step.
   */
  train: {
    input: {
      run: number;
      task: TrainingTask;
      checkpoint: Checkpoint | null;
      until: number;
      testImages: number;
    };
    progress: TrainingStep;
    result: TrainingLeg;
  };
  /** Forgets the run. What is left in memory. */
  'forget-training': {
    input: Record<string, never>;
    progress: never;
    result: { numTensors: number; numBytes: number };
  };
}
