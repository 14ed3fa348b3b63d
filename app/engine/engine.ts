import type { JobInput, JobResult } from '../../src/jobs/catalogue';
import type { ModelBundle } from '../../src/model/types';
import { EvalPool } from './pool';
import type { Outcome } from './outcome';
import { Staff } from './staff';
import { poolSize, spawnEvalWorker, spawnQuantWorker } from './spawn';

/** All workers of a tab: one for sliders, a pool for accuracy. */
export class Engine {
  readonly quant = new Staff(spawnQuantWorker);
  readonly pool: EvalPool;

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
    const input: JobInput<'load-weights'> = { bundle, plain: this.plain };
    const outcome = await this.quant.prepare([{ name: 'load-weights', input }]);
    return outcome.ok ? { ...outcome, value: outcome.value[0] as JobResult<'load-weights'> } : outcome;
  }

  loadModel(bundle: ModelBundle): ReturnType<EvalPool['loadModel']> {
    return this.pool.loadModel(bundle, this.plain);
  }
}
