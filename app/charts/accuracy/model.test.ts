import { describe, expect, it } from 'vitest';
import { defaultSeries } from '../../../src/experiment/default-series';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { sweepTasks } from '../../../src/experiment/sweep';
import type { Score, SweepPoint } from '../../store/state';
import { classify } from '../../../src/tasks/classify';
import { language } from '../../../src/tasks/language';
import { superResolution } from '../../../src/tasks/super-resolution';
import type { AccuracyInput } from './input';
import { accuracyModel } from './model';
import { accuracyTable } from './words';

const score = (correct: number, n = 2000): Score => ({
  n,
  value: correct / n,
  correct,
  of: n,
  paired: null,
  low: correct / n - 0.02,
  high: correct / n + 0.02,
  changed: 100,
  predictions: null,
  logitsMse: 0.5,
});

/** Accuracy rises with bits and with the place of the series. */
const points: SweepPoint[] = sweepTasks(defaultSeries()).map((task, i) => ({
  ...task,
  bitsPerWeight: task.bits + 0.25 * (i % 4),
  score: score(Math.min(1800, 200 * (task.bits - 1) + 150 * (i % 4))),
}));
const { a, b } = defaultExperiment();
const input: AccuracyInput = {
  task: classify,
  points,
  float: score(1806),
  present: {
    a: { side: a, bitsPerWeight: 3, score: score(1140), old: false },
    b: { side: b, bitsPerWeight: 3.5, score: score(1622), old: false },
  },
  classes: 10,
};
const size = { width: 354, height: 232 };

describe('accuracyModel', () => {
  it('gives the colours of A and B to their techniques and ink with a shape of its own to the others', () => {
    const { curves } = accuracyModel(input, size);
    const tones = Object.fromEntries(curves.map(({ id, tone }) => [id, tone]));
    expect(tones).toEqual({
      'uniform/tensor/minmax': 'a',
      'uniform/channel/mse': 'b',
      'uniform/channel/minmax': 'ink',
      'uniform/group16/minmax': 'ink',
    });
    expect(new Set(curves.map(({ marker }) => `${marker.path} ${marker.hollow}`)).size).toBe(4);
  });

  it('takes a technique to be the same at other bits', () => {
    const bits8 = {
      ...a,
      recipe: { ...a.recipe, quantizer: { ...a.recipe.quantizer, params: { ...a.recipe.quantizer.params, bits: 8 } } },
    };
    const { curves } = accuracyModel(
      { ...input, present: { a: { side: bits8, bitsPerWeight: 8, score: score(1800), old: false } } },
      size,
    );
    expect(curves.filter(({ tone }) => tone === 'a').map(({ id }) => id)).toEqual(['uniform/tensor/minmax']);
  });

  it('spans 0 to 100 percent whatever the data', () => {
    const { yTicks, top, bottom } = accuracyModel({ ...input, points: [], present: {} }, size);
    expect(yTicks[0]).toEqual({ at: bottom, label: '0' });
    expect(yTicks.at(-1)).toEqual({ at: top, label: '100' });
  });

  it('draws intervals around the points, high above low', () => {
    for (const mark of accuracyModel(input, size).curves.flatMap(({ marks }) => marks)) {
      expect(mark.high).toBeLessThan(mark.y);
      expect(mark.low).toBeGreaterThan(mark.y);
    }
  });

  it('keeps the axis while points come in between 2 and 9 bits', () => {
    const few = accuracyModel({ ...input, points: points.slice(0, 5) }, size);
    expect(few.xTicks).toEqual(accuracyModel(input, size).xTicks);
  });

  it('stretches the axis with round ticks for a result beyond it', () => {
    const { xTicks, right } = accuracyModel(
      { ...input, present: { a: { ...input.present.a!, bitsPerWeight: 32 } } },
      size,
    );
    expect(xTicks.map(({ label }) => label)).toEqual(['4', '8', '12', '16', '20', '24', '28', '32']);
    expect(xTicks.at(-1)!.at).toBe(right);
  });

  it('rings the present results with labels that do not cover each other', () => {
    const { rings } = accuracyModel(input, size);
    expect(rings.map(({ label }) => label.text)).toEqual(['A 57.0', 'B 81.1']);
    const [first, second] = rings.map(({ label }) => label);
    expect(Math.abs(first!.y - second!.y) >= 16 || Math.abs(first!.x - second!.x) >= 43).toBe(true);
  });

  it('names the curves in ink inside the plot, each on a line of its own', () => {
    const { names, top, bottom, right } = accuracyModel(input, size);
    expect(names.map(({ label }) => label)).toEqual(['Group of 16, min-max', 'Per-channel, min-max']);
    for (const name of names) {
      expect(name.y).toBeGreaterThan(top);
      expect(name.y).toBeLessThan(bottom);
      expect(name.x).toBeLessThan(right);
    }
    expect(names[1]!.y - names[0]!.y).toBeGreaterThanOrEqual(14);
  });

  it('puts float and chance at their accuracy', () => {
    const { float, chance, top, bottom } = accuracyModel(input, size);
    expect(float!.label).toBe('float 90.3');
    expect(bottom - float!.y).toBeCloseTo(0.903 * (bottom - top), 6);
    expect(bottom - chance!.y).toBeCloseTo(0.1 * (bottom - top), 6);
  });

  it('says the main numbers in one sentence', () => {
    expect(accuracyModel(input, size).summary).toBe(
      'Accuracy on 2,000 test images against stored bits per weight, scales included: ' +
        'A (Per-tensor, min-max, 4 bits) 57.0 % at 3.00 bits; B (Per-channel, MSE search, 4 bits) 81.1 % at 3.50 bits; float 90.3 %. ' +
        '28 points on 4 curves. Fewest bits within one point of float: 8.75, Group of 16, min-max, 8 bits.',
    );
  });

  it('has something to say before the first result', () => {
    const empty = accuracyModel({ task: classify, points: [], float: null, present: {}, classes: 0 }, size);
    expect(empty.summary).toContain('nothing has been measured');
    expect(empty.rings).toEqual([]);
  });
});

describe('other tasks', () => {
  const bits = (value: number): Score => ({ ...score(0), value, low: value - 0.05, high: value + 0.05 });
  const falling = points.map((point) => ({ ...point, score: bits(2 + 8 / point.bits) }));

  const inBits = { ...input, task: language, points: falling, float: bits(2.05), present: {} };

  it('lets the axis of bits per character reach from float to a guess', () => {
    const model = accuracyModel({ ...inBits, classes: 81 }, size);
    expect(model.yTicks.map(({ label }) => label)).toEqual(['2', '3', '4', '5', '6', '7']);
    expect(model.chance?.label).toBe('a guess among 81');
    expect(model.float?.label).toBe('float 2.050');
    const [first] = model.curves[0]!.marks;
    expect(first!.low).toBeGreaterThan(first!.high);
    expect(model.summary).toContain('Bits per character on 2,000 test texts against stored bits');
  });

  it('names the curves above them where lower is better', () => {
    const { names, float } = accuracyModel(inBits, size);
    expect(names.length).toBeGreaterThan(0);
    for (const { y } of names) expect(y).toBeLessThan(float!.y - 40);
  });

  it('draws no line for a float network that is the measure itself, and keeps what has no error at the edge', () => {
    const float = { ...score(0), value: Infinity, low: Infinity, high: Infinity };
    const task = superResolution;
    const present = { a: { ...input.present.a!, score: float } };
    const model = accuracyModel({ ...input, task, points: [], float, present, classes: 0 }, size);
    expect(model.float).toBeNull();
    expect(model.chance).toBeNull();
    expect(model.rings[0]).toMatchObject({ y: model.top, label: { text: 'A ∞' } });
  });
});

describe('accuracyTable', () => {
  it('lists every point with its recipe, then A, B and float', () => {
    const { columns, rows } = accuracyTable(input, 'measured');
    expect(rows).toHaveLength(points.length + 3);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows[0]!.slice(0, 9)).toEqual(['Per-tensor, min-max', 2, 2, 10, 8, 12, 200, 2000, 100]);
    expect(rows[0]).toContain('minmax');
    expect(rows.at(-1)!.slice(0, 4)).toEqual(['float', 32, 32, 90.3]);
  });
});
