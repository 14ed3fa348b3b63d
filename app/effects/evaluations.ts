import type { EvaluationInput, Task } from '../../src/experiment/plan';
import type { TaskId } from '../../src/model/types';
import { taskOf } from '../../src/tasks/registry';
import type { Measured, Score } from '../../src/tasks/score';
import type { Outcome } from '../engine/outcome';
import type { EvalPool, EvaluateOptions } from '../engine/pool';
import { Results } from '../engine/results';
import type { Staff } from '../engine/staff';

/** What is in the workers: a model for a task, and its first `n` test items. */
export interface Prepared {
  readonly task: TaskId;
  readonly n: number;
}

interface Timed {
  readonly value: Measured;
  readonly ms: number;
}

/** Measured scores. Repeats are answered from memory; two who ask for the same at the same time share one run. */
export class Evaluations {
  private readonly results = new Results<Timed>(200);
  private readonly running = new Map<string, Promise<Outcome<Measured>>>();

  /**
   * `prepare` waits until the model and as many test items as wanted are in the workers; it answers with cancelled when
   * another model has taken its place.
   */
  constructor(
    private readonly pool: EvalPool,
    private readonly quant: Staff,
    private readonly prepare: (input: EvaluationInput) => Promise<Outcome<Prepared>>,
  ) {}

  /** The score of `task`, with the changes against `float`: the task of the float network on the same images. */
  async score(
    task: Task<EvaluationInput>,
    float: Task<EvaluationInput>,
    options: EvaluateOptions = {},
  ): Promise<Outcome<Score>> {
    const prepared = await this.prepare(task.input);
    if (!prepared.ok) return prepared;
    const isFloat = task.key === float.key;
    // The float network is never cancelled: every other score is compared with it.
    const [own, reference] = await Promise.all([
      isFloat ? this.share(task, prepared.value, options.onProgress) : this.evaluate(task, prepared.value, options),
      isFloat ? null : this.share(float, prepared.value),
    ]);
    if (!own.ok) return own;
    if (reference?.ok === false) return reference;
    const measurement = { own: own.value, float: reference?.value ?? null, n: prepared.value.n };
    return { ok: true, value: taskOf(prepared.value.task).score(measurement), ms: own.ms };
  }

  /** Whether the answer is known without any work. */
  knows(task: Task<EvaluationInput>): boolean {
    return this.results.get(task.key) !== undefined;
  }

  private share(
    task: Task<EvaluationInput>,
    prepared: Prepared,
    onProgress?: EvaluateOptions['onProgress'],
  ): Promise<Outcome<Measured>> {
    const running =
      this.running.get(task.key) ??
      this.evaluate(task, prepared, { onProgress }).finally(() => this.running.delete(task.key));
    this.running.set(task.key, running);
    return running;
  }

  private async evaluate(
    { key, input }: Task<EvaluationInput>,
    { task, n }: Prepared,
    options: EvaluateOptions,
  ): Promise<Outcome<Measured>> {
    const known = this.results.get(key);
    if (known !== undefined) return { ok: true, ...known };
    const outcome = await (task === 'weights'
      ? this.compareWeights(input, options)
      : this.pool.evaluate(input.side, n, options));
    if (outcome.ok) this.results.set(key, { value: outcome.value, ms: outcome.ms });
    return outcome;
  }

  /** Weights without a network: what is measured of them are the weights themselves. */
  private async compareWeights(
    { side }: EvaluationInput,
    { signal, onProgress }: EvaluateOptions,
  ): Promise<Outcome<Measured>> {
    const outcome = await this.quant.run(
      'weight-errors',
      { side },
      { signal, onProgress: ({ done, total }) => onProgress?.(done, total) },
    );
    if (!outcome.ok) return outcome;
    const losses = outcome.value;
    const predictions = new Uint8Array(0);
    const value = { predictions, losses, of: losses.length / 2, correct: 0, changed: null, logitsMse: null };
    return { ...outcome, value };
  }
}
