import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseModelCard } from '../model/card';
import type { ModelBundle } from '../model/types';
import type { BinaryMethod, MethodSettings } from '../training/binary-methods';
import type { BinaryStep, FeatureMaps, FeatureReport } from './binary-reports';
import type { JobGenerator, JobInput } from './catalogue';
import { type EvalResources, createEvalResources, evalJobs } from './evaluate';
import { type TrainResources, createTrainResources, trainJobs } from './train';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const bundle = (id: string): ModelBundle => ({
  card: parseModelCard(JSON.parse(read(`models/${id}/card.json`).toString())),
  topology: JSON.parse(read(`models/${id}/model.json`).toString()) as unknown,
  weights: bytes(`models/${id}/weights.bin`),
});
const TEST = { packed: bytes('data/fashion-mnist/test-0-2000.bin'), count: 2000, offset: 0 };

interface Finished<P, R> {
  readonly steps: readonly P[];
  readonly result: R;
}

function finish<P, R>(job: JobGenerator<P, R> | Promise<R>): Finished<P, R> {
  if (job instanceof Promise) throw new TypeError('The job is not a generator.');
  const steps: P[] = [];
  for (let step = job.next(); ; step = job.next()) {
    if (step.done === true) return { steps, result: step.value };
    steps.push(step.value);
  }
}

/** A training worker with a network and images, and a clock of which a millisecond passes at every look. */
async function worker(id: string): Promise<TrainResources> {
  let clock = 0;
  const resources = createTrainResources(undefined, () => clock++);
  await trainJobs['prepare-training']({ bundle: bundle(id), plain: false }, resources);
  const train = { packed: bytes('data/fashion-mnist/train-0-10000.bin'), count: 10_000, offset: 0 };
  finish(trainJobs['load-training-images']({ ...train, role: 'train' }, resources));
  finish(trainJobs['load-training-images']({ ...TEST, role: 'test' }, resources));
  return resources;
}

const settings: MethodSettings = {
  floatEnds: true,
  granularity: 'channel',
  factor: 0.7,
  sign: 'deterministic',
  gradient: 'ste',
  seed: 0,
};

describe('score-binary', () => {
  let resources: TrainResources;
  beforeAll(async () => {
    resources = await worker('lenet');
  });
  const IMAGES = 400;
  const score = (method: BinaryMethod, training: JobInput<'score-binary'>['training'] = null) =>
    finish(trainJobs['score-binary']({ method, settings, training, testImages: IMAGES }, resources));
  const short = { epochs: 1, images: 640, learningRate: 0.002, batchSize: 64, seed: 0 };
  const phases = (steps: readonly BinaryStep[]): string[] => [...new Set(steps.map(({ phase }) => phase))];

  it('measures the network as it is, and what rounding to 8, 2 and 1 bits leaves of it', () => {
    const [float, int8, twn, bwn] = (['float', 'int8', 'twn', 'bwn'] as const).map((method) => {
      const { steps, result } = score(method);
      expect(phases(steps)).toEqual(['testing']);
      expect(result).toMatchObject({ images: IMAGES, failure: null, traces: [] });
      expect(result.losses).toHaveLength(0);
      return result.correct / IMAGES;
    });
    expect(float).toBeGreaterThan(0.85);
    expect(Math.abs(int8! - float!)).toBeLessThanOrEqual(0.01);
    expect(twn).toBeLessThan(float!);
    expect(bwn).toBeLessThan(twn!);
  });

  it('shows binary inputs some batches before it measures them', () => {
    const { steps } = score('xnor');
    expect(phases(steps)).toEqual(['normalizing', 'testing']);
    expect(steps.filter(({ phase }) => phase === 'normalizing')).toHaveLength(16);
  });

  it('trains TTQ and follows the levels of every layer from the first step to the last', () => {
    const { steps, result } = score('ttq', short);
    expect(phases(steps)).toEqual(['training', 'testing']);
    expect(result.losses).toHaveLength(10);
    expect(result.losses.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
    expect(result.traces.map(({ layer }) => layer)).toEqual(['conv1', 'conv2', 'fc1', 'fc2']);
    const middle = result.traces.filter(({ layer }) => layer === 'conv2' || layer === 'fc1');
    for (const { steps: at, positive, negative, zeros } of middle) {
      expect([...at]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(positive.every((level) => level > 0)).toBe(true);
      expect(negative.every((level) => level > 0)).toBe(true);
      expect(positive.at(-1)).not.toBe(positive[0]);
      expect(zeros.every((share) => share > 0 && share < 1)).toBe(true);
    }
    expect(score('ttq', short).result).toEqual(result);
  });

  it('has no levels to follow where they are not learned', () => {
    const { result } = score('twn', short);
    expect(result.traces).toEqual([]);
    expect(result.losses).toHaveLength(10);
  });
});

describe('bench-binary', () => {
  it.each(['lenet', 'dscnn'])('packs all of %s into the bits that are counted, within a hundredth', async (id) => {
    const resources = await worker(id);
    const { network } = finish(trainJobs['bench-binary']({ subject: { kind: 'square', size: 32 } }, resources)).result;
    for (const { packed, counted } of [network.binary, network.ternary])
      expect(Math.abs(packed - counted) / counted).toBeLessThan(0.01);
    const kernels = resources.prepared!.model.kernels;
    const weights = kernels.reduce((sum, { data }) => sum + data.length, 0);
    expect(network.float).toBe(4 * weights);
    expect(network.binary.counted).toBeGreaterThan(weights / 8);
    expect(network.ternary.counted - network.binary.counted).toBeCloseTo(weights / 8, 6);
  });

  it('times every contender on the layer and checks every output', async () => {
    const resources = await worker('lenet');
    const { steps, result } = finish(
      trainJobs['bench-binary']({ subject: { kind: 'layer', layer: 'fc1' } }, resources),
    );
    expect(result).toMatchObject({ m: 256, k: 784, n: 48, kernels: 'simd', exact: true });
    expect(result.times.map(({ id }) => id)).toEqual(['tfjs', 'own', 'xnor', 'packing', 'ternary']);
    for (const { median, best } of result.times) expect(best).toBeLessThanOrEqual(median);
    expect(steps.at(-1)).toEqual({ done: 105, total: 105 });
    expect(result.layer).toEqual({ float: 150_528, stored: 4704 + 192, inKernel: (7 * 16 + 4) * 48 });
  });

  it('refuses a layer that is no matrix product', async () => {
    const resources = await worker('dscnn');
    const time = (layer: string) => finish(trainJobs['bench-binary']({ subject: { kind: 'layer', layer } }, resources));
    expect(() => time('dw1')).toThrow(/no matrix product/);
    expect(() => time('nowhere')).toThrow(/no matrix product/);
  });
});

describe('feature-maps', () => {
  let resources: EvalResources;
  beforeAll(async () => {
    resources = createEvalResources();
    await evalJobs['load-model']({ bundle: bundle('lenet'), plain: false }, resources);
    finish(evalJobs['load-images']({ ...TEST, from: 0, to: 20 }, resources));
  });
  const maps = (change: Partial<JobInput<'feature-maps'>> = {}): Promise<FeatureReport> => {
    const wanted = {
      layer: 'conv2',
      image: 0,
      granularity: 'channel',
      factor: 0.7,
      normalize: true,
      border: 1,
    } as const;
    const job = evalJobs['feature-maps']({ ...wanted, ...change }, resources);
    if (!(job instanceof Promise)) throw new TypeError('The job is a generator.');
    return job;
  };
  const of = ({ maps: all }: FeatureReport, method: FeatureMaps['method']) => all.find((one) => one.method === method)!;

  it('places float, TWN, BWN and XNOR-Net side by side; fewer bits resemble float less', async () => {
    const report = await maps();
    expect(report).toMatchObject({ layer: 'conv2', image: 0, height: 14, width: 14, filters: 8 });
    for (const { values, correlations } of report.maps) {
      expect(values).toHaveLength(8 * 14 * 14);
      expect(correlations).toHaveLength(8);
    }
    const [float, twn, bwn, xnor] = (['float', 'twn', 'bwn', 'xnor'] as const).map((id) => of(report, id).correlation);
    expect(float).toBeCloseTo(1, 6);
    expect(twn).toBeGreaterThan(bwn!);
    expect(bwn).toBeGreaterThan(xnor!);
    expect(xnor).toBeGreaterThan(0);
    expect(report.window).toHaveLength(200);
  });

  it('finds every sign +1 after a ReLU unless the inputs are normalized first', async () => {
    expect((await maps({ normalize: false })).positiveShare).toBe(1);
    const { positiveShare } = await maps();
    expect(positiveShare).toBeGreaterThan(0.1);
    expect(positiveShare).toBeLessThan(0.9);
  });

  it('changes only the rim of the XNOR map with the sign of the border', async () => {
    const [plus, minus] = await Promise.all(([1, -1] as const).map((border) => maps({ border })));
    const [a, b] = [of(plus!, 'xnor').values, of(minus!, 'xnor').values];
    const moved = a.map((value, i) => (value === b[i] ? 0 : 1));
    const isRim = (i: number): boolean => [Math.floor(i / 14) % 14, i % 14].some((at) => at < 2 || at > 11);
    expect(moved.some((one) => one === 1)).toBe(true);
    expect(moved.every((one, i) => one === 0 || isRim(i))).toBe(true);
    expect(of(plus!, 'bwn').values).toEqual(of(minus!, 'bwn').values);
  });

  it('follows the threshold of TWN alone, and refuses layers and images that are not there', async () => {
    const [low, high] = [await maps({ factor: 0.3 }), await maps({ factor: 1.5 })];
    expect(of(low, 'twn').values).not.toEqual(of(high, 'twn').values);
    expect(of(low, 'bwn').values).toEqual(of(high, 'bwn').values);
    expect(() => maps({ layer: 'nowhere' })).toThrow(/neither a convolution nor dense/);
    expect(() => maps({ image: 20 })).toThrow(RangeError);
  });
});
