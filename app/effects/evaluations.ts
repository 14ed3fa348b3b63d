import type { EvaluationInput, Task } from '../../src/experiment/plan';
import { countChanged, countCorrect, wilson95 } from '../../src/model/score';
import { type Outcome, failed } from '../engine/outcome';
import type { EvalPool, EvaluateOptions, Evaluation } from '../engine/pool';
import { Results } from '../engine/results';
import type { Score } from '../store/state';

interface Timed {
  readonly value: Evaluation;
  readonly ms: number;
}

/** Measured accuracies. Repeats are answered from memory; two who ask for the same at the same time share one run. */
export class Evaluations {
  private readonly results = new Results<Timed>(200);
  private readonly running = new Map<string, Promise<Outcome<Evaluation>>>();

  /**
   * `prepare` waits until the model and that many test images are in the workers and returns the labels; it answers with
   * cancelled when another model has taken its place.
   */
  constructor(
    private readonly pool: EvalPool,
    private readonly prepare: (input: EvaluationInput) => Promise<Outcome<Uint8Array>>,
  ) {}

  /** Accuracy of `task`, with the changes against `float`: the task of the float network on the same images. */
  async score(
    task: Task<EvaluationInput>,
    float: Task<EvaluationInput>,
    options: EvaluateOptions = {},
  ): Promise<Outcome<Score>> {
    const labels = await this.prepare(task.input);
    if (!labels.ok) return labels;
    const isFloat = task.key === float.key;
    // The float network is never cancelled: every other score is compared with it.
    const [own, reference] = await Promise.all([
      isFloat ? this.share(task, options.onProgress) : this.evaluate(task, options),
      isFloat ? null : this.share(float),
    ]);
    if (!own.ok) return own;
    if (reference?.ok === false) return reference;
    const score = scoreOf(own.value, reference?.value ?? null, labels.value, task.input.images);
    return score === null ? failed(UNLABELLED) : { ok: true, value: score, ms: own.ms };
  }

  /** Whether the answer is known without any work. */
  knows(task: Task<EvaluationInput>): boolean {
    return this.results.get(task.key) !== undefined;
  }

  private share(task: Task<EvaluationInput>, onProgress?: EvaluateOptions['onProgress']): Promise<Outcome<Evaluation>> {
    const running =
      this.running.get(task.key) ?? this.evaluate(task, { onProgress }).finally(() => this.running.delete(task.key));
    this.running.set(task.key, running);
    return running;
  }

  private async evaluate(
    { key, input }: Task<EvaluationInput>,
    options: EvaluateOptions,
  ): Promise<Outcome<Evaluation>> {
    const known = this.results.get(key);
    if (known !== undefined) return { ok: true, ...known };
    const outcome = await this.pool.evaluate(input.side, input.images, options);
    if (outcome.ok) this.results.set(key, { value: outcome.value, ms: outcome.ms });
    return outcome;
  }
}

const UNLABELLED = {
  title: 'Some labels are missing',
  cause: 'There are fewer labels than predictions.',
  next: 'Reload the page.',
};

function scoreOf(own: Evaluation, float: Evaluation | null, labels: Uint8Array, n: number): Score | null {
  if (labels.length < n) return null;
  const correct = countCorrect(own.predictions, labels);
  return {
    n,
    correct,
    ...wilson95(correct, n),
    changed: float === null ? null : countChanged(own.predictions, float.predictions),
    predictions: own.predictions,
    logitsMse: own.logitsMse,
  };
}
