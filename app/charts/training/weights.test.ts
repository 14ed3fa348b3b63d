import { describe, expect, it } from 'vitest';
import type { LayerSnapshot } from '../../../src/jobs/train-reports';
import { type WeightsSide, weightsModel, weightsSentence, weightsTable } from './weights';

const snapshot = (change: Partial<LayerSnapshot> = {}): LayerSnapshot => ({
  layer: 'conv1',
  limit: 1,
  latent: Uint32Array.of(0, 10, 100, 10, 1),
  seen: Uint32Array.of(0, 20, 81, 20, 0),
  levels: { values: Float32Array.of(-0.5, 0, 0.5), counts: Uint32Array.of(20, 81, 20) },
  zeroShare: 0.67,
  signs: null,
  record: null,
  ...change,
});
const side = (id: 'a' | 'b', now = snapshot()): WeightsSide => ({ side: id, step: 12, start: snapshot(), now });
const SIZE = { width: 500, height: 400 };

describe('weightsModel', () => {
  it('stands A on the axis and hangs B from it', () => {
    const [a, b] = weightsModel([side('a'), side('b')], SIZE)?.halves ?? [];
    expect(a?.stems.every(({ y }) => y < a.axisY)).toBe(true);
    expect(b?.stems.every(({ y }) => y > b.axisY)).toBe(true);
  });

  it('draws a stem for each value that the network sees, and a threshold half way between two', () => {
    const [half] = weightsModel([side('a')], SIZE)?.halves ?? [];
    const [low, middle, high] = half?.stems ?? [];
    expect(half?.stems).toHaveLength(3);
    expect(half?.thresholds[0]).toBeCloseTo(((low?.x ?? 0) + (middle?.x ?? 0)) / 2, 6);
    expect(half?.thresholds[1]).toBeCloseTo(((middle?.x ?? 0) + (high?.x ?? 0)) / 2, 6);
  });

  it('draws a staircase where there are too many values', () => {
    const [half] = weightsModel([side('a', snapshot({ levels: null }))], SIZE)?.halves ?? [];
    expect(half?.stems).toEqual([]);
    expect(half?.steps.match(/H/g)).toHaveLength(5);
  });

  it('is empty without a run', () => {
    expect(weightsModel([], SIZE)).toBeNull();
    expect(weightsSentence('conv1', [])).toMatch(/No weights of conv1/);
  });
});

it('tells what the network sees, in words and as a table', () => {
  expect(weightsSentence('conv1', [side('b')])).toMatch(/B after 12 steps: the network sees 3 values, 67 % of them 0/);
  expect(weightsTable([side('a')]).rows.map((row) => row.slice(3))).toEqual([
    [0, 0],
    [10, 20],
    [100, 81],
    [10, 20],
    [1, 0],
  ]);
});
