/** What searches for policies take and tell. Accuracies are in percent. */
import type { LayerWork } from '../hardware/layer-work';
import type { PolicyBase, PolicyScore } from '../nn/policies/evaluator';
import type { Policy } from '../search/policy';
import type { Episode, SearchTask } from '../search/task';

interface Job<Input, Progress, Result> {
  input: Input;
  progress: Progress;
  result: Result;
}

interface Counted {
  readonly done: number;
  readonly total: number;
}

/** Policies that a search wants scored next; none when it has ended. */
export interface SearchStep {
  readonly policies: readonly Policy[];
  readonly episode: Episode | null;
  readonly done: boolean;
}

export interface LayerFacts {
  readonly works: readonly LayerWork[];
  /** ||Q(W) - W||^2 by layer and bits, 0 to 8, under the recipe of the side. */
  readonly perturbations: readonly (readonly number[])[];
}

/** Jobs of the worker that serves sliders. */
export interface LayerFactsJobs {
  'layer-facts': Job<{ base: PolicyBase['side'] }, Counted, LayerFacts>;
}

/** Jobs of the evaluation workers. */
export interface PolicyJobs {
  /** `packed`: gzip'd uint8 training images with their labels, of which [from, to) are compared on in this worker. */
  'load-comparison': Job<{ packed: ArrayBuffer; count: number; from: number; to: number }, Counted, { images: number }>;
  /** Scores on the images that live in this worker. `key` stands for `base`: a change of it forgets what was computed. */
  'compare-policies': Job<
    { key: string; base: PolicyBase; policies: readonly Policy[] },
    Counted,
    { scores: readonly PolicyScore[] }
  >;
}

/** Jobs of the worker that thinks about what to try next. */
export interface SearchJobs {
  /**
   * `scores`: of all policies asked for so far, in that order. The worker goes on where it was; where it was not there, it
   * goes through all of them again.
   */
  search: Job<{ task: SearchTask; plain: boolean; scores: readonly number[] }, { scored: number }, SearchStep>;
}

/** Average trace of the Hessian of the loss by layer, estimated from `probes` random vectors, and its standard error. */
export interface HessianTraces {
  readonly layers: readonly string[];
  readonly traces: readonly number[];
  readonly errors: readonly number[];
}

/** A job of the worker that trains. */
export interface HessianJobs {
  'hessian-traces': Job<{ probes: number; images: number; seed: number }, Counted, HessianTraces>;
}
