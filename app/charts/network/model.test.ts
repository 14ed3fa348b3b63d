import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import type { NetworkReport, TensorMetrics } from '../../../src/jobs/reports';
import type { LayerInfo } from '../../../src/model/types';
import { fakeReport } from '../fakes';
import { networkModel } from './model';
import { networkTable, shapeText } from './words';

const { metrics } = fakeReport('conv1');
const report = (values: readonly number[]): NetworkReport => ({
  layers: values.map((sqnrDb, i) => ({ layer: `l${i}`, metrics: { ...metrics, sqnrDb } satisfies TensorMetrics })),
  weights: 1000,
  bitsPerWeight: 3,
  bytes: 400,
  floatBytes: 4000,
});
const { a, b } = defaultExperiment();
const input = (values: readonly number[]) => ({
  layers: null,
  sides: { a, b },
  reports: { a: report(values), b: report(values.map((db) => db + 6)) },
  show: 'both' as const,
});

describe('networkModel', () => {
  it('gives each layer bars whose heights are proportional to decibels', () => {
    const { columns } = networkModel(input([5, 20]), { width: 400, height: 162 });
    const [low, high] = columns.map(({ bars }) => bars[0]!.height);
    expect(high! / low!).toBeCloseTo(4, 6);
    expect(columns[0]!.bars.map(({ label }) => label)).toEqual(['5', '11']);
  });

  it('scrolls rather than squeezes many layers', () => {
    const { width, columns } = networkModel(input(new Array<number>(20).fill(10)), { width: 400, height: 162 });
    expect(width).toBeGreaterThan(400);
    expect(columns[1]!.x - columns[0]!.x).toBeGreaterThanOrEqual(54);
  });

  it('draws a loss below 0 dB downwards and a perfect layer to the top', () => {
    const { columns, grid } = networkModel(input([-4, Infinity, 20]), { width: 400, height: 162 });
    const zero = grid.find(({ label }) => label === '0')!.y;
    expect(columns[0]!.bars[0]!.y).toBeCloseTo(zero, 6);
    expect(columns[1]!.bars[0]!.label).toBe('∞');
    expect(columns[1]!.bars[0]!.y).toBeCloseTo(columns[2]!.bars[1]!.y, 6);
  });

  it('offers the bits of the layer, its own when it has some', () => {
    const own = { ...a, overrides: { l1: { quantizer: { id: 'uniform', params: { bits: 8 } } } } };
    const { columns } = networkModel({ ...input([1, 2]), sides: { a: own, b } }, { width: 400, height: 162 });
    expect(columns.map(({ chips }) => [chips[0]!.value, chips[0]!.own])).toEqual([
      [4, false],
      [8, true],
    ]);
    expect(columns[0]!.chips[0]!.choices).toContain(16);
  });

  it('shows only the chosen side', () => {
    const { columns, summary } = networkModel({ ...input([5, 20]), show: 'b' }, { width: 400, height: 162 });
    expect(columns.flatMap(({ bars }) => bars.map(({ side }) => side))).toEqual(['b', 'b']);
    expect(summary).toBe('Signal to quantization noise of 2 layers: B is worst in l0 with 11.0 dB.');
  });
});

describe('words of the strip', () => {
  const layer: LayerInfo = {
    name: 'conv2',
    kind: 'Conv2D',
    layout: 'conv2d',
    shape: [5, 5, 8, 16],
    weights: 3200,
    macs: 627200,
  };

  it('writes shapes by layout', () => {
    expect(shapeText(layer)).toBe('5 × 5 × 8 → 16');
    expect(shapeText({ layout: 'dense', shape: [784, 48] })).toBe('784 → 48');
    expect(shapeText({ layout: 'depthwise', shape: [3, 3, 32, 2] })).toBe('3 × 3, 64 channels');
  });

  it('lists every layer with the numbers of both sides', () => {
    const reports = { a: report([1]), b: null };
    const table = networkTable([{ ...layer, name: 'l0' }], reports);
    expect(table.rows).toEqual([['l0', 'Conv2D', '5 × 5 × 8 × 16', 3200, 627200, '1.0', '3.07', '', '']]);
    expect(table.columns).toHaveLength(table.rows[0]!.length);
  });
});
