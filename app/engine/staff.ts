import type { JobInput, JobName, JobResult } from '../../src/jobs/catalogue';
import { type Patience, type RunOptions, WorkerClient, type WorkerLike } from './client';
import { CANCELLED, type Outcome, lost } from './outcome';
import { underWay } from './under-way';

/** A job that a worker must have done before it is of use, such as loading the model. Repeated in every new worker. */
export interface Step<N extends JobName = JobName> {
  readonly name: N;
  readonly input: JobInput<N>;
}

interface Session {
  readonly client: WorkerClient;
  readonly done: Map<Step, unknown>;
}

/**
 * One place of work that is never left empty: a worker that is lost is replaced, the new one repeats the steps, and the job
 * that was lost is tried once more.
 */
export class Staff {
  private steps: readonly Step[] = [];
  private session: Session | null = null;
  private preparing: Promise<unknown> = Promise.resolve();
  /** Preparations that are not over. */
  private waiting = 0;
  private isDisposed = false;

  constructor(
    private readonly spawn: () => WorkerLike,
    private readonly patience?: Patience,
  ) {}

  /** Replaces the steps; those not yet done are done now, in order. The outcome has the results of all steps. */
  async prepare(steps: readonly Step[]): Promise<Outcome<readonly unknown[]>> {
    this.steps = steps;
    return this.attempt((session) =>
      Promise.resolve({ ok: true, value: steps.map((step) => session.done.get(step)), ms: 0 }),
    );
  }

  /** Runs a job in a prepared worker. `ms` is the wall time from here to the result, waiting included. */
  async run<N extends JobName>(
    name: N,
    input: JobInput<N>,
    options: RunOptions<N> = {},
  ): Promise<Outcome<JobResult<N>>> {
    const from = performance.now();
    const outcome = await underWay(name, () =>
      this.attempt((session) => session.client.run(name, input, options), options.signal),
    );
    return outcome.ok ? { ...outcome, ms: performance.now() - from } : outcome;
  }

  dispose(): void {
    this.isDisposed = true;
    this.session?.client.dispose();
    this.session = null;
  }

  private async attempt<T>(work: (session: Session) => Promise<Outcome<T>>, signal?: AbortSignal): Promise<Outcome<T>> {
    const first = await this.once(work, signal);
    return first.ok || first.reason !== 'lost' ? first : this.once(work, signal);
  }

  private async once<T>(work: (session: Session) => Promise<Outcome<T>>, signal?: AbortSignal): Promise<Outcome<T>> {
    const session = signal?.aborted === true ? null : this.idle();
    // At once: whoever asks within an event has the answer under way before the page draws the event.
    if (session !== null) return work(session);
    const ready = await this.ready();
    if (signal?.aborted === true || this.isDisposed) return CANCELLED;
    return ready.ok ? work(ready.value) : ready;
  }

  /** The worker when it is known without waiting that every step is done in it, and no other. */
  private idle(): Session | null {
    const { session, steps } = this;
    if (this.isDisposed || this.waiting > 0 || session === null || session.client.isLost) return null;
    return session.done.size === steps.length && steps.every((step) => session.done.has(step)) ? session : null;
  }

  /** A worker in which every step is done. Preparations wait for each other, so that no step is done twice. */
  private ready(): Promise<Outcome<Session>> {
    this.waiting++;
    const next = this.preparing.then(() => this.takeSteps()).finally(() => this.waiting--);
    this.preparing = next;
    return next;
  }

  private async takeSteps(): Promise<Outcome<Session>> {
    if (this.isDisposed) return CANCELLED;
    const session = this.session ?? this.open();
    if (session === null) return lost('The browser refused to start a worker.');
    this.session = session;
    for (const old of session.done.keys()) if (!this.steps.includes(old)) session.done.delete(old);
    for (const step of this.steps) {
      if (session.done.has(step)) continue;
      const outcome = await session.client.run(step.name, step.input);
      if (!outcome.ok) return outcome;
      session.done.set(step, outcome.value);
    }
    return session.client.isLost
      ? lost('The worker stopped while it was prepared.')
      : { ok: true, value: session, ms: 0 };
  }

  private open(): Session | null {
    try {
      return { client: new WorkerClient(this.spawn(), (gone) => this.replace(gone), this.patience), done: new Map() };
    } catch {
      return null;
    }
  }

  /** A worker that had been of use is replaced at once, so that the next job does not wait for its preparation. */
  private replace(gone: WorkerClient): void {
    if (this.session?.client !== gone) return;
    const wasOfUse = this.steps.length > 0 && this.steps.every((step) => this.session?.done.has(step) === true);
    this.session = null;
    if (wasOfUse) void this.ready();
  }
}
