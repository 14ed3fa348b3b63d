import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModelCard } from '../model/card';
import type { JobGenerator } from './catalogue';
import { createEvalResources, evalJobs } from './evaluate';
import { finish } from './finish';
import type { SpeedReport } from './speed-reports';
import { speedSide } from './speed-side';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const bytes = (path: string): ArrayBuffer => Uint8Array.from(read(path)).buffer;
const IMAGES = 10;

/** A worker with a model and some images; of its clock a millisecond passes at every look. */
async function worker(id: string, plain = false) {
  let looks = 0;
  const resources = createEvalResources(undefined, () => looks++);
  const bundle = {
    card: parseModelCard(JSON.parse(read(`models/${id}/card.json`).toString())),
    topology: JSON.parse(read(`models/${id}/model.json`).toString()) as unknown,
    weights: bytes(`models/${id}/weights.bin`),
  };
  await finish(evalJobs['load-model']({ bundle, plain }, resources));
  const packed = bytes('data/fashion-mnist/test-0-2000.bin');
  await finish(evalJobs['load-images']({ packed, count: 2000, offset: 0, from: 0, to: IMAGES }, resources));
  const training = bytes('data/fashion-mnist/train-0-10000.bin');
  await finish(evalJobs['load-calibration']({ packed: training, count: 10_000 }, resources));
  const side = speedSide(8);
  const taps = await finish(evalJobs.calibrate({ activations: side.activations! }, resources));
  return evalJobs['bench-speed']({ side, taps, from: 0, to: IMAGES }, resources) as JobGenerator<unknown, SpeedReport>;
}

describe('the speed bench', () => {
  it('runs every path of a network and tells the time of each layer apart', async () => {
    const report = await finish(await worker('dscnn'));
    expect(report.gaps).toEqual([]);
    expect(report.runs.map(({ id }) => id)).toEqual(['tfjs', 'own', 'int8', 'int4']);
    expect(report.layers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['stem', 'dw1', 'pw5', 'fc']) as string[],
    );
    expect(report.layers.find(({ name }) => name === 'dw5')).toMatchObject({
      work: { depthwise: true, weights: 1152 },
    });
    for (const { total, layers, outside } of report.runs) {
      expect(layers).toHaveLength(report.layers.length);
      // The clock ticks at every look, so every time is a count of looks.
      const sum = layers.reduce((ms, { median }) => ms + median, outside.median);
      expect(sum).toBeCloseTo(total.median, 6);
      expect(total.min).toBeLessThanOrEqual(total.max);
      for (const layer of layers) expect(layer.min).toBeGreaterThan(0);
    }
    const read = report.runs.map((run) => run.bytes);
    expect(read[0]).toBe(4 * report.layers.reduce((sum, { work }) => sum + (work?.weights ?? 0), 746));
    expect(read[2]).toBeLessThan(read[1]! / 2);
    expect(read[3]).toBeLessThan(read[2]!);
  });

  it('stops between two passes', async () => {
    const job = await worker('dscnn');
    expect(job.next().done).toBe(false);
    job.return({} as SpeedReport);
    expect(job.next().done).toBe(true);
  });

  it('names the layer that has no form in a plan, and still times it in float', async () => {
    const { runs, gaps, layers } = await finish(await worker('dscnn-bn'));
    expect(runs.map(({ id }) => id)).toEqual(['tfjs']);
    expect(gaps.map(({ id }) => id)).toEqual(['own', 'int8', 'int4']);
    for (const { layer, reason } of gaps) {
      expect(reason).toMatch(/batch-norm/);
      const at = layers.findIndex(({ name }) => name === layer);
      expect(runs[0]!.layers[at]!.median).toBeGreaterThan(0);
    }
  });

  it('adds in integers where a network splits', async () => {
    const { runs, gaps, layers } = await finish(await worker('resnet8'));
    expect(gaps).toEqual([]);
    const at = layers.findIndex(({ name }) => name === 'block1_add');
    for (const run of runs) expect(run.layers[at]!.min).toBeGreaterThan(0);
  });

  it('leaves out what needs SIMD, and says so', async () => {
    const { runs, gaps } = await finish(await worker('lenet', true));
    expect(runs.map(({ id }) => id)).toEqual(['tfjs']);
    expect(gaps.map(({ id }) => id)).toEqual(['own', 'int8', 'int4']);
    for (const { reason } of gaps) expect(reason).toMatch(/SIMD/);
  });
});
