import { describe, expect, it } from 'vitest';
import type { LayerWork } from '../../../src/hardware/layer-work';
import type { SpeedLayer, SpeedReport, SpeedRun } from '../../../src/jobs/speed-reports';
import { rooflineModel } from '../mixed/roofline-model';
import { roofInput, slowLayers, speedModel } from './model';
import { gapSentence, slowSentence, speedSentence, speedTable } from './words';

const work = (name: string, depthwise: boolean): LayerWork => ({
  name,
  weights: 100,
  macs: 100_000,
  inputs: 10,
  outputs: 10,
  kernel: 3,
  stride: 1,
  featureMap: 10,
  depthwise,
  activationsIn: 1000,
  activationsOut: 1000,
  product: { rows: 10, depth: 10, columns: 1000, times: 1 },
});

const LAYERS: readonly SpeedLayer[] = [
  { name: 'conv', work: work('conv', false) },
  { name: 'dw', work: work('dw', true) },
  { name: 'pool', work: null },
  { name: 'fc', work: work('fc', false) },
];

const spread = (median: number) => ({ min: median * 0.9, median, max: median * 1.2 });

function run(id: SpeedRun['id'], times: readonly number[]): SpeedRun {
  const total = times.reduce((sum, ms) => sum + ms, 0);
  return { id, total: spread(total), layers: times.map(spread), outside: spread(0), bytes: 2048, path: 'a path' };
}

const REPORT: SpeedReport = {
  backend: 'wasm-simd',
  batch: 100,
  inputs: 500,
  rounds: 7,
  layers: LAYERS,
  runs: [
    run('tfjs', [120, 60, 15, 5]),
    run('own', [80, 20, 8, 2]),
    run('int8', [30, 24, 4, 1.1]),
    run('int4', [33, 24, 4, 2]),
  ],
  gaps: [],
};

describe('the speed bench', () => {
  it('draws times in proportion, whole and by layer', () => {
    const { totals, rows, height, ticks } = speedModel(REPORT, 440);
    expect(totals[0]!.width / totals[1]!.width).toBeCloseTo(200 / 110, 6);
    expect(totals[2]!.text).toBe('59.1 ms, 3.4 ×');
    expect(totals[2]!.note).toBe('16,920 a second, reads 2.0 KiB, a path');
    expect(totals[0]!.low).toBeLessThan(totals[0]!.width);
    const [conv, dw] = rows;
    expect(conv!.bars[0]!.width / conv!.bars[2]!.width).toBeCloseTo(4, 6);
    expect([conv!.gain, dw!.gain]).toEqual([
      { text: '2.7 ×', helps: true },
      { text: '0.8 ×', helps: false },
    ]);
    expect(rows.at(-1)!.y).toBeLessThan(height);
    expect(ticks[0]).toMatchObject({ label: '0' });
  });

  it('says where int8 does not help, and why', () => {
    expect(slowLayers(REPORT).map(({ layer }) => layer.name)).toEqual(['dw']);
    expect(slowSentence(REPORT)).toMatch(/^dw: 1\.2 of the float time, 41 % of that of int8; depthwise: /);
    expect(speedSentence(REPORT)).toContain('int8 is 3.4 × as fast as tfjs and 1.9 × as fast as our float kernels.');
    const slow = { ...REPORT, runs: [...REPORT.runs.slice(0, 2), run('int8', [90, 10, 9, 1.9])] };
    expect(slowSentence(slow)).toMatch(/fc: 0\.9 .* tiny: .* pool: .* no weights: .* conv: .* too few products/);
    const fast = { ...REPORT, runs: [...REPORT.runs.slice(0, 2), run('int8', [1, 1, 1, 1])] };
    expect(slowSentence(fast)).toBe('It gains in every layer.');
  });

  it('names the layer that has no integer form and what it costs in float', () => {
    const gap = { id: 'int8', reason: 'dw (upsample) has no integer form here.', layer: 'dw' } as const;
    const report = { ...REPORT, runs: REPORT.runs.slice(0, 2), gaps: [gap] };
    expect(gapSentence(report, gap)).toMatch(/^int8: dw .* that layer takes 18 of 99 ms\.$/);
    expect(gapSentence(report, { ...gap, layer: null })).toBe('int8: dw (upsample) has no integer form here.');
    expect(slowSentence(report)).toBe('');
    expect(speedModel(report, 440).rows.every(({ gain }) => gain === null)).toBe(true);
  });

  it('puts the measured layers under the modelled roof', () => {
    const input = roofInput(REPORT, 'int8');
    expect(input.b.map(({ layer }) => layer)).toEqual(['conv', 'dw', 'fc']);
    expect(input.b[0]!.speed).toBeCloseTo(100_000 / 27e-6, 3);
    // 100 bytes of weights, 2,000 of activations; four times as many in float32.
    expect(input.b[0]!.intensity).toBeCloseTo(100_000 / 2100, 6);
    expect(roofInput(REPORT, 'own').b[0]!.intensity).toBeCloseTo(100_000 / 8400, 6);
    expect(rooflineModel({ ...input, size: { width: 400, height: 250 } }).points).toHaveLength(3);
  });

  it('is a table of every time', () => {
    const { columns, rows } = speedTable(REPORT);
    expect(columns).toHaveLength(5);
    expect(rows.find(([name]) => name === 'dw, least')).toEqual(['dw, least', 54, 18, 24 * 0.9, 24 * 0.9]);
    expect(speedTable(null).rows).toEqual([]);
    expect(speedSentence(null)).toMatch(/^Not measured yet/);
  });
});
