import { type Remote, expose, proxy, wrap } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobGenerator, JobTable } from '../src/jobs/catalogue';
import { createHost } from './host';
import type { WorkerApi, WorkerEvent } from './protocol';

interface Log {
  steps: number;
  cleanedUp: number;
  kept: Float32Array;
}

interface FakeJobs {
  count: { input: number; progress: number; result: string };
  forever: { input: null; progress: number; result: never };
  later: { input: number; progress: never; result: number };
  fail: { input: null; progress: never; result: never };
  reject: { input: null; progress: never; result: never };
  arrays: { input: null; progress: never; result: unknown };
  uncloneable: { input: null; progress: never; result: unknown };
}

function* count(to: number): JobGenerator<number, string> {
  for (let i = 1; i <= to; i++) yield i;
  return `counted to ${to}`;
}

function* forever(log: Log): JobGenerator<number, never> {
  try {
    for (;;) yield log.steps++;
  } finally {
    log.cleanedUp++;
  }
}

function* result<T>(value: T): JobGenerator<never, T> {
  yield* [];
  return value;
}

const jobs: JobTable<FakeJobs, Log> = {
  count: (to) => count(to),
  forever: (_input, log) => forever(log),
  later: (value) => new Promise((resolve) => setTimeout(() => resolve(value), 5)),
  fail: () => {
    throw new RangeError('bits must be 1 to 16');
  },
  reject: () => Promise.reject(new TypeError('no backend')),
  arrays: (_input, log) => result({ own: new Float32Array([1, 2]), nested: [{ part: log.kept.subarray(0, 1) }] }),
  uncloneable: () => result({ f: () => 1 }),
};

class Harness {
  readonly log: Log = { steps: 0, cleanedUp: 0, kept: new Float32Array([5, 6, 7]) };
  readonly events: WorkerEvent[] = [];
  private readonly channel = new MessageChannel();
  readonly remote: Remote<WorkerApi>;
  private waiting: (() => void)[] = [];

  /** `msPerLook`: how far the host's clock advances each time it is read; 8 ms make one slice. */
  constructor(resources?: Promise<Log>, msPerLook = 8) {
    let time = 0;
    const now = (): number => (time += msPerLook);
    expose(createHost(jobs, resources ?? this.log, now), this.channel.port1);
    this.remote = wrap<WorkerApi>(this.channel.port2);
    void this.remote.subscribe(
      proxy((event: WorkerEvent) => {
        this.events.push(event);
        for (const check of this.waiting) check();
      }),
    );
  }

  start(job: number, name: keyof FakeJobs, input: unknown = null): void {
    void this.remote.start(job, name as never, input);
  }

  /** The first event that fits, as soon as it has come. */
  until(fits: (event: WorkerEvent) => boolean): Promise<WorkerEvent> {
    return new Promise((resolve) => {
      const check = (): void => {
        const event = this.events.find(fits);
        if (event !== undefined) resolve(event);
      };
      this.waiting.push(check);
      check();
    });
  }

  end(job: number): Promise<WorkerEvent> {
    return this.until((event) => event.job === job && event.type !== 'progress');
  }

  close(): void {
    this.channel.port1.close();
    this.channel.port2.close();
  }
}

describe('createHost', () => {
  let harness = new Harness();
  afterEach(() => {
    harness.close();
    harness = new Harness();
  });

  it('sends progress in order, then the result', async () => {
    harness.close();
    harness = new Harness(undefined, 40);
    harness.start(1, 'count', 3);
    await harness.end(1);
    expect(harness.events).toEqual([
      { type: 'progress', job: 1, value: 1 },
      { type: 'progress', job: 1, value: 2 },
      { type: 'progress', job: 1, value: 3 },
      { type: 'done', job: 1, value: 'counted to 3' },
    ]);
  });

  it('sends only the last step of a slice', async () => {
    harness.close();
    harness = new Harness(undefined, 2);
    harness.start(1, 'count', 7);
    await harness.end(1);
    expect(harness.events.map((e) => ('value' in e ? e.value : null))).toEqual([4, 'counted to 7']);
  });

  it('sends progress again only after 40 ms', async () => {
    // The clock is read after each step and after each slice: a slice takes 16 ms.
    harness.start(1, 'count', 8);
    await harness.end(1);
    expect(harness.events.map((e) => ('value' in e ? e.value : null))).toEqual([1, 4, 7, 'counted to 8']);
  });

  it('runs jobs one after the other in the order they were started', async () => {
    harness.start(1, 'later', 10);
    harness.start(2, 'count', 1);
    harness.start(3, 'later', 30);
    await harness.end(3);
    expect(harness.events.filter((e) => e.type === 'done').map((e) => e.job)).toEqual([1, 2, 3]);
  });

  it('cancels a job that has not begun at once and never starts it', async () => {
    harness.start(1, 'later', 1);
    harness.start(2, 'forever');
    void harness.remote.cancel(2);
    await harness.end(1);
    expect(harness.events[0]).toEqual({ type: 'cancelled', job: 2 });
    expect(harness.log.steps).toBe(0);
  });

  it('cancels an endless job between two steps, lets it clean up, and goes on with the next', async () => {
    harness.start(1, 'forever');
    await harness.until((event) => event.type === 'progress');
    void harness.remote.cancel(1);
    harness.start(2, 'count', 0);
    expect(await harness.end(2)).toEqual({ type: 'done', job: 2, value: 'counted to 0' });
    expect(harness.events.find((e) => e.job === 1 && e.type !== 'progress')).toEqual({ type: 'cancelled', job: 1 });
    expect(harness.log.cleanedUp).toBe(1);
    expect(harness.events.findLastIndex((e) => e.job === 1)).toBe(
      harness.events.findIndex((e) => e.type === 'cancelled'),
    );
  });

  it('answers a ping while a job runs', async () => {
    harness.start(1, 'forever');
    await harness.until((event) => event.type === 'progress');
    expect(await harness.remote.ping()).toBe(true);
    void harness.remote.cancel(1);
    await harness.end(1);
  });

  it('drops the value of an asynchronous job that was cancelled', async () => {
    harness.start(1, 'later', 5);
    await new Promise((resolve) => setTimeout(resolve, 0));
    void harness.remote.cancel(1);
    expect(await harness.end(1)).toEqual({ type: 'cancelled', job: 1 });
  });

  it.each([
    ['fail', 'RangeError', 'bits must be 1 to 16'],
    ['reject', 'TypeError', 'no backend'],
    ['nothing', 'RangeError', 'This worker has no job called nothing.'],
    ['toString', 'RangeError', 'This worker has no job called toString.'],
  ])('reports the failure of %s as a value and stays usable', async (name, errorName, message) => {
    harness.start(1, name as keyof FakeJobs);
    const event = await harness.end(1);
    expect(event).toMatchObject({ type: 'failed', failure: { name: errorName, message } });
    harness.start(2, 'count', 0);
    expect(await harness.end(2)).toMatchObject({ type: 'done' });
  });

  it('reports a result that cannot be sent as a failure', async () => {
    harness.start(1, 'uncloneable');
    expect(await harness.end(1)).toMatchObject({ type: 'failed', failure: { name: 'DataCloneError' } });
  });

  it('reports resources that could not be made as the failure of each job', async () => {
    harness.close();
    harness = new Harness(Promise.reject(new Error('no WebAssembly')));
    harness.start(1, 'count', 1);
    expect(await harness.end(1)).toMatchObject({ type: 'failed', failure: { message: 'no WebAssembly' } });
  });

  it('moves arrays that own their buffer and copies views of a larger one', async () => {
    harness.start(1, 'arrays');
    const event = await harness.end(1);
    expect(event).toMatchObject({
      type: 'done',
      value: { own: new Float32Array([1, 2]), nested: [{ part: new Float32Array([5]) }] },
    });
    expect(harness.log.kept).toEqual(new Float32Array([5, 6, 7]));
  });
});
