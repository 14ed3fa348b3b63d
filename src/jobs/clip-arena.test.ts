import { beforeAll, describe, expect, it } from 'vitest';
import { oneGroup } from '../clipping/input';
import { clipperOf, clippers } from '../clipping/registry';
import { loadKernels } from '../kernels/index';
import { drawSample } from '../numerics/samples';
import { measure } from '../quantizers/metrics';
import { quantizeTensor } from '../quantizers/quantize';
import { choose } from '../experiment/techniques';
import type { WeightTensor } from '../quantizers/types';
import { createQuantResources, type QuantResources } from './analyze';
import type { KeptValues } from './activation-reports';
import { clipJobs } from './clip-arena';
import type { ClipCodes, ClipJobs, ClipTensor } from './clip-reports';

const sample: ClipTensor = { kind: 'sample', shape: 'laplace', count: 4000, seed: 3, rectified: false };
const codes: ClipCodes = { bits: 4, kind: 'restricted' };
const data = drawSample('laplace', 4000, 3, false);
const awkward: Readonly<Record<string, Float32Array>> = {
  empty: new Float32Array(0),
  zeros: new Float32Array(50),
  constant: new Float32Array(50).fill(-0.25),
  holes: Float32Array.of(NaN, Infinity, -1, 0.5, 0, -Infinity),
};
const layer = (name: string): ClipTensor => ({ kind: 'weights', layer: name });

function tensorOf(values: Float32Array): WeightTensor {
  return { layout: 'dense', shape: [values.length, 1], data: values };
}

let resources: QuantResources;
beforeAll(() => {
  const tensors = new Map(Object.entries(awkward).map(([name, values]) => [name, tensorOf(values)]));
  resources = { ...createQuantResources(), kernels: loadKernels({ plain: false }), tensors };
});

const run = <N extends keyof ClipJobs>(name: N, input: ClipJobs[N]['input']) =>
  clipJobs[name](input, resources) as Promise<ClipJobs[N]['result']>;

describe('clip-point', () => {
  it.each(['restricted', 'full'] as const)('measures what the Lab measures with %s codes', async (kind) => {
    const recipe = {
      quantizer: choose('quantizer', 'uniform', { bits: 4, range: kind }),
      granularity: choose('granularity', 'tensor'),
      clipper: choose('clipper', 'manual', { ratio: 0.4 }),
      rounder: choose('rounder', 'nearest-even'),
    };
    const context = { kernels: resources.kernels!, seed: 1 };
    const lab = measure(tensorOf(data), quantizeTensor(tensorOf(data), recipe, context), context.kernels);
    const { largest } = await run('clip-tensor', { tensor: sample });
    const point = await run('clip-point', { tensor: sample, codes: { bits: 4, kind }, threshold: largest * 0.4 });
    expect(point.mse).toBe(lab.mse);
    expect(point.sqnrDb).toBe(lab.sqnrDb);
    expect(point.clippedCount).toBe(lab.clippedCount);
    expect(point.clipMse / lab.clipMse).toBeCloseTo(1, 5);
  });

  it('counts all that is negative as clipped when no code is below zero', async () => {
    const unsigned: ClipCodes = { bits: 8, kind: 'unsigned' };
    const { largest, negatives } = await run('clip-tensor', { tensor: sample });
    const point = await run('clip-point', { tensor: sample, codes: unsigned, threshold: largest });
    expect(negatives).toBe(data.filter((x) => x < 0).length);
    expect(point.clippedCount).toBe(negatives);
    expect(point.sqnrDb).toBeLessThan(6);
  });
});

describe('clip-method', () => {
  it('measures the threshold that the recipe would choose', async () => {
    const { point, trace } = await run('clip-method', { tensor: sample, codes, clipper: choose('clipper', 'mse') });
    const { qmin, qmax, divisor } = { qmin: -7, qmax: 7, divisor: 7 };
    const grid = { kernels: resources.kernels!, symmetric: true, qmin, qmax, divisor };
    const { high } = clipperOf('mse').ranges(oneGroup(data, grid), {});
    expect(point.threshold).toBe(high[0]);
    expect(trace.values[trace.chosen]).toBeCloseTo(point.mse, 12);
  });

  it.each(Object.keys(awkward))('gives numbers, never NaN, for a tensor that is %s', async (name) => {
    const tensor = layer(name);
    const report = await run('clip-tensor', { tensor });
    const numbers = [report.low, report.high, report.largest];
    for (const id of Object.keys(clippers)) {
      const { point, trace } = await run('clip-method', { tensor, codes, clipper: choose('clipper', id) });
      numbers.push(
        ...trace.candidates.high,
        point.threshold,
        point.step,
        point.clippedShare,
        point.mse,
        point.clipMse,
        point.roundMse,
      );
      // Infinity says that a candidate of the KL search is not defined.
      expect([point.sqnrDb, ...trace.values].some(Number.isNaN)).toBe(false);
    }
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(report.nonFinite).toBe(name === 'holes' ? 3 : 0);
  });
});

const tap = (data: Float32Array, low = new Float32Array(1), high = new Float32Array(1)): KeptValues => ({
  data,
  channels: 1,
  nonNegative: false,
  values: data.length,
  images: low.length,
  batches: { low, high },
});

describe('clip-load', () => {
  it('clips values that were handed over as any others, with the batches that they came in', async () => {
    const [low, high] = [Float32Array.of(-1, -2), Float32Array.of(3, 1)];
    await run('clip-load', { id: 'tap', values: tap(Float32Array.of(-2, 0, 3), low, high) });
    const tensor: ClipTensor = { kind: 'loaded', id: 'tap' };
    expect((await run('clip-tensor', { tensor })).largest).toBe(3);
    expect((await run('clip-batches', { tensor, alpha: 0.5, bad: false }))?.smoothed).toEqual(Float64Array.of(3, 2));
  });

  it('keeps the last few', async () => {
    for (const id of ['1', '2', '3', '4', '5']) await run('clip-load', { id, values: tap(new Float32Array(1)) });
    expect(() => run('clip-tensor', { tensor: { kind: 'loaded', id: '1' } })).toThrow(RangeError);
    expect((await run('clip-tensor', { tensor: { kind: 'loaded', id: '5' } })).n).toBe(1);
  });
});

describe('clip-batches', () => {
  it('sees the largest value of the whole sample in the end, and an average below it', async () => {
    const { largest } = await run('clip-tensor', { tensor: sample });
    const batches = await run('clip-batches', { tensor: sample, alpha: 0.1, bad: false });
    const { point } = await run('clip-method', {
      tensor: sample,
      codes,
      clipper: choose('clipper', 'ema', { alpha: 0.1 }),
    });
    expect(batches?.running.at(-1)).toBe(largest);
    expect(batches?.smoothed.at(-1)).toBe(point.threshold);
    expect(point.threshold).toBeLessThan(largest);
    expect(batches?.bad).toBeNull();
  });

  it('takes a tenth of a bad batch in, and forgets a tenth of the rest with each batch after it', async () => {
    const good = await run('clip-batches', { tensor: sample, alpha: 0.1, bad: false });
    const bad = await run('clip-batches', { tensor: sample, alpha: 0.1, bad: true });
    const at = bad?.bad ?? 0;
    const excess = (batch: number) => (bad?.smoothed[batch] ?? 0) - (good?.smoothed[batch] ?? 0);
    expect(excess(at - 1)).toBe(0);
    expect(excess(at)).toBeCloseTo(0.1 * 7 * (good?.high[at] ?? 0), 0);
    expect(excess(at + 5) / excess(at)).toBeCloseTo(0.9 ** 5, 1);
    expect(bad?.running.at(-1)).toBeGreaterThan(4 * (good?.running.at(-1) ?? 0));
  });

  it('is nothing for weights, which are all there at once', async () => {
    expect(await run('clip-batches', { tensor: layer('constant'), alpha: 0.1, bad: false })).toBeNull();
  });
});
