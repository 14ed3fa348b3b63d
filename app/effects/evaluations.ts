import type { EvaluationInput, Task } from '../../src/experiment/plan';
import type { TaskId } from '../../src/model/types';
import { taskOf } from '../../src/tasks/registry';
import type { Measured, Score } from '../../src/tasks/score';
import type { Outcome } from '../engine/outcome';
import type { EvalPool, EvaluateOptions } from '../engine/pool';
import { Results } from '../engine/results';

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
    const { n } = prepared.value;
    const isFloat = task.key === float.key;
    // The float network is never cancelled: every other score is compared with it.
    const [own, reference] = await Promise.all([
      isFloat ? this.share(task, n, options.onProgress) : this.evaluate(task, n, options),
      isFloat ? null : this.share(float, n),
    ]);
    if (!own.ok) return own;
    if (reference?.ok === false) return reference;
    const measurement = { own: own.value, float: reference?.value ?? null, n };
    return { ok: true, value: taskOf(prepared.value.task).score(measurement), ms: own.ms };
  }

  /** Whether the answer is known without any work. */
  knows(task: Task<EvaluationInput>): boolean {
    return this.results.get(task.key) !== undefined;
  }

  private share(
    task: Task<EvaluationInput>,
    n: number,
    onProgress?: EvaluateOptions['onProgress'],
  ): Promise<Outcome<Measured>> {
    const running =
      this.running.get(task.key) ?? this.evaluate(task, n, { onProgress }).finally(() => this.running.delete(task.key));
    this.running.set(task.key, running);
    return running;
  }

  private async evaluate(
    { key, input }: Task<EvaluationInput>,
    n: number,
    options: EvaluateOptions,
  ): Promise<Outcome<Measured>> {
    const known = this.results.get(key);
    if (known !== undefined) return { ok: true, ...known };
    const outcome = await this.pool.evaluate(input.side, n, options);
    if (outcome.ok) this.results.set(key, { value: outcome.value, ms: outcome.ms });
    return outcome;
  }
}
