import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import { type Recipe, type Side, recipeFor } from '../experiment/spec';
import { choose } from '../experiment/techniques';
import type { ModelBundle, ModelCard } from '../model/types';
import { createQuantResources, quantJobs } from './analyze';
import type { LayerReport, NetworkReport } from './reports';
import { finish } from './finish';

const quantizer = choose('quantizer', 'uniform', { bits: 3 });
const [a, b] = [defaultExperiment().a, defaultExperiment().b].map((side) => ({
  ...side,
  recipe: { ...side.recipe, quantizer },
})) as [Side, Side];
const folder = new URL('../../public/models/lenet-reference/', import.meta.url);
const resources = createQuantResources();

const analyze = (layer: string, recipe: Recipe): Promise<LayerReport> =>
  finish(quantJobs['analyze-layer']({ layer, recipe, seed: 7 }, resources));

const sum = (values: Iterable<number>): number => [...values].reduce((total, v) => total + v, 0);

beforeAll(async () => {
  const weights = await readFile(new URL('weights.bin', folder));
  const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, folder), 'utf8'));
  const bundle: ModelBundle = {
    card: (await json('card.json')) as ModelCard,
    topology: await json('model.json'),
    weights: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
  };
  const { layers } = await finish(quantJobs['load-weights']({ bundle, plain: false }, resources));
  expect(layers.map((l) => l.name)).toEqual(['conv1', 'conv2', 'fc1', 'fc2']);
});

describe('the report of a layer', () => {
  it.each([
    ['per-tensor', a],
    ['per-channel', b],
  ])('counts every weight once, %s', async (_name, side) => {
    const report = await analyze('fc1', recipeFor(side, 'fc1'));
    expect(sum(report.histogram.float)).toBe(37_632);
    expect(sum(report.histogram.quantized)).toBe(37_632);
    expect(sum(report.roundError.counts)).toBe(37_632);
    expect(sum(report.histogram.clipped)).toBe(report.metrics.clippedCount);
    expect(report.rows * report.columns).toBe(37_632);
  });

  it('has an error map whose mean square is the MSE', async () => {
    const { errorMap, metrics, channels } = await analyze('conv2', recipeFor(a, 'conv2'));
    expect(sum(errorMap.values.map((e) => e * e)) / 3200).toBeCloseTo(metrics.mse, 8);
    expect(sum(channels.rmse.map((e) => e * e)) / 16).toBeCloseTo(metrics.mse, 8);
  });

  it('shares the axis between recipes, whatever they do', async () => {
    const [left, right] = [
      await analyze('conv2', recipeFor(a, 'conv2')),
      await analyze('conv2', recipeFor(b, 'conv2')),
    ];
    expect(right.histogram.high).toBe(left.histogram.high);
    expect(right.histogram.float).toEqual(left.histogram.float);
  });

  it('names the levels, stems and the clipping range of a single scale', async () => {
    const report = await analyze('fc1', recipeFor(a, 'fc1'));
    expect(report.levels).toHaveLength(7);
    expect(report.regions).toEqual({ kind: 'tensor', rowsPerGroup: 784 });
    expect(report.clip.ratio).toBe(1);
    expect(report.stems?.values.every((v) => report.levels.includes(v))).toBe(true);
    expect(sum(report.stems?.counts ?? [])).toBe(37_632);
    expect(report.metrics.usedLevels).toBe(report.stems?.values.length);
  });

  it('follows one weight through its formula', async () => {
    const { example } = await analyze('conv2', recipeFor(b, 'conv2'));
    if (example === null) throw new Error('no example');
    expect(example.quantized).toBe(Math.fround((example.code - example.zeroPoint) * example.scale));
    expect(Math.abs(example.value - example.quantized)).toBeLessThanOrEqual(example.scale * 0.5 * (1 + 1e-6));
  });

  it('reads the ratio of a clipping by hand back from the report', async () => {
    const recipe = { ...a.recipe, clipper: choose('clipper', 'manual', { ratio: 0.4 }) };
    const report = await analyze('fc1', recipe);
    expect(report.clip.ratio).toBeCloseTo(0.4, 6);
    expect(report.metrics.clippedCount).toBeGreaterThan(0);
    expect(report.metrics.clipMse).toBeGreaterThan(0);
  });

  it('carries the centroids of a codebook, used by all weights', async () => {
    const { codebook } = await analyze('conv2', {
      ...a.recipe,
      quantizer: choose('quantizer', 'codebook', { bits: 3 }),
    });
    expect(codebook?.centroids).toHaveLength(8);
    expect(sum(codebook?.counts ?? [])).toBe(3200);
  });

  it('pools the error map of a large layer to at most 65,536 cells', async () => {
    const { errorMap } = await analyze('fc1', recipeFor(a, 'fc1'));
    expect(errorMap.rows * errorMap.columns).toBeLessThanOrEqual(65_536);
  });

  it('refuses a layer that the model does not have', async () => {
    await expect(analyze('fc9', a.recipe)).rejects.toThrow('no layer "fc9"');
  });
});

describe('the report of the network', () => {
  const network = (side: typeof a): Promise<NetworkReport> => finish(quantJobs['analyze-network']({ side }, resources));

  it('adds up what is stored: kernels, scales and float32 biases', async () => {
    const report = await network(a);
    expect(report.weights).toBe(41_512);
    expect(report.bitsPerWeight).toBeCloseTo(3 + (4 * 32) / 41_512, 9);
    expect(report.bytes).toBeCloseTo((41_512 * 3 + 4 * 32) / 8 + (8 + 16 + 48 + 10) * 4, 6);
    expect(report.floatBytes).toBe(166_376);
  });

  it('gives an overridden layer its own recipe', async () => {
    const report = await network({ ...a, overrides: { fc1: { quantizer: choose('quantizer', 'float') } } });
    expect(report.layers.map((l) => Number.isFinite(l.metrics.sqnrDb))).toEqual([true, true, false, true]);
  });
});

describe("Lloyd's iteration", () => {
  it('never raises the error and stops when nothing moves', async () => {
    const trace = await finish(
      quantJobs.lloyd({ layer: 'conv1', centroids: [-0.5, 0, 0.1, 0.5], steps: 100 }, resources),
    );
    expect(trace.centroids).toHaveLength(trace.mse.length);
    expect(trace.mse.length).toBeLessThan(101);
    trace.mse.slice(1).forEach((error, i) => {
      expect(error).toBeLessThanOrEqual((trace.mse[i] ?? 0) * (1 + 1e-12));
    });
  });
});
