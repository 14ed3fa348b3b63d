/** Searches in Node, on one thread: recipe, images and order of events are those of the Mixed-precision lab. */
import { defaultActivations } from '../src/experiment/defaults';
import type { Side } from '../src/experiment/spec';
import { choose } from '../src/experiment/techniques';
import type { Measure } from '../src/hardware/costs';
import { ENERGY, defaultConstants, machineOf } from '../src/hardware/machines';
import { type EvalResources, createEvalResources, evalJobs } from '../src/jobs/evaluate';
import { layerFactsJobs } from '../src/jobs/layer-facts';
import type { LayerFacts } from '../src/jobs/search-reports';
import { createTrainResources, trainJobs } from '../src/jobs/train';
import { loadKernels } from '../src/kernels/index';
import { parseModel } from '../src/model/model';
import type { ModelBundle } from '../src/model/types';
import type { PolicyBase, PolicyScore } from '../src/nn/policies/evaluator';
import { type Best, bestOf } from '../src/search/best';
import { joinScores } from '../src/search/join-scores';
import { lonelyPolicies, omegas, outputErrors } from '../src/search/objective';
import { type Policy, activationQuantizerAt, policyKey, uniformPolicy } from '../src/search/policy';
import { searchTask } from '../src/search/request';
import { startSearch } from '../src/search/searches';
import { type Method, type SearchTask, policyCost } from '../src/search/task';
import { MODELS, readModel, readSplits } from '../zoo/files';
import { finish } from '../src/jobs/finish';

/** What a search is asked for. */
export interface Wanted {
  readonly method: Method;
  readonly machine: string;
  readonly measure: Measure;
  /** The budget, as bits of a uniform policy. */
  readonly bits: number;
  readonly activations: boolean;
  readonly seed: number;
  readonly evaluations: number;
}

/** What it found. */
export interface Found extends Best {
  readonly wanted: Wanted;
  readonly tried: number;
  readonly seconds: number;
}

export interface Right {
  readonly correct: number;
  readonly images: number;
}

const FIXED = 8;
const TRACE = { probes: 8, images: 128, seed: 1 };

/** One network with one scale a tensor at min-max ranges, and everything that its policies need. */
export class PolicyBench {
  private readonly known = new Map<string, PolicyScore>();

  private constructor(
    private readonly bundle: ModelBundle,
    readonly facts: LayerFacts,
    private readonly bases: { readonly weights: PolicyBase; readonly both: PolicyBase },
    private readonly search: EvalResources,
    private readonly test: readonly EvalResources[],
  ) {}

  /** @param images training images that policies are compared on, the last of the file. */
  static async open(id: string, images: number): Promise<PolicyBench> {
    const bundle = await readModel(MODELS, id);
    const { dataset } = bundle.card;
    const [train] = await readSplits(dataset, 'train');
    if (train === undefined) throw new Error(`There are no training images of ${dataset}.`);
    const search = await loaded(bundle, { ...train, from: train.count - images, to: train.count });
    await finish(evalJobs['load-calibration'](train, search));
    const tests = await readSplits(dataset, 'test');
    const test = await Promise.all(tests.map((split) => loaded(bundle, { ...split, from: 0, to: split.count })));
    const side = sideOf();
    const model = parseModel(bundle);
    const facts = await finish(layerFactsJobs['layer-facts']({ base: side }, { model, kernels: loadKernels() }));
    const both = { side: { ...side, activations: defaultActivations() }, taps: await tapsOf(search) };
    return new PolicyBench(bundle, facts, { weights: { side, taps: {} }, both }, search, test);
  }

  get layers(): number {
    return this.facts.works.length;
  }

  /** On the search images, in percent. */
  async accuracies(policies: readonly Policy[]): Promise<readonly number[]> {
    const scores = await this.scores(policies);
    return scores.map(({ correct, images }) => (100 * correct) / images);
  }

  /** On all test images, which no search has seen. */
  async tested(policy: Policy): Promise<Right> {
    const shards: PolicyScore[] = [];
    for (const worker of this.test) shards.push(...(await this.compare(worker, [policy])));
    return joinScores(shards);
  }

  /** The uniform policy of a budget. */
  uniform({ bits, activations }: Pick<Wanted, 'bits' | 'activations'>): Policy {
    const whole = Math.floor(bits);
    return uniformPolicy(this.layers, whole, activations ? whole : null);
  }

  task({ machine, ...wanted }: Wanted): SearchTask {
    const { works } = this.facts;
    const hardware = machineOf(machine);
    return searchTask({
      ...wanted,
      works,
      hardware: { machine: hardware, constants: defaultConstants(hardware), energy: defaultConstants(ENERGY) },
      least: 2,
      most: 8,
      fixedActivations: FIXED,
    });
  }

  /** Seconds that an image takes on a machine, modelled. */
  latency(policy: Policy, machine: string): number {
    const wanted = {
      method: 'random',
      measure: 'latency',
      bits: 4,
      activations: true,
      seed: 0,
      evaluations: 1,
    } as const;
    return policyCost(this.task({ ...wanted, machine }), policy);
  }

  /** Searches to the end; null when it found nothing inside the budget. */
  async run(wanted: Wanted): Promise<Found | null> {
    const start = performance.now();
    const float = uniformPolicy(this.layers, 0, 0);
    const [floatAccuracy = 0] = await this.accuracies([float]);
    const asked = { ...this.task(wanted), floatAccuracy };
    const task = { ...asked, objective: wanted.method === 'ilp' ? await this.objective(asked) : [] };
    const [policies, accuracies]: [Policy[], number[]] = [[], []];
    const search = startSearch(task, false);
    for (let step = search.next([]); step.done !== true;) {
      const ask = step.value?.policies ?? [];
      const found = await this.accuracies(ask);
      policies.push(...ask);
      accuracies.push(...found);
      step = search.next(found);
    }
    const best = bestOf({ task, policies, accuracies });
    return best === null
      ? null
      : { ...best, wanted, tried: policies.length, seconds: (performance.now() - start) / 1000 };
  }

  private async objective(task: SearchTask): Promise<SearchTask['objective']> {
    if (!task.activations) return omegas(this.facts.works, this.facts.perturbations, await this.traces());
    await this.scores(lonelyPolicies(task));
    return outputErrors(task, (key) => this.known.get(key)?.squaredError ?? NaN);
  }

  private async traces() {
    const resources = createTrainResources();
    await finish(trainJobs['prepare-training']({ bundle: this.bundle, plain: false }, resources));
    const [train] = await readSplits(this.bundle.card.dataset, 'train');
    if (train === undefined) throw new Error('There are no training images.');
    await finish(trainJobs['load-training-images']({ ...train, role: 'train' }, resources));
    return finish(trainJobs['hessian-traces'](TRACE, resources));
  }

  private async scores(policies: readonly Policy[]): Promise<readonly PolicyScore[]> {
    const unknown = policies.filter((policy) => !this.known.has(policyKey(policy)));
    const found = unknown.length === 0 ? [] : await this.compare(this.search, unknown);
    unknown.forEach((policy, at) => this.known.set(policyKey(policy), found[at]!));
    return policies.map((policy) => this.known.get(policyKey(policy))!);
  }

  private async compare(worker: EvalResources, policies: readonly Policy[]): Promise<readonly PolicyScore[]> {
    const kind = policies.some(({ activations }) => activations?.some((bits) => bits > 0)) ? 'both' : 'weights';
    const input = { key: kind, base: this.bases[kind], policies };
    return (await finish(evalJobs['compare-policies'](input, worker))).scores;
  }
}

interface ComparedFile {
  readonly packed: ArrayBuffer;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

async function loaded(bundle: ModelBundle, file: ComparedFile): Promise<EvalResources> {
  const worker = createEvalResources();
  await finish(evalJobs['load-model']({ bundle, plain: false }, worker));
  await finish(evalJobs['load-comparison'](file, worker));
  return worker;
}

/** One scale a tensor, over the range of the weights. */
function sideOf(): Side {
  return {
    recipe: {
      quantizer: choose('quantizer', 'uniform', { bits: 4 }),
      granularity: choose('granularity', 'tensor'),
      clipper: choose('clipper', 'minmax'),
      rounder: choose('rounder', 'nearest-even'),
    },
    overrides: {},
    seed: 7,
  };
}

/** Ranges of the activations at every width. */
async function tapsOf(worker: EvalResources): Promise<PolicyBase['taps']> {
  const taps: Record<number, PolicyBase['taps'][number]> = {};
  const own = defaultActivations();
  for (let bits = 1; bits <= FIXED; bits++) {
    const recipe = { ...own.recipe, quantizer: activationQuantizerAt(own.recipe, bits) };
    taps[bits] = await finish(evalJobs.calibrate({ activations: { ...own, recipe } }, worker));
  }
  return taps;
}
