/** Every long computation by name: what it takes, what it reports on the way, what it returns. */
import type { EvaluationBackend } from './backend-info';
import type { MadeWeights, Recipe, Side } from '../experiment/spec';
import type { LayerInfo, ModelBundle } from '../model/types';
import type { WeightValues } from '../model/weight-values';
import type { Continuation } from '../nn/tasks/continue-text';
import type { BinaryEvalJobs, BinaryQuantJobs, BinaryTrainJobs } from './binary-reports';
import type { CalibratedTaps, CalibrationJobs } from './activation-reports';
import type { ClipJobs } from './clip-reports';
import type { ExportJobs } from './export-reports';
import type { LadderJobs } from './ladder-reports';
import type { OwnJobs } from './own-reports';
import type { IntegerJobs } from './integer-reports';
import type {
  EvaluationShard,
  LayerReport,
  LayerWeights,
  LloydTrace,
  NetworkReport,
  QuantizedNetwork,
} from './reports';
import type { RoundJobs } from './round-reports';
import type { HessianJobs, LayerFactsJobs, PolicyJobs, SearchJobs } from './search-reports';
import type { SpeedJobs } from './speed-reports';
import type { TrainJobs } from './train-reports';

/** A job yields progress and returns its result; it must yield at least every 16 ms of work where it can. */
export type JobGenerator<Progress, Result> = Generator<Progress, Result, void>;

interface JobType<Input, Progress, Result> {
  input: Input;
  progress: Progress;
  result: Result;
}

/** Weights that a side may name in place of the shipped ones; only those of the model that was loaded last. */
interface WeightJobs {
  /** Of those brought before, the latest few stay. Throws RangeError for weights of another network. */
  'load-weight-set': JobType<{ key: string; set: WeightValues }, never, { sets: number }>;
}

/** Typed arrays and our own kernels only; never tfjs. Serves sliders. */
export interface QuantJobs extends BinaryQuantJobs, ClipJobs, ExportJobs, LadderJobs, WeightJobs, LayerFactsJobs {
  'load-weights': JobType<
    { bundle: ModelBundle; plain: boolean },
    never,
    { layers: readonly LayerInfo[]; kernels: 'simd' | 'plain' }
  >;
  'analyze-layer': JobType<{ layer: string; recipe: Recipe; seed: number; weights?: MadeWeights }, never, LayerReport>;
  'analyze-network': JobType<{ side: Side }, { done: number; total: number }, NetworkReport>;
  /** The same with the weights themselves, for workers that run the network. */
  'quantize-network': JobType<{ side: Side }, { done: number; total: number }, QuantizedNetwork>;
  /** Squared error and squared float values of every kernel, two numbers each in flow order; null: of the float weights. */
  'weight-errors': JobType<{ side: Side | null }, { done: number; total: number }, Float32Array>;
  /** Lloyd's iteration on one layer from given centroids (weights assigned to the nearest, ties to the lower index). */
  lloyd: JobType<{ layer: string; centroids: readonly number[]; steps: number }, never, LloydTrace>;
}

/** Forward passes on tfjs. */
export interface EvalJobs extends BinaryEvalJobs, CalibrationJobs, IntegerJobs, WeightJobs, PolicyJobs, SpeedJobs {
  'load-model': JobType<{ bundle: ModelBundle; plain: boolean }, never, EvaluationBackend>;
  /** `packed`: gzip'd uint8 images followed by uint8 labels; images [from, to) of the whole test set live in this worker.
   * Those of another data set, whose id is `set`, are forgotten. */
  'load-images': JobType<
    { set?: string; packed: ArrayBuffer; count: number; offset: number; from: number; to: number },
    { done: number; total: number },
    { labels: Uint8Array }
  >;
  /**
   * `side` null: the float network. `taps`: the result of `calibrate` for a side whose activations have fixed ranges.
   * `weights`: of that side, quantized by another worker. `single`: no network like it will be asked for soon, so that nothing
   * in the middle is worth keeping.
   */
  evaluate: JobType<
    {
      side: Side | null;
      from: number;
      to: number;
      taps?: CalibratedTaps;
      weights?: readonly LayerWeights[];
      single?: boolean;
    },
    { done: number; total: number },
    EvaluationShard
  >;
  /** uint8 pixels of the given test images, one after the other. */
  'read-images': JobType<{ indices: readonly number[] }, never, Uint8Array>;
  /** What the network of a side makes of one picture: uint8 values, rounded and kept within 0 to 255, [height, width, 3]. */
  'read-output': JobType<
    { side: Side | null; index: number; taps?: CalibratedTaps },
    { done: number; total: number },
    Uint8Array
  >;
  /** Characters that the network of a side goes on with, drawn one by one. */
  'continue-text': JobType<
    { side: Side | null; continuation: Continuation; taps?: CalibratedTaps },
    { done: number; total: number },
    Uint8Array
  >;
  memory: JobType<Record<string, never>, never, { numTensors: number; numBytes: number }>;
}

export type JobCatalogue = QuantJobs &
  EvalJobs &
  TrainJobs &
  RoundJobs &
  BinaryTrainJobs &
  HessianJobs &
  SearchJobs &
  OwnJobs;
export type JobName = keyof JobCatalogue;
export type JobInput<N extends JobName> = JobCatalogue[N]['input'];
export type JobProgress<N extends JobName> = JobCatalogue[N]['progress'];
export type JobResult<N extends JobName> = JobCatalogue[N]['result'];

/** Implementations of a set of jobs over the resources of their worker. */
export type JobTable<Jobs, Resources> = {
  readonly [N in keyof Jobs]: Jobs[N] extends JobType<infer I, infer P, infer R>
    ? (input: I, resources: Resources) => JobGenerator<P, R> | Promise<R>
    : never;
};

/** Implementations of jobs that wait for something outside their worker, such as a file. */
export type WaitingJobTable<Jobs, Resources> = {
  readonly [N in keyof Jobs]: Jobs[N] extends JobType<infer I, infer P, infer R>
    ? (input: I, resources: Resources) => AsyncGenerator<P, R, void> | JobGenerator<P, R>
    : never;
};
