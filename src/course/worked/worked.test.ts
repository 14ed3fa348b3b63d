import { describe, expect, it } from 'vitest';
import { TOLERANCE, type Cell, type Screen, blanksOf, judge, real, whole, written } from './example';
import { WORKED_IDS, workedExample } from './registry';

const screens = WORKED_IDS.flatMap((id) => workedExample(id).screens);

function screenOf(id: string): Screen {
  const found = screens.find((screen) => screen.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const lines = (id: string): number[] => screenOf(id).lines.map(({ cell }) => cell.value);
const grid = (id: string, at: number): number[][] =>
  screenOf(id).grids[at]?.cells.map((row) => row.map(({ value }) => value)) ?? [];

function expectClose(found: readonly number[], wanted: readonly number[], digits = 3): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));
}

describe('the figures of the worked example', () => {
  it('W1: affine, 2 bits', () => {
    expectClose(lines('W1.1'), [2.12, -1.08, 1.0667, -1]);
    expect(grid('W1.2', 1)).toEqual([
      [1, -2, 0, -1],
      [-1, -1, -2, 1],
      [-2, 1, -1, -2],
      [1, -1, 0, 0],
    ]);
    expectClose(lines('W1.2'), [0.863]);
    expect(screenOf('W1.2').lesson).toContain('0.626');
  });
  it('W2: symmetric, 2 bits', () => {
    expect(grid('W2.1', 1)).toEqual([
      [1, 0, 1, 0],
      [0, 0, -1, 1],
      [0, 1, 0, 0],
      [1, 0, 1, 1],
    ]);
    expectClose(lines('W2.1'), [2.12, 2.2846]);
    expectClose(grid('W2.1', 2)[0] ?? [], [1.379, 1.104, 1.929, 0.8075]);
    expectClose(grid('W2.2', 1)[0] ?? [], [2.09, 2.12, 1.92, 1.87]);
    expect(grid('W2.2', 2)[2]).toEqual([0, 1, 0, -1]);
    expectClose(lines('W2.2'), [2.0795]);
    expectClose(grid('W2.2', 3)[0] ?? [], [1.341, 1.104, 1.62, 0.26]);
    expectClose(lines('W2.3'), [8, 1.7], 2);
    expectClose(grid('W2.3', 0)[1] ?? [], [0.699, 0.71]);
  });
  it('W3: k-means', () => {
    expectClose(grid('W3.1', 1)[0] ?? [], [-1, 0, 1.5, 2]);
    expect(grid('W3.1', 2)).toEqual([
      [3, 0, 2, 1],
      [1, 1, 0, 3],
      [0, 3, 1, 0],
      [3, 1, 2, 2],
    ]);
    expectClose(lines('W3.1'), [0.305]);
    expect(screenOf('W3.1').lesson).toMatch(/0\.0932.*0\.776 becomes 0\.093/);
    expectClose(lines('W3.2'), [32, 128, 512, 3.2]);
    expect(screenOf('W3.2').lesson).toContain('stores 160 bits');
    expectClose(grid('W3.3', 2)[0] ?? [], [-0.03, 0.04, 0.02, 0.04]);
    expectClose(grid('W3.3', 2)[1] ?? [], [-0.97, -0.04, 1.48, 1.96]);
  });
  it('W4: binary and ternary', () => {
    expectClose(lines('W4.1'), [16.78, 1.04875, 9.2832, 9.2452]);
    expect(screenOf('W4.1').lesson).toMatch(/9\.283 to 9\.245.*8\.885/);
    expectClose(lines('W4.2'), [0.734, 11, 1.5]);
    expect(screenOf('W4.2').lesson).toMatch(/3\.041 to 1\.447.*1\.373/);
  });
  it('W5: clipping', () => {
    const table = grid('W5.1', 0);
    expectClose(
      table.map((row) => row[2] ?? NaN),
      [5.219, 4.403, 3.083, 2.203, 2.093, 2.203, 3.083, 4.843],
    );
    expectClose(
      table.map((row) => row[0] ?? NaN),
      [0, 0.022, 0.206, 0.686, 1.047, 1.517, 2.877, 4.804],
    );
    expectClose(grid('W5.2', 0)[0] ?? [], [1.199, 1.739, 1.882, 1.874]);
    expect(screenOf('W5.2').lesson).toContain('1.879');
  });
  it('W6: a block, and two levels of scale', () => {
    expect(grid('W6.1', 1).flat()).toEqual([0, 1, 1, 0, 1, 1, 1, 1]);
    expect(grid('W6.1', 2).flat()).toEqual([2, -1, 3, 0, 0, 0, -1, 2, -2, 3, 0, -2, 3, 0, 3, 3]);
    expect(lines('W6.1')[0]).toBe(1);
    expect(screenOf('W6.1').lesson).toMatch(/0\.619 .*0\.197 .*0\.0218/);
    expectClose(lines('W6.2'), [0.02019, 0.287]);
    expect(grid('W6.2', 1)[0]).toEqual([15, 15, 14, 13]);
    expect(screenOf('W6.2').lesson).toContain('2.105');
  });
  it('W7: XNOR and popcount', () => {
    expect(grid('W7.1', 0)).toEqual([
      [1, 0, 1, 1],
      [1, 0, 0, 1],
      [1, 1, 0, 1],
    ]);
    expect(lines('W7.1')).toEqual([4, 3, 2]);
    expect(grid('W7.2', 0)[2]?.join('')).toBe('00101001');
    expect(lines('W7.2')).toEqual([8, 3, -2]);
  });
});

describe('blanks', () => {
  it('are on every screen, under keys of their own', () => {
    for (const screen of screens) expect(blanksOf(screen).size, screen.id).toBeGreaterThanOrEqual(1);
  });
  it('accept what they show', () => {
    const all: Cell[] = screens.flatMap((screen) => [...blanksOf(screen).values()]);
    for (const cell of all) expect(judge(cell, written(cell))).toBe('right');
  });
  it('want whole numbers exactly, and others within the tolerance', () => {
    expect(judge(whole(-2), '−2')).toBe('right');
    expect(judge(whole(-2), '-1.99')).toBe('wrong');
    expect(judge(real(1.0667), String(1.0667 + TOLERANCE))).toBe('right');
    expect(judge(real(1.0667), '1,08')).toBe('right');
    expect(judge(real(1.0667), '1.09')).toBe('wrong');
    expect(judge(real(1), ' ')).toBe('empty');
    expect(judge(real(1), 'one')).toBe('wrong');
  });
});
