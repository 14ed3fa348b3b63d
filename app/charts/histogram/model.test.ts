import { describe, expect, it } from 'vitest';
import { fakeReport } from '../fakes';
import { histogramModel } from './model';
import { clampRatio, clipBase, ratioAt, thresholdMarks } from './thresholds';
import { histogramTable, notesOf, sentence } from './words';

const size = { width: 526, height: 232 };
const a = fakeReport('fc1');
const b = fakeReport('fc1', { granularity: 'channel', ratio: 0.8, bits: 6 });
const model = (show: 'a' | 'both' | 'b' = 'both', maxCount: number | null = null) =>
  histogramModel({ reports: { a, b }, show, size, maxCount, held: null })!;

describe('histogramModel', () => {
  it('mirrors the halves: the same count lies as far above the axis in A as below it in B', () => {
    const { frame, sides } = model();
    for (const count of [1, 7, 100]) {
      const [up, down] = sides.map(({ half }) => Math.abs(half.y(count) - frame.axisY));
      expect(up).toBeCloseTo(down!, 6);
    }
  });

  it('puts equal factors of counts at equal distances', () => {
    const { half } = model().sides[0]!;
    expect(half.y(1) - half.y(10)).toBeCloseTo(half.y(10) - half.y(100), 6);
  });

  it('draws few levels as stems and many values as a step line', () => {
    const [sideA, sideB] = model().sides;
    expect(sideA!.marks.stems).toHaveLength(a.stems!.values.length);
    expect(sideA!.marks.stepPath).toBe('');
    expect(sideB!.marks.stems).toEqual([]);
    expect(sideB!.marks.stepPath).toMatch(/^M/);
    expect(sideA!.marks.levels).toHaveLength(7);
  });

  it('hatches only what is clipped', () => {
    const [sideA, sideB] = model().sides;
    expect(sideA!.marks.clippedPath).toBe('');
    expect(sideB!.marks.clippedPath).not.toBe('');
  });

  it('keeps the axis of a drag', () => {
    const frozen = model('both', 5000).sides[0]!.half.y(100);
    expect(frozen).not.toBeCloseTo(model().sides[0]!.half.y(100), 3);
    expect(model('both', 5000).sides[0]!.half.y(5000)).toBeCloseTo(32, 6);
  });

  it('gives one side the whole height', () => {
    expect(model('a').frame.axisY).toBe(198);
    expect(model('b').frame.axisY).toBe(32);
    expect(model('b').sides.map(({ side }) => side)).toEqual(['b']);
  });

  it('is empty without a report', () => {
    expect(
      histogramModel({ reports: { a: null, b: null }, show: 'both', size, maxCount: null, held: null }),
    ).toBeNull();
  });
});

describe('thresholds', () => {
  it('stand at the clipping range and move together', () => {
    const { frame, sides } = model();
    const [low, high] = sides[0]!.thresholds!.grips;
    expect(high!.x).toBeCloseTo(frame.x(a.clip.high), 3);
    expect(low!.value).toBeCloseTo(-high!.value, 6);
    const moved = thresholdMarks(a, frame, sides[0]!.half, 0.5)!;
    expect(moved.grips[1]!.value).toBeCloseTo(a.clip.high / 2, 5);
  });

  it('turn a place into a share of the full range', () => {
    const base = clipBase(b)!;
    expect(base.ratio).toBeCloseTo(0.8, 3);
    expect(ratioAt(base, 'high', b.clip.high / 2)).toBeCloseTo(0.4, 3);
    expect(ratioAt(base, 'low', b.clip.low / 2)).toBeCloseTo(0.4, 3);
    expect(ratioAt(base, 'high', b.clip.high * 9)).toBe(1);
    expect(ratioAt(base, 'high', -1)).toBe(0.01);
    expect([Infinity, -Infinity].map(clampRatio)).toEqual([1, 0.01]);
  });

  it('scale a lopsided range by its larger end', () => {
    const base = clipBase({ ...a, clip: { low: -2, high: 1, ratio: 0.5 } })!;
    expect(base).toEqual({ low: -2, high: 1, ratio: 1 });
  });

  it('do not exist for a codebook, which clips nothing', () => {
    expect(clipBase({ ...a, clip: { low: -Infinity, high: Infinity, ratio: 1 } })).toBeNull();
  });

  it('show the spread of many groups', () => {
    const marks = model().sides[1]!.thresholds!;
    expect(marks.bands).toHaveLength(2);
    expect(marks.labels).toHaveLength(1);
    expect(marks.labels[0]!.text).toMatch(/^median T = /);
    expect(marks.bands.every(([from, to]) => marks.labels[0]!.x < from || marks.labels[0]!.x > to)).toBe(true);
    expect(model().sides[0]!.thresholds!.bands).toEqual([]);
  });

  it('name the median within the chart even where the spread takes the whole width', () => {
    const { low, high } = b.clip;
    const wide = {
      ...b,
      thresholds: {
        low: Float32Array.of(4 * low, low, 0.01 * low),
        high: Float32Array.of(0.01 * high, high, 4 * high),
      },
    };
    const { frame, sides } = histogramModel({
      reports: { a, b: wide },
      show: 'both',
      size,
      maxCount: null,
      held: null,
    })!;
    const [label] = sides[1]!.thresholds!.labels;
    expect(label).toMatchObject({ inward: true, anchor: 'end' });
    expect(label!.x).toBeLessThanOrEqual(frame.right);
  });
});

describe('words', () => {
  it('count codes for one scale and losses for many', () => {
    expect(notesOf('a', a)[0]).toBe(`A: ${a.metrics.usedLevels} of 7 codes used`);
    expect(notesOf('b', b)[1]).toBe(`${b.metrics.clippedCount} of 480 clipped`);
    expect(notesOf('a', a)[2]).toMatch(/dB; error all rounding$/);
    expect(notesOf('b', b)[2]).toMatch(/dB; error .* clipping$/);
  });

  it('name the figure in one sentence', () => {
    expect(sentence('fc1', { a, b: null }, ['a', 'b'])).toMatch(/^Histogram of the 480 weights of fc1\. A: /);
    expect(sentence('fc1', { a: null, b: null }, ['a'])).toBe('Weights of fc1, not yet measured.');
  });

  it('list every bin once', () => {
    const { rows, columns } = histogramTable({ a, b });
    expect(rows).toHaveLength(101);
    expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(480);
    expect(rows[0]).toHaveLength(columns.length);
  });
});
