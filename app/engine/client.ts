import { type Endpoint, type Remote, proxy, wrap } from 'comlink';
import type { JobInput, JobName, JobProgress, JobResult } from '../../src/jobs/catalogue';
import type { Failure, WorkerApi, WorkerEvent } from '../../workers/protocol';
import { CANCELLED, type Outcome, failed, lost } from './outcome';

/** What the client needs of a Worker. */
export type WorkerLike = Endpoint & {
  terminate(): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
};

export interface RunOptions<N extends JobName> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: JobProgress<N>) => void) | undefined;
}

/** Waiting times in milliseconds. */
export interface Patience {
  /** Between two looks at a worker that is silent. */
  readonly look: number;
  /** Looks without a sign after which it is asked for one, and after which it counts as hung. */
  readonly ask: number;
  readonly giveUp: number;
  /** Looks before the first sign of all: the script has to be fetched. */
  readonly giveUpAtStart: number;
  /** For a cancelled job to stop, in five looks: while it sends word of its jobs, the looks begin anew. */
  readonly stop: number;
}

const PATIENCE: Patience = { look: 1000, ask: 3, giveUp: 10, giveUpAtStart: 60, stop: 500 };
const STOP_LOOKS = 5;

interface Pending {
  readonly finish: (outcome: Outcome<unknown>) => void;
  readonly onProgress: (value: unknown) => void;
}

/**
 * One worker for as long as it lives. Every job ends in exactly one outcome. A worker that crashes, gives no sign for ten
 * looks, or does not stop a cancelled job in time is terminated, and every job it had is lost.
 */
export class WorkerClient {
  private readonly remote: Remote<WorkerApi>;
  private readonly pending = new Map<number, Pending>();
  /** Cancelled jobs that the worker has not yet confirmed. */
  private readonly stopping = new Set<number>();
  private jobs = 0;
  private silentLooks = 0;
  private heard = 0;
  private hasSpoken = false;
  private watch: ReturnType<typeof setInterval> | null = null;
  isLost = false;

  constructor(
    private readonly worker: WorkerLike,
    private readonly onLost: (client: WorkerClient) => void,
    private readonly patience: Patience = PATIENCE,
  ) {
    worker.addEventListener('error', (event) => this.lose(`The worker crashed${messageOf(event)}.`));
    worker.addEventListener('messageerror', () => this.lose('A message of the worker could not be read.'));
    this.remote = wrap<WorkerApi>(worker);
    this.remote.subscribe(proxy((event: WorkerEvent) => this.hear(event))).then(
      () => this.sign(),
      () => this.lose('The worker could not be started.'),
    );
  }

  /** Starts a job after those already started. Cancelling resolves at once; the worker stops at the job's next step. */
  run<N extends JobName>(name: N, input: JobInput<N>, options: RunOptions<N> = {}): Promise<Outcome<JobResult<N>>> {
    const { signal, onProgress } = options;
    if (signal?.aborted === true) return Promise.resolve(CANCELLED);
    if (this.isLost) return Promise.resolve(lost('The worker had stopped before.'));
    const job = ++this.jobs;
    const abort = (): void => this.cancel(job);
    signal?.addEventListener('abort', abort, { once: true });
    return new Promise((resolve) => {
      this.pending.set(job, {
        finish: (outcome) => {
          signal?.removeEventListener('abort', abort);
          resolve(outcome as Outcome<JobResult<N>>);
        },
        onProgress: (value) => onProgress?.(value as JobProgress<N>),
      });
      this.beginWatch();
      this.post(this.remote.start(job, name, input), job);
    });
  }

  /** Ends the worker; jobs under way are cancelled. */
  dispose(): void {
    if (!this.isLost) this.end(CANCELLED);
  }

  private cancel(job: number): void {
    if (!this.settle(job, CANCELLED)) return;
    this.stopping.add(job);
    this.post(this.remote.cancel(job), job);
    this.awaitStop(job, this.heard, STOP_LOOKS);
  }

  /** Counts looks here too: a page busy with a reader's keys hears of the stop late, and the worker is not to blame. */
  private awaitStop(job: number, heard: number, looks: number): void {
    setTimeout(() => {
      if (!this.stopping.has(job)) return;
      if (this.heard !== heard) this.awaitStop(job, this.heard, STOP_LOOKS);
      else if (looks > 1) this.awaitStop(job, heard, looks - 1);
      else this.lose('A cancelled job did not stop.');
    }, this.patience.stop / STOP_LOOKS);
  }

  private hear(event: WorkerEvent): void {
    this.sign();
    this.heard++;
    if (event.type === 'progress') {
      this.pending.get(event.job)?.onProgress(event.value);
      return;
    }
    this.stopping.delete(event.job);
    if (event.type === 'done') this.settle(event.job, { ok: true, value: event.value, ms: 0 });
    else if (event.type === 'failed') this.settle(event.job, failed(problemOf(event.failure)));
    else this.settle(event.job, CANCELLED);
    if (this.pending.size === 0) this.endWatch();
  }

  private settle(job: number, outcome: Outcome<unknown>): boolean {
    const entry = this.pending.get(job);
    this.pending.delete(job);
    entry?.finish(outcome);
    return entry !== undefined;
  }

  /** A call that cannot be posted (input that cannot be cloned) fails the job; calls to a terminated worker never settle. */
  private post(call: Promise<unknown>, job: number): void {
    call.catch((error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      this.settle(job, failed(problemOf({ name, message, stack: null })));
    });
  }

  private sign(): void {
    this.hasSpoken = true;
    this.silentLooks = 0;
  }

  private beginWatch(): void {
    this.silentLooks = 0;
    this.watch ??= setInterval(() => this.look(), this.patience.look);
  }

  private endWatch(): void {
    if (this.watch !== null) clearInterval(this.watch);
    this.watch = null;
  }

  /** Counts looks, not seconds, so that a computer waking from sleep does not end a healthy worker. */
  private look(): void {
    this.silentLooks++;
    const { ask, giveUp, giveUpAtStart, look } = this.patience;
    const limit = this.hasSpoken ? giveUp : giveUpAtStart;
    if (this.silentLooks >= limit)
      this.lose(`The worker gave no sign for ${Math.round((limit * look) / 1000)} seconds.`);
    else if (this.silentLooks === ask)
      this.remote.ping().then(
        () => this.sign(),
        () => undefined,
      );
  }

  private lose(cause: string): void {
    if (this.isLost) return;
    this.end(lost(cause));
    this.onLost(this);
  }

  private end(outcome: Outcome<never>): void {
    this.isLost = true;
    this.endWatch();
    this.worker.terminate();
    this.stopping.clear();
    for (const job of [...this.pending.keys()]) this.settle(job, outcome);
  }
}

function messageOf(event: Event): string {
  return 'message' in event && typeof event.message === 'string' && event.message !== '' ? `: ${event.message}` : '';
}

function problemOf({ name, message, stack }: Failure): { title: string; cause: string; next: string; details: string } {
  const isModel = name === 'ModelError' || name === 'ImageDataError';
  return {
    title: isModel ? 'The model cannot be used' : 'The computation failed',
    cause: message,
    next: isModel ? 'Reload the page, or choose another model.' : 'Undo the last change, or choose other settings.',
    details: stack ?? `${name}: ${message}`,
  };
}
