import { expose } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JobGenerator } from '../../src/jobs/catalogue';
import { createHost } from '../../workers/host';
import { WorkerClient, type Patience } from './client';
import { EvalPool } from './pool';
import { Staff } from './staff';

/** What the fake workers have done, over all of them. */
interface World {
  readonly log: string[];
  /** Jobs of this name crash the worker that many times. */
  crashes: number;
  hangs: number;
}

const HASTE: Patience = { look: 10, ask: 3, giveUp: 10, giveUpAtStart: 100, stop: 60 };

class FakeWorker extends EventTarget {
  private readonly channel = new MessageChannel();
  isTerminated = false;
  /** A worker in an endless loop neither sends nor answers. */
  private isHung = false;

  constructor(private readonly world: World) {
    super();
    // Node delivers up to 1,000 messages of a port in a row, so a slice by the true clock would keep others waiting for seconds.
    let time = 0;
    expose(
      createHost(this.jobs(), null, () => (time += 8)),
      this.channel.port1,
    );
    this.channel.port2.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!this.isTerminated && !this.isHung) this.dispatchEvent(new MessageEvent('message', { data }));
    });
    this.channel.port2.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.isTerminated) this.channel.port2.postMessage(message, transfer as never);
  }

  terminate(): void {
    this.isTerminated = true;
    this.channel.port1.close();
    this.channel.port2.close();
  }

  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }

  private jobs(): never {
    const { world } = this;
    const jobs = {
      'load-model': () => {
        world.log.push('load-model');
        return Promise.resolve({ backend: 'cpu', version: '1' });
      },
      'load-images': ({ from, to }: { from: number; to: number }) => {
        world.log.push(`load-images ${from}-${to}`);
        return Promise.resolve({ labels: Uint8Array.from({ length: to - from }, (_, i) => from + i) });
      },
      evaluate: ({ from, to }: { from: number; to: number }) => {
        world.log.push(`evaluate ${from}-${to}`);
        return world.hangs-- > 0 ? this.hang() : this.evaluate(from, to);
      },
      memory: () => this.forever(),
      lloyd: () => {
        world.log.push('lloyd');
        return new Promise(() => undefined);
      },
      'read-images': ({ indices }: { indices: number[] }) => Promise.resolve(Uint8Array.from(indices, (i) => i * 2)),
      'analyze-layer': () => Promise.reject(new RangeError('bits must be 1 to 16')),
    };
    return jobs as never;
  }

  private *evaluate(from: number, to: number): JobGenerator<unknown, unknown> {
    const { world } = this;
    if (world.crashes-- > 0) this.crash();
    yield { done: to - from, total: to - from };
    const predictions = Uint8Array.from({ length: to - from }, (_, i) => (from + i) % 10);
    const firstLogits = from === 0 ? new Float32Array(4) : null;
    const logitsSquaredError = to - from;
    const counts = { count: to - from, of: to - from, correct: 0, changed: null };
    return { from, ...counts, predictions, losses: null, logitsSquaredError, firstLogits };
  }

  private hang(): Promise<never> {
    this.isHung = true;
    return new Promise(() => undefined);
  }

  private *forever(): JobGenerator<unknown, never> {
    for (;;) yield 0;
  }
}

const staffed: Staff[] = [];
const workers: FakeWorker[] = [];

function hire(world: World, patience: Patience = HASTE): Staff {
  const staff = new Staff(() => {
    const worker = new FakeWorker(world);
    workers.push(worker);
    return worker;
  }, patience);
  staffed.push(staff);
  return staff;
}

const newWorld = (world: Partial<World> = {}): World => ({ log: [], crashes: 0, hangs: 0, ...world });
const evaluate = { side: null, from: 0, to: 3 };
const load = { name: 'load-model', input: { plain: true } as never } as const;

afterEach(() => {
  for (const staff of staffed.splice(0)) staff.dispose();
  for (const worker of workers.splice(0)) worker.terminate();
});

describe('Staff', () => {
  it('does each step once, and returns the results of all', async () => {
    const world = newWorld();
    const staff = hire(world);
    const outcomes = await Promise.all([staff.prepare([load]), staff.prepare([load])]);
    expect(outcomes.map((o) => o.ok && o.value)).toEqual(Array(2).fill([{ backend: 'cpu', version: '1' }]));
    expect(world.log).toEqual(['load-model']);
  });

  it.each([{ crashes: 1 }, { hangs: 1 }])(
    'replaces a worker that stops (%o), loads the model again and tries once more',
    async (trouble) => {
      const world = newWorld(trouble);
      const staff = hire(world);
      await staff.prepare([load]);
      const outcome = await staff.run('evaluate', evaluate);
      expect(outcome).toMatchObject({ ok: true, value: { predictions: Uint8Array.of(0, 1, 2) } });
      expect(world.log).toEqual(['load-model', 'evaluate 0-3', 'load-model', 'evaluate 0-3']);
      expect(workers.map((w) => w.isTerminated)).toEqual([true, false]);
    },
  );

  it('sends a job to a prepared worker at once, and keeps the order', async () => {
    const world = newWorld();
    const staff = hire(world);
    await staff.prepare([load]);
    const sent = vi.spyOn(workers[0]!, 'postMessage');
    const first = staff.run('evaluate', evaluate);
    expect(sent).toHaveBeenCalledTimes(1);
    const outcomes = await Promise.all([first, staff.prepare([load]), staff.run('evaluate', { ...evaluate, from: 1 })]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(world.log).toEqual(['load-model', 'evaluate 0-3', 'evaluate 1-3']);
  });

  it('gives up after the second crash and says what happened', async () => {
    const staff = hire(newWorld({ crashes: 2 }));
    const outcome = await staff.run('evaluate', evaluate);
    expect(outcome).toMatchObject({
      ok: false,
      reason: 'lost',
      problem: { cause: 'The worker crashed: out of memory.' },
    });
    expect(await staff.run('evaluate', evaluate)).toMatchObject({ ok: true });
  });

  it('reports a failure as a value and keeps the worker', async () => {
    const staff = hire(newWorld());
    const outcome = await staff.run('analyze-layer', {} as never);
    expect(outcome).toMatchObject({ ok: false, reason: 'failed', problem: { cause: 'bits must be 1 to 16' } });
    expect(workers).toHaveLength(1);
  });

  it('reports input that cannot be sent as a failure', async () => {
    const staff = hire(newWorld());
    const outcome = await staff.run('evaluate', { ...evaluate, side: (() => null) as never });
    expect(outcome).toMatchObject({ ok: false, reason: 'failed' });
  });

  it('cancels a job that yields and keeps its worker', async () => {
    // Haste would take a worker that a busy machine holds up for one that does not stop.
    const staff = hire(newWorld(), { ...HASTE, look: 1000, stop: 10_000 });
    const controller = new AbortController();
    const running = staff.run('memory', {}, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(await running).toMatchObject({ ok: false, reason: 'cancelled' });
    expect(await staff.run('evaluate', evaluate)).toMatchObject({ ok: true });
    expect(workers).toHaveLength(1);
  });

  it('replaces a worker whose cancelled job does not stop', async () => {
    const world = newWorld();
    const staff = hire(world);
    await staff.prepare([load]);
    const controller = new AbortController();
    const running = staff.run('lloyd', {} as never, { signal: controller.signal });
    await vi.waitFor(() => expect(world.log).toContain('lloyd'));
    controller.abort();
    expect(await running).toMatchObject({ ok: false, reason: 'cancelled' });
    await vi.waitFor(() => expect(world.log).toEqual(['load-model', 'lloyd', 'load-model']));
    expect(workers.map((w) => w.isTerminated)).toEqual([true, false]);
  });

  it('starts no job whose signal is already aborted', async () => {
    const world = newWorld();
    const staff = hire(world);
    expect(await staff.run('evaluate', evaluate, { signal: AbortSignal.abort() })).toMatchObject({
      reason: 'cancelled',
    });
    expect(world.log).toEqual([]);
  });

  it('says so when the browser refuses to start a worker', async () => {
    const staff = new Staff(() => {
      throw new Error('refused');
    });
    expect(await staff.run('evaluate', evaluate)).toMatchObject({ ok: false, reason: 'lost' });
  });
});

describe('WorkerClient', () => {
  it('lets a worker live that answers pings during a long job', async () => {
    const worker = new FakeWorker(newWorld());
    workers.push(worker);
    const onLost = vi.fn();
    const client = new WorkerClient(worker, onLost, { ...HASTE, ask: 2, giveUp: 6 });
    const running = client.run('lloyd', {} as never);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(onLost).not.toHaveBeenCalled();
    client.dispose();
    expect(await running).toMatchObject({ reason: 'cancelled' });
    expect(onLost).not.toHaveBeenCalled();
  });
});

describe('EvalPool', () => {
  const bundle = { card: {}, topology: {}, weights: new ArrayBuffer(4) } as never;
  const file = (offset: number, count: number) => ({ set: 'digits', packed: new ArrayBuffer(8), offset, count });

  it.each([1, 2, 3, 4])('shares images among %i workers and merges what they predict', async (size) => {
    const world = newWorld();
    const pool = new EvalPool(Array.from({ length: size }, () => hire(world)));
    await pool.loadModel(bundle, true);
    expect(await pool.loadImages(file(0, 20))).toMatchObject({ value: Uint8Array.from({ length: 20 }, (_, i) => i) });
    await pool.loadImages(file(20, 13));
    const seen: number[] = [];
    const outcome = await pool.evaluate(null, 27, { onProgress: (done) => seen.push(done) });
    expect(outcome).toMatchObject({
      ok: true,
      value: { predictions: Uint8Array.from({ length: 27 }, (_, i) => i % 10), logitsMse: 27 / (27 * 4) },
    });
    expect(world.log.filter((entry) => entry === 'load-model')).toHaveLength(size);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('keeps images when the model changes', async () => {
    const world = newWorld();
    const pool = new EvalPool([hire(world)]);
    await pool.loadModel(bundle, true);
    await pool.loadImages(file(0, 4));
    await pool.loadModel(bundle, true);
    expect(world.log).toEqual(['load-model', 'load-images 0-4', 'load-model']);
  });

  it('says that images are missing instead of measuring on fewer', async () => {
    const pool = new EvalPool([hire(newWorld())]);
    await pool.loadImages(file(0, 4));
    expect(await pool.evaluate(null, 5)).toMatchObject({ ok: false, reason: 'failed' });
  });

  it('reads pixels from whichever worker has them, in the order asked for', async () => {
    const world = newWorld();
    const pool = new EvalPool([hire(world), hire(world)]);
    await pool.loadImages(file(0, 10));
    expect(await pool.readImages([9, 0, 5])).toMatchObject({ ok: true, value: Uint8Array.of(18, 0, 10) });
    expect(await pool.readImages([10])).toMatchObject({ ok: false, reason: 'failed' });
  });
});
