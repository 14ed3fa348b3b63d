import type { JobResult } from '../../src/jobs/catalogue';
import type { ModelBundle } from '../../src/model/types';
import type { WeightValues } from '../../src/model/weight-values';
import { EvalPool } from './pool';
import type { Outcome } from './outcome';
import { Staff, type Step } from './staff';
import { poolSize, spawnEvalWorker, spawnQuantWorker } from './spawn';

/** Weight sets in the workers: those of A and B, and some before them. */
const SETS = 6;

/** All workers of a tab: one for sliders, a pool for accuracy. */
export class Engine {
  readonly quant = new Staff(spawnQuantWorker);
  readonly pool: EvalPool;

  private weights: Step<'load-weights'> | null = null;
  /** Weights that sides may name, the latest last. */
  private sets: readonly Step<'load-weight-set'>[] = [];

  /** `plain`: no SIMD anywhere, as in a browser without it. */
  constructor(private readonly plain: boolean) {
    const size = poolSize(navigator.hardwareConcurrency);
    this.pool = new EvalPool(Array.from({ length: size }, () => new Staff(spawnEvalWorker)));
  }

  get workers(): number {
    return this.pool.size + 1;
  }

  /** Starts every worker, so that its script loads while the model does. */
  warmUp(): void {
    void this.quant.prepare([]);
    this.pool.warmUp();
  }

  /** Puts a model's weights into the quant worker. */
  async loadWeights(bundle: ModelBundle): Promise<Outcome<JobResult<'load-weights'>>> {
    this.weights = { name: 'load-weights', input: { bundle, plain: this.plain } };
    this.sets = [];
    const outcome = await this.quant.prepare([this.weights]);
    return outcome.ok ? { ...outcome, value: outcome.value[0] as JobResult<'load-weights'> } : outcome;
  }

  loadModel(bundle: ModelBundle): ReturnType<EvalPool['loadModel']> {
    return this.pool.loadModel(bundle, this.plain);
  }

  /** Brings weights that a side names into every worker, unless they are there. They belong to the model that was loaded last. */
  async putWeights(key: string, set: WeightValues): Promise<Outcome<unknown>> {
    const known = this.sets.find(({ input }) => input.key === key);
    const step: Step<'load-weight-set'> = known ?? { name: 'load-weight-set', input: { key, set } };
    this.sets = [...this.sets.filter((other) => other !== step).slice(1 - SETS), step];
    const [quant, pool] = await Promise.all([
      this.quant.prepare([...(this.weights === null ? [] : [this.weights]), ...this.sets]),
      this.pool.setWeights(this.sets),
    ]);
    return quant.ok ? pool : quant;
  }
}
