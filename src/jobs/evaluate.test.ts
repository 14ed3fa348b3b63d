import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Recipe, Side } from '../experiment/spec';
import { parseModelCard } from '../model/card';
import { countChanged, countCorrect } from '../model/score';
import type { ModelBundle } from '../model/types';
import type { JobGenerator } from './catalogue';
import { createQuantResources, quantJobs } from './analyze';
import { type EvalResources, createEvalResources, evalJobs } from './evaluate';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const IMAGES = 250;

const bundle = (): ModelBundle => ({
  card: parseModelCard(JSON.parse(read('models/lenet-reference/card.json').toString())),
  topology: JSON.parse(read('models/lenet-reference/model.json').toString()),
  weights: bytes('models/lenet-reference/weights.bin'),
});

/** Runs a job to its end; `steps` is the progress it reported. */
async function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): Promise<{ value: R; steps: P[] }> {
  if (job instanceof Promise) return { value: await job, steps: [] };
  const steps: P[] = [];
  for (;;) {
    const step = job.next();
    if (step.done === true) return { value: step.value, steps };
    steps.push(step.value);
  }
}

async function ready(from = 0, to = IMAGES): Promise<{ resources: EvalResources; labels: Uint8Array }> {
  const resources = createEvalResources();
  await finish(evalJobs['load-model']({ bundle: bundle(), plain: false }, resources));
  const packed = bytes('data/fashion-mnist/test-0-2000.bin');
  const { value } = await finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from, to }, resources));
  return { resources, labels: value.labels };
}

function recipe(bits: number, ratio = 1): Recipe {
  return {
    quantizer: { id: 'uniform', params: { bits, scheme: 'symmetric', range: 'restricted' } },
    granularity: { id: 'tensor', params: {} },
    clipper: { id: 'manual', params: { ratio } },
    rounder: { id: 'nearest-even', params: {} },
  };
}

const side = (given: Recipe, overrides: Side['overrides'] = {}): Side => ({ recipe: given, overrides, seed: 1 });
const float: Recipe = { ...recipe(8), quantizer: { id: 'float', params: {} } };

let shared: { resources: EvalResources; labels: Uint8Array };
const run = async (given: Side | null, from = 0, to = IMAGES, resources = shared.resources) =>
  (await finish(evalJobs.evaluate({ side: given, from, to }, resources))).value;
const tensors = async (): Promise<number> => (await finish(evalJobs.memory({}, shared.resources))).value.numTensors;

beforeAll(async () => {
  shared = await ready();
});

describe('evaluate', () => {
  it('gives the float network its known logits and about its known accuracy', async () => {
    const shard = await run(null);
    const reference = JSON.parse(
      readFileSync(new URL('../../reference/cases/models/lenet/accuracy.json', import.meta.url)).toString(),
    ) as { cases: { expected: { firstLogits: number[] } }[] };
    reference.cases[0]?.expected.firstLogits.forEach((want, at) =>
      expect(shard.firstLogits?.[at]).toBeCloseTo(want, 3),
    );
    expect(countCorrect(shard.predictions, shared.labels) / IMAGES).toBeGreaterThan(0.85);
    expect(shard.logitsSquaredError).toBeNull();
  });

  it('finds no difference between the float network and itself', async () => {
    const [reference, shard] = [await run(null), await run(side(float))];
    expect(shard.predictions).toEqual(reference.predictions);
    expect(shard.logitsSquaredError).toBe(0);
  });

  it('gives the same numbers in shards, in one piece, again, and in a fresh worker', async () => {
    const given = side(recipe(3));
    const whole = await run(given);
    const parts = [await run(given, 0, 130), await run(given, 130, IMAGES)];
    expect(parts.flatMap((part) => [...part.predictions])).toEqual([...whole.predictions]);
    expect(parts[0]?.firstLogits).toEqual(whole.firstLogits);
    expect(parts[1]).toMatchObject({ from: 130, firstLogits: null });
    const sum = parts.reduce((total, part) => total + (part.logitsSquaredError ?? 0), 0);
    expect(sum).toBeCloseTo(whole.logitsSquaredError ?? 0, 6);
    expect(await run(given)).toEqual(whole);
    expect(await run(given, 0, IMAGES, (await ready()).resources)).toEqual(whole);
  });

  it('gives an edit of one layer the result of a run from the start', async () => {
    // Outputs in the middle are kept when they are computed for the second time.
    await run(side(recipe(4)));
    await run(side(recipe(4)));
    for (const layer of ['conv1', 'conv2', 'fc1', 'fc2']) {
      const edited = side(recipe(4), { [layer]: { quantizer: recipe(2).quantizer } });
      const resumed = await run(edited);
      const fresh = await ready();
      expect(await run(edited, 0, IMAGES, fresh.resources)).toEqual(resumed);
      expect(countChanged(resumed.predictions, (await run(side(recipe(4)))).predictions)).toBeGreaterThan(0);
    }
  });

  it('gives weights from another worker, and a network that nothing is kept of, the same numbers', async () => {
    const given = side(recipe(3, 0.7), { fc1: { quantizer: float.quantizer } });
    const quant = createQuantResources();
    await finish(quantJobs['load-weights']({ bundle: bundle(), plain: false }, quant));
    const { weights, report } = (await finish(quantJobs['quantize-network']({ side: given }, quant))).value;
    expect(weights.map(({ layer }) => layer)).toEqual(['conv1', 'conv2', 'fc2']);
    expect(report).toEqual((await finish(quantJobs['analyze-network']({ side: given }, quant))).value);
    const whole = await run(given);
    const input = { side: given, from: 0, to: IMAGES, weights, single: true };
    const { resources } = await ready();
    expect((await finish(evalJobs.evaluate(input, resources))).value).toEqual(whole);
    expect((await finish(evalJobs.evaluate(input, resources))).value).toEqual(whole);
  });

  it('computes with the weights that it is given, and refuses those of another network', async () => {
    const given = side(recipe(3, 0.6));
    const { resources } = await ready();
    const layer = 'fc2';
    const length = resources.model?.kernels.find(({ info }) => info.name === layer)?.data.length ?? 0;
    const other = { layer, values: new Float32Array(length), biasScales: null };
    const input = { side: given, from: 0, to: IMAGES, weights: [other] };
    const { predictions } = (await finish(evalJobs.evaluate(input, resources))).value;
    expect(new Set(predictions).size).toBe(1);
    for (const wrong of [
      { ...other, layer: 'fc9' },
      { ...other, values: new Float32Array(length + 1) },
    ])
      await expect(
        (async () => finish(evalJobs.evaluate({ ...input, weights: [wrong] }, resources)))(),
      ).rejects.toThrow(RangeError);
  });

  it('reports every batch, so that it can be stopped between any two', async () => {
    const { steps } = await finish(evalJobs.evaluate({ side: side(recipe(5)), from: 0, to: IMAGES }, shared.resources));
    expect(steps.map(({ done }) => done)).toEqual([0, 0, 0, 0, 0, 100, 100, 200, 200, 250]);
    expect(steps.every(({ total }) => total === IMAGES)).toBe(true);
  });

  it('leaves no tensor behind, finished or stopped', async () => {
    await run(side(recipe(6)));
    const before = await tensors();
    for (let ratio = 1; ratio <= 200; ratio++) {
      const job = evalJobs.evaluate({ side: side(recipe(4, ratio / 200)), from: 0, to: 20 }, shared.resources);
      if (job instanceof Promise) throw new TypeError('Not a generator.');
      if (ratio % 4 > 0) await finish(job);
      else {
        for (let step = 0; step < ratio % 7; step++) job.next();
        job.return(undefined as never);
      }
    }
    expect(await tensors()).toBe(before);
  });

  it('refuses images that live elsewhere, and ranges that are none', async () => {
    const before = await tensors();
    await expect(run(null, 200, 300)).rejects.toThrow('Image 250 is not loaded in this worker.');
    await expect(run(null, 10, 10)).rejects.toThrow(RangeError);
    await expect(run(null, -1, 10)).rejects.toThrow(RangeError);
    expect(await tensors()).toBe(before);
  });

  it('wants a model first', async () => {
    await expect((async () => run(null, 0, 1, createEvalResources()))()).rejects.toThrow('No model is loaded');
  });

  it('names a recipe that cannot be carried out', async () => {
    const before = await tensors();
    await expect(run(side({ ...float, quantizer: { id: 'none', params: {} } }))).rejects.toThrow(
      'Unknown quantizer: none',
    );
    expect(await tensors()).toBe(before);
  });
});

describe('images', () => {
  it('keeps a shard and returns its labels and pixels', async () => {
    const { resources, labels } = await ready(100, 200);
    expect(labels).toEqual(shared.labels.subarray(100, 200));
    const [shard, whole] = await Promise.all(
      [resources, shared.resources].map(
        async (given) => (await finish(evalJobs['read-images']({ indices: [150, 101] }, given))).value,
      ),
    );
    expect(shard).toHaveLength(2 * 784);
    expect(shard).toEqual(whole);
    expect(await run(null, 100, 200, resources)).toMatchObject({
      from: 100,
      predictions: (await run(null)).predictions.subarray(100, 200),
    });
  });

  it('refuses images that the file does not hold', () => {
    const packed = bytes('data/fashion-mnist/test-0-2000.bin');
    const load = (from: number, to: number) => () =>
      finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from, to }, createEvalResources()));
    return Promise.all(
      [
        [1990, 2010],
        [5, 5],
        [-1, 5],
      ].map(([from = 0, to = 0]) => expect(load(from, to)).rejects.toThrow(RangeError)),
    );
  });

  it('forgets results of images that are replaced', async () => {
    const { resources } = await ready(0, 100);
    const before = await run(side(recipe(4)), 0, 100, resources);
    const packed = bytes('data/fashion-mnist/test-2000-10000.bin');
    await finish(evalJobs['load-images']({ packed, count: 8000, offset: 0, from: 0, to: 100 }, resources));
    expect((await run(side(recipe(4)), 0, 100, resources)).predictions).not.toEqual(before.predictions);
  });
});
