import type { EvaluationInput, Task } from '../../src/experiment/plan';
import type { Outcome } from '../engine/outcome';
import type { Score } from '../store/state';
import { store } from '../store/store';
import type { Evaluations } from './evaluations';
import { plannedFor } from './planned';
import { setSlot } from './slots';

/** A slider that rests this long is measured even though it is still held, and so is a burst of changes that has ended. */
const REST_MS = 150;
/** Changes closer than this are a burst, as of a key held down: a measurement begun between two would only take their time. */
const BURST_MS = 300;

/** From one report of progress to the next: each is drawn, on a thread that the measurement could use. */
const REPORT_MS = 80;

type Id = 'float' | 'a' | 'b';
const IDS: readonly Id[] = ['float', 'a', 'b'];

interface Attempt {
  readonly key: string;
  readonly controller: AbortController;
  /** When progress was last shown. */
  reportedAt: number;
}

/**
 * Keeps the accuracies up to date: at once when a single change is committed, after a rest while changes follow each other. A measurement
 * that nobody wants any more is cancelled; the other side's goes on.
 */
export class Scores {
  private readonly attempts = new Map<Id, Attempt>();
  private rest: ReturnType<typeof setTimeout> | null = null;
  private changedAt = -Infinity;

  constructor(private readonly evaluations: Evaluations) {}

  /** To be called when settings change and when the model is there. */
  update(): void {
    if (this.rest !== null) clearTimeout(this.rest);
    this.rest = null;
    const { model, gestureFrom } = store.getState();
    for (const id of IDS) this.leave(id);
    if (model.status !== 'ready') return;
    const now = performance.now();
    const isBurst = now - this.changedAt < BURST_MS;
    this.changedAt = now;
    if (gestureFrom === null && !isBurst) this.measureAll();
    else this.rest = setTimeout(() => this.measureAll(), REST_MS);
  }

  /** Something that was missing is there: what failed is measured again. */
  retry(): void {
    for (const id of IDS) if (store.getState().scores[id].status === 'failed') this.attempts.delete(id);
    this.update();
  }

  /** Ends the measurement that the settings no longer ask for, and dims its result. */
  private leave(id: Id): void {
    const { key } = this.task(id);
    const attempt = this.attempts.get(id);
    if (attempt?.key === key) return;
    attempt?.controller.abort();
    this.attempts.delete(id);
    const slot = store.getState().scores[id];
    const isOld = slot.key !== null && slot.key !== key && slot.value !== null;
    if (isOld && slot.status !== 'stale') setSlot('scores', id, { status: 'stale', problem: null, progress: null });
  }

  private measureAll(): void {
    for (const id of IDS) if (!this.attempts.has(id) && !this.isShown(id)) void this.measure(id);
  }

  private async measure(id: Id): Promise<void> {
    const task = this.task(id);
    const attempt: Attempt = { key: task.key, controller: new AbortController(), reportedAt: -Infinity };
    this.attempts.set(id, attempt);
    if (!this.evaluations.knows(task)) this.begin(id);
    const outcome = await this.evaluations.score(task, this.task('float'), {
      signal: attempt.controller.signal,
      onProgress: (done, total) => this.progress(id, attempt, done, total),
    });
    if (this.attempts.get(id) === attempt) this.end(id, task, outcome);
  }

  private begin(id: Id): void {
    if (store.getState().scores[id].status === 'precomputed') return;
    setSlot('scores', id, { status: 'running', problem: null, progress: null });
  }

  private progress(id: Id, attempt: Attempt, done: number, total: number): void {
    const isShown = this.attempts.get(id) === attempt && store.getState().scores[id].status === 'running';
    const now = performance.now();
    if (!isShown || now - attempt.reportedAt < REPORT_MS) return;
    attempt.reportedAt = now;
    setSlot('scores', id, { progress: { done, total } });
  }

  /** A failed attempt stays, so that it is made again only when the settings change. */
  private end(id: Id, { key }: Task<EvaluationInput>, outcome: Outcome<Score>): void {
    if (outcome.ok) {
      this.attempts.delete(id);
      setSlot('scores', id, {
        value: outcome.value,
        key,
        ms: outcome.ms,
        status: 'ready',
        problem: null,
        progress: null,
      });
    } else if (outcome.reason !== 'cancelled') {
      setSlot('scores', id, { status: 'failed', problem: outcome.problem, progress: null });
    }
  }

  private isShown(id: Id): boolean {
    const slot = store.getState().scores[id];
    return slot.status === 'ready' && slot.key === this.task(id).key;
  }

  private task(id: Id): Task<EvaluationInput> {
    return plannedFor(store.getState()).scores[id];
  }
}
