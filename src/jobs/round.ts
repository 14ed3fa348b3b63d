import { keyOf } from '../experiment/key';
import { roundNetwork } from '../nn/reconstruct/network';
import type { RoundingProblem } from '../nn/reconstruct/problem';
import { biasesOf, rivalNetwork } from '../nn/reconstruct/rivals';
import type { JobGenerator, JobInput, JobResult, JobTable } from './catalogue';
import { LayerRun, calibrated, layerProblem } from './round-layer';
import type { NetworkRoundingStep, RoundJobs, RoundingLeg, RoundingTask, RowReport } from './round-reports';
import { roundRow } from './round-row';
import type { Kernels } from '../kernels/index';
import { equalize } from '../model/equalization';
import type { Model } from '../model/graph';

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
  'round-rival': function* ({ task, rival }, resources) {
    return yield* rivalNetwork(rival, given(task, resources));
  },
};

function* roundLayer(input: JobInput<'round-layer'>, resources: RoundResources): JobGenerator<LayerStep, RoundingLeg> {
  const { run, task, layer, until, every, have } = input;
  const { iterations } = task.settings;
  const begin = function* () {
    const whole = given(task, resources);
    return new LayerRun(yield* layerProblem(whole, layer, task), whole.images, task.settings, every);
  };
  const work = yield* waiting(resources.rounding.runOf(run, begin), { iteration: 0, iterations });
  yield* work.run(until);
  return work.leg(have);
}

type LayerStep = { readonly iteration: number; readonly iterations: number };

function* row(input: JobInput<'round-row'>, resources: RoundResources): JobGenerator<RowStep, RowReport> {
  const task: RoundingTask = { ...input.task, inputs: 'float', activation: 'none' };
  const key = keyOf([task.side, task.images, input.layer]);
  const gather = () => layerProblem(given(task, resources), input.layer, task);
  const total = input.draws + task.settings.iterations;
  const problem = yield* waiting(resources.rounding.problemOf(key, gather), { done: 0, total });
  return yield* roundRow(problem, input);
}

type RowStep = { readonly done: number; readonly total: number };

function* network(
  { task, equalized }: JobInput<'round-network'>,
  resources: RoundResources,
): JobGenerator<NetworkRoundingStep, JobResult<'round-network'>> {
  const { settings, activation } = task;
  const whole = given(task, resources);
  const model = equalized ? equalize(whole.model) : whole.model;
  const vectors = equalized ? biasesOf(model) : {};
  const work = roundNetwork({ ...whole, model, settings, activation });
  for (;;) {
    const next = work.next();
    if (next.done === true) return { kernels: next.value.values, vectors, layers: next.value.layers };
    const { layer, done, total, step, outcomes } = next.value;
    yield { layer, done, total, iteration: step?.iteration ?? 0, iterations: settings.iterations, layers: outcomes };
  }
}

function given(task: RoundingTask, { prepared, train }: RoundResources) {
  if (prepared === null) throw new RangeError('No model is loaded in this worker.');
  return calibrated(prepared, train, task);
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
