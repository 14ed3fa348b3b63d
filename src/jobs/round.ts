import { keyOf } from '../experiment/key';
import type { RoundedWeights } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/graph';
import { weightValuesOf } from '../model/weight-values';
import type { NetworkRoundingStep } from '../nn/reconstruct/layers';
import { NETWORK_METHODS } from '../nn/reconstruct/methods/registry';
import type { RoundingProblem } from '../nn/reconstruct/problem';
import { roundingSettings } from '../rounding/from-screen';
import type { JobGenerator, JobInput, JobResult, JobTable } from './catalogue';
import { LayerRun, layerProblem, networkToRound } from './round-layer';
import type { RoundJobs, RoundingLeg, RowReport } from './round-reports';
import { roundRow } from './round-row';

/** What rounding keeps in its worker between two jobs. */
export class RoundingDesk {
  private run: { readonly id: number; readonly work: LayerRun } | null = null;
  private seen: { readonly key: string; readonly problem: RoundingProblem } | null = null;

  /** The run of that number, which is begun if it is another one than before. */
  *runOf(id: number, begin: () => Generator<void, LayerRun, void>): Generator<void, LayerRun, void> {
    if (this.run?.id === id) return this.run.work;
    this.run?.work.dispose();
    this.run = null;
    const work = yield* begin();
    this.run = { id, work };
    return work;
  }

  /** What a layer sees; kept until something else is asked for. */
  *problemOf(
    key: string,
    gather: () => Generator<void, RoundingProblem, void>,
  ): Generator<void, RoundingProblem, void> {
    if (this.seen?.key === key) return this.seen.problem;
    this.seen?.problem.dispose();
    this.seen = null;
    const problem = yield* gather();
    this.seen = { key, problem };
    return problem;
  }

  /** For another model. */
  clear(): void {
    this.run?.work.dispose();
    this.seen?.problem.dispose();
    [this.run, this.seen] = [null, null];
  }
}

/** What rounding needs of the resources of its worker. */
interface RoundResources {
  readonly prepared: { readonly model: Model; readonly kernels: Kernels } | null;
  /** Training images: those that layers are shown. */
  readonly train: { readonly pixels: Uint8Array; readonly labels: Uint8Array } | null;
  readonly rounding: RoundingDesk;
}

/** Rounding by what a layer puts out, on training images. */
export const roundJobs: JobTable<RoundJobs, RoundResources> = {
  'round-layer': roundLayer,
  'round-row': row,
  'round-network': network,
};

function* roundLayer(input: JobInput<'round-layer'>, resources: RoundResources): JobGenerator<LayerStep, RoundingLeg> {
  const { run, weights, layer, until, every, have } = input;
  const { iterations } = roundingSettings(weights.params).adaround;
  const begin = function* () {
    const whole = given(weights, resources);
    return new LayerRun(yield* layerProblem(whole, layer), whole, every);
  };
  const work = yield* waiting(resources.rounding.runOf(run, begin), { iteration: 0, iterations });
  yield* work.run(until);
  return work.leg(have);
}

type LayerStep = { readonly iteration: number; readonly iterations: number };

function* row(input: JobInput<'round-row'>, resources: RoundResources): JobGenerator<RowStep, RowReport> {
  const { weights, layer, draws } = input;
  const { adaround, images } = roundingSettings(weights.params);
  const key = keyOf([weights.under, images, layer]);
  const total = draws + adaround.iterations;
  const gather = () => layerProblem(given(weights, resources), layer);
  const problem = yield* waiting(resources.rounding.problemOf(key, gather), { done: 0, total });
  return yield* roundRow(problem, input);
}

type RowStep = { readonly done: number; readonly total: number };

function* network(
  { weights }: JobInput<'round-network'>,
  resources: RoundResources,
): JobGenerator<NetworkRoundingStep, JobResult<'round-network'>> {
  const { model, made, layers } = yield* NETWORK_METHODS[weights.method](given(weights, resources));
  return { set: weightValuesOf(model, made), layers };
}

function given(weights: RoundedWeights, { prepared, train }: RoundResources) {
  if (prepared === null) throw new RangeError('No model is loaded in this worker.');
  return networkToRound(prepared, train, weights);
}

function* waiting<Progress, Result>(
  work: Generator<void, Result, void>,
  progress: Progress,
): Generator<Progress, Result, void> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}
