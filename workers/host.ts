import { transfer } from 'comlink';
import type { JobGenerator, JobTable, WaitingJobTable } from '../src/jobs/catalogue';
import { createBreath } from './breathe';
import type { Failure, WorkerApi, WorkerEvent } from './protocol';
import { transferablesOf } from './transferables';

/** Time in milliseconds that a job may run before the event loop gets a turn: half of the promised 16, as one step more may follow. */
const SLICE_MS = 8;

/** Time in milliseconds between two signs of progress of a job: nothing is drawn more often, and each costs the page a turn. */
const PROGRESS_MS = 40;

interface Queued {
  readonly job: number;
  readonly name: string;
  readonly input: unknown;
}

type AnyJob<Resources> = (
  input: unknown,
  resources: Resources,
) => JobGenerator<unknown, unknown> | AsyncGenerator<unknown, unknown, void> | Promise<unknown>;

type Ending =
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly failure: Failure };

/**
 * Drives the jobs of one worker, one after the other. Progress says how far a job is: what it has come to after a slice, and
 * then now and again, so a job may yield as often as it likes. A failure, also of the resources, is an
 * event. Results own their buffers: those are moved to the other side, not copied. `now` is a clock in milliseconds.
 */
export function createHost<Jobs, Resources>(
  table: JobTable<Jobs, Resources> | WaitingJobTable<Jobs, Resources>,
  resources: Resources | Promise<Resources>,
  now: () => number = () => performance.now(),
): WorkerApi {
  const ready = Promise.resolve(resources);
  // Without this the browser would report a failed start twice: here and as the failure of each job.
  ready.catch(() => undefined);
  const host = new Host(table, ready, now);
  return {
    subscribe: (listener) => host.subscribe(listener),
    start: (job, name, input) => host.start({ job, name, input }),
    cancel: (job) => host.cancel(job),
    ping: () => true,
  };
}

class Host<Resources> {
  private listener: (event: WorkerEvent) => unknown = () => undefined;
  private queue: Queued[] = [];
  private current: Queued | null = null;
  private isCancelled = false;
  private readonly breathe = createBreath();

  constructor(
    private readonly table: Readonly<Record<string, AnyJob<Resources>>>,
    private readonly resources: Promise<Resources>,
    private readonly now: () => number,
  ) {}

  subscribe(listener: (event: WorkerEvent) => void): void {
    this.listener = listener;
  }

  start(next: Queued): void {
    this.queue.push(next);
    if (this.current === null) void this.drain();
  }

  cancel(job: number): void {
    if (this.current?.job === job) {
      this.isCancelled = true;
    } else if (this.queue.some((queued) => queued.job === job)) {
      this.queue = this.queue.filter((queued) => queued.job !== job);
      void this.send({ type: 'cancelled', job }, []);
    }
  }

  private async drain(): Promise<void> {
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      this.current = next;
      this.isCancelled = false;
      this.finish(next.job, await this.run(next));
    }
    this.current = null;
  }

  private finish(job: number, ending: Ending): void {
    const buffers = ending.type === 'done' ? transferablesOf(ending.value) : [];
    this.send({ ...ending, job }, buffers).catch((error: unknown) => this.fail(job, error));
  }

  private fail(job: number, error: unknown): void {
    void this.send({ type: 'failed', job, failure: describe(error) }, []);
  }

  /** Rejects when the event cannot be cloned, such as a result that holds a function. */
  private async send(event: WorkerEvent, buffers: ArrayBuffer[]): Promise<void> {
    await this.listener(transfer(event, buffers));
  }

  private async run({ job, name, input }: Queued): Promise<Ending> {
    try {
      const begin = Object.hasOwn(this.table, name) ? this.table[name] : undefined;
      if (begin === undefined) throw new RangeError(`This worker has no job called ${name}.`);
      const resources = await this.resources;
      await this.breathe();
      if (this.isCancelled) return { type: 'cancelled' };
      const work = begin(input, resources);
      return work instanceof Promise ? await this.settle(work) : await this.drive(job, work);
    } catch (error) {
      return { type: 'failed', failure: describe(error) };
    }
  }

  private async settle(work: Promise<unknown>): Promise<Ending> {
    const value = await work;
    return this.isCancelled ? { type: 'cancelled' } : { type: 'done', value };
  }

  private async drive(
    job: number,
    generator: JobGenerator<unknown, unknown> | AsyncGenerator<unknown, unknown, void>,
  ): Promise<Ending> {
    let sliceFrom = this.now();
    let sentAt = -Infinity;
    for (;;) {
      const next = generator.next();
      const step = next instanceof Promise ? await next : next;
      if (step.done === true) return { type: 'done', value: step.value };
      const time = this.now();
      if (time - sliceFrom < SLICE_MS) continue;
      if (time - sentAt >= PROGRESS_MS) {
        void this.send({ type: 'progress', job, value: step.value }, []);
        sentAt = time;
      }
      await this.breathe();
      if (this.isCancelled) {
        void generator.return(undefined);
        return { type: 'cancelled' };
      }
      sliceFrom = this.now();
    }
  }
}

function describe(error: unknown): Failure {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? null }
    : { name: 'Error', message: String(error), stack: null };
}
