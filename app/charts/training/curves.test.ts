import { describe, expect, it } from 'vitest';
import { type Curve, curvesModel, curvesSentence, curvesTable } from './curves';

const SIZE = { width: 600, height: 400 };
const curve = (change: Partial<Curve> = {}): Curve => ({
  id: 'a',
  losses: Array.from({ length: 100 }, (_, i) => 2 / (1 + i / 10)),
  points: [
    { step: 0, accuracy: 0.5, images: 2000 },
    { step: 100, accuracy: 0.88, images: 2000 },
  ],
  step: 100,
  steps: 156,
  isActive: true,
  isOld: false,
  ...change,
});
const model = (curves: readonly Curve[], change: object = {}) =>
  curvesModel({ curves, untrained: [], planned: 156, shownStep: null, size: SIZE, ...change });

describe('curvesModel', () => {
  it('is empty before any step is known', () => {
    expect(model([])).toBeNull();
    expect(model([curve({ steps: 0 })])).toBeNull();
  });

  it('shows what training would start from before any run', () => {
    const drawn = model([], { untrained: [{ id: 'a', accuracy: 0.475 }] });
    expect(drawn?.levels).toHaveLength(1);
    expect(drawn?.accuracy.labels[0]?.text).toBe('A PTQ 47.5');
    expect(drawn?.xTicks.at(-1)?.x).toBeLessThanOrEqual(drawn?.right ?? 0);
    expect(drawn?.loss.ticks).toEqual([]);
    expect(drawn?.stops).toEqual([]);
  });

  it('places steps from the left axis to the right one, and leaves the rest to run', () => {
    const drawn = model([curve()]);
    const [first, last] = drawn?.stops ?? [];
    expect(first?.x).toBe(drawn?.left);
    expect(last?.x).toBeLessThan(drawn?.right ?? 0);
    expect(drawn?.todo).toBeCloseTo(last?.x ?? NaN, 6);
    expect(model([curve({ isActive: false })])?.todo).toBeNull();
  });

  it('puts the better accuracy above the worse', () => {
    const [low, high] = model([curve()])?.dots ?? [];
    expect(high?.y).toBeLessThan(low?.y ?? 0);
  });

  it('keeps labels apart and inside, in the order of their values', () => {
    const near = (id: Curve['id'], accuracy: number): Curve =>
      curve({ id, points: [{ step: 100, accuracy, images: 2000 }] });
    const drawn = model([near('a', 0.881), near('b', 0.882), near('float', 0.883)], {
      untrained: [{ id: 'b', accuracy: 0.88 }],
    });
    const labels = drawn?.accuracy.labels ?? [];
    expect(labels.map(({ text }) => text)).toEqual(['float 88.3', 'B 88.2', 'A 88.1', 'B PTQ 88.0']);
    labels.slice(1).forEach(({ y }, i) => expect(y - (labels[i]?.y ?? 0)).toBeGreaterThanOrEqual(13.9));
    labels.forEach(({ y }) => expect(y).toBeLessThanOrEqual(drawn?.accuracy.bottom ?? 0));
  });

  it('draws losses that span decades and losses that hardly change, each with a few ticks', () => {
    for (const losses of [[0.21, 0.2, 0.19, 0.18], [2, 1, 0.5, 0.05, 0.01], [0.3]]) {
      const { ticks, lines } = model([curve({ losses })])?.loss ?? { ticks: [], lines: [] };
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThan(12);
      expect(lines[0]?.path).not.toContain('NaN');
    }
  });

  it('leaves out losses that are not known', () => {
    const path = model([curve({ losses: [1, NaN, 1, NaN] })])?.loss.lines[0]?.path ?? '';
    expect(path.match(/[ML]/g)).toHaveLength(2);
  });
});

it('says where each run began and stands, and gives the mean loss of the last fifteen steps', () => {
  expect(curvesSentence([curve()])).toBe('Recipe A went from 50.0 to 88.0 % in 100 of 156 steps.');
  const { rows } = curvesTable([curve({ losses: Array.from({ length: 100 }, (_, i) => i + 1) })]);
  expect(rows).toEqual([
    ['A', 0, 0.5, 2000, ''],
    ['A', 100, 0.88, 2000, 93],
  ]);
});
