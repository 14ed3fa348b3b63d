import { hcl } from 'd3';
import { describe, expect, it } from 'vitest';
import { fakeReport } from '../fakes';
import { gridOf, indexIn, placeOf } from './grid';
import { errorMapModel } from './model';
import { colourTop, paint, rampOf } from './paint';
import { regionPath, sharedBox } from './regions';
import { axesText, cellLines, cellName, errorTable, scaleText } from './words';

const size = { width: 526, height: 232 };
const tall = fakeReport('fc1', { rows: 60, columns: 8 });
const wide = fakeReport('dw', { rows: 9, columns: 40, granularity: 'channel' });
const grouped = {
  ...fakeReport('fc1', { rows: 60, columns: 8 }),
  regions: { kind: 'group' as const, rowsPerGroup: 16 },
};

describe('the grid', () => {
  it('puts the longer side along the width and the widest channel first', () => {
    expect(gridOf(tall)).toMatchObject({ transposed: true, across: 60, down: 8 });
    expect(gridOf(wide)).toMatchObject({ transposed: false, across: 40, down: 9 });
    const { maps, grid } = errorMapModel({ a: tall, b: null }, ['a'], size)!;
    const { cells } = maps[0]!;
    const widest = grid.order[0]!;
    expect(cells.values[cells.indexOf(7, 0)]).toBe(tall.errorMap.values[7 * 8 + widest]);
  });

  it('finds the weight under a place, and back', () => {
    for (const report of [tall, wide]) {
      const grid = gridOf(report);
      const box = { left: 0, top: 0, width: grid.across * 4, height: grid.down * 3 };
      const index = indexIn(box, grid, 4 * 5 + 1, 3 * 2 + 1);
      expect(index).toBe(2 * grid.across + 5);
      const { row, channel } = placeOf(index, grid);
      expect([row, channel]).toEqual(grid.transposed ? [5, grid.order[2]] : [2, grid.order[5]]);
    }
  });
});

describe('scale regions', () => {
  const box = { left: 10, top: 20, width: 400, height: 80 };

  it('draws nothing inside one scale, lines between channels, bricks for groups', () => {
    expect(regionPath(tall, gridOf(tall), box)).toBe('');
    expect(regionPath(wide, gridOf(wide), box).match(/M/g)).toHaveLength(39);
    expect(regionPath(grouped, gridOf(grouped), box).match(/M/g)).toHaveLength(7 + 3);
  });

  it('marks exactly the weights that share a scale', () => {
    const place = { row: 50, rank: 3, channel: 0 };
    expect(sharedBox(tall, gridOf(tall), box, place)).toEqual(box);
    const brick = sharedBox(grouped, gridOf(grouped), box, place);
    expect(brick.left).toBeCloseTo(10 + (48 / 60) * 400, 6);
    expect(brick.width).toBeCloseTo((12 / 60) * 400, 6);
    expect([brick.top, brick.height]).toEqual([20 + 30, 10]);
  });
});

describe('paint', () => {
  const ramp = rampOf(['#ffffff', '#888888', '#000000']);
  const red = (pixel: number) => pixel & 0xff;

  it('darkens evenly', () => {
    const lightness = Array.from(ramp, (c) => hcl(`rgb(${red(c)},${(c >> 8) & 0xff},${(c >> 16) & 0xff})`).l);
    expect(lightness[0]).toBeCloseTo(100, 3);
    expect(lightness.every((l, i) => i === 0 || l <= lightness[i - 1]! + 1e-9)).toBe(true);
    expect(ramp[255]! >>> 24).toBe(255);
  });

  it('fills several pixels with one cell and pools several cells into one pixel', () => {
    const cells = {
      columns: 2,
      rows: 2,
      indexOf: (i: number, j: number) => 2 * j + i,
      values: Float32Array.of(0, 1, 1, 0),
    };
    const large = paint(cells, 4, 4, 1, ramp);
    expect(Array.from(large.subarray(0, 4), red)).toEqual([255, 255, 0, 0]);
    expect(Array.from(large.subarray(12, 16), red)).toEqual([0, 0, 255, 255]);
    const [small] = paint(cells, 1, 1, 1, ramp);
    expect(small).toBe(ramp[Math.round(Math.sqrt(0.5) * 255)]);
  });

  it('takes the last colour above the top and the first without any error', () => {
    const cells = { columns: 1, rows: 1, indexOf: () => 0, values: Float32Array.of(9) };
    expect(paint(cells, 1, 1, 1, ramp)[0]).toBe(ramp[255]);
    expect(paint(cells, 1, 1, 0, ramp)[0]).toBe(ramp[0]);
  });

  it('cuts the scale where outliers would wash out the rest', () => {
    const even = Float32Array.from({ length: 1000 }, (_, i) => i / 1000);
    expect(colourTop([even])).toEqual({ top: Math.fround(0.999), cut: false });
    const outlier = even.slice();
    outlier[0] = 50;
    const { top, cut } = colourTop([outlier]);
    expect(cut).toBe(true);
    expect(top).toBeLessThan(1.2);
    expect(colourTop([new Float32Array(4)]).top).toBe(0);
  });
});

describe('words of the map', () => {
  it('name scales and their steps', () => {
    expect(scaleText(tall)).toMatch(/^1 scale, step [\d.]+$/);
    expect(scaleText(wide)).toMatch(/^40 scales, step [\d.]+ to [\d.]+$/);
  });

  it('name axes and weights by layout', () => {
    const conv = { ...tall, layout: 'conv2d' as const, shape: [5, 5, 8, 16], rows: 200, columns: 16 };
    expect(axesText(conv)).toBe('5 × 5 taps of 8 inputs × 16 outputs, channels by range');
    expect(cellName(conv, { row: 8 * 7 + 3, channel: 2, rank: 0 }, gridOf(tall))).toBe(
      'tap (1, 2) of input 3, output 2',
    );
    expect(cellName(tall, { row: 4, channel: 2, rank: 0 }, { ...gridOf(tall), pool: 2 })).toBe(
      'input 8 to 9, output 2',
    );
  });

  it('gives the error of one weight in steps of its scale', () => {
    const place = placeOf(3, gridOf(tall));
    const error = tall.errorMap.values[place.row * 8 + place.channel]!;
    const [, line] = cellLines(place, gridOf(tall), [{ side: 'a', report: tall }]);
    expect(line).toContain(`${(error / tall.roundError.step).toFixed(2)} of a step`);
    expect(errorTable([1, 0], { a: tall, b: null }).rows).toHaveLength(2);
  });
});
