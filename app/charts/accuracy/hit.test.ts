import { describe, expect, it } from 'vitest';
import { hitAreas } from './hit';

const corners = (path: string) =>
  [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

describe('hitAreas', () => {
  it('reaches 16 pixels around a lone mark', () => {
    const area = corners(hitAreas([{ x: 100, y: 50 }])[0]!);
    expect(area.length).toBeGreaterThanOrEqual(12);
    for (const { x, y } of area) expect(Math.hypot(x - 100, y - 50)).toBeCloseTo(16, 0);
  });

  it('splits the space between two close marks in the middle', () => {
    const [left, right] = hitAreas([
      { x: 100, y: 50 },
      { x: 104, y: 50 },
      { x: 300, y: 90 },
    ]);
    expect(Math.max(...corners(left!).map(({ x }) => x))).toBeCloseTo(102, 0);
    expect(Math.min(...corners(right!).map(({ x }) => x))).toBeCloseTo(102, 0);
    expect(Math.min(...corners(left!).map(({ x }) => x))).toBeCloseTo(84, 0);
  });

  it('has no area for a mark exactly below another, and none without marks', () => {
    const areas = hitAreas([
      { x: 1, y: 1 },
      { x: 1, y: 1 },
      { x: 50, y: 40 },
      { x: 9, y: 80 },
    ]);
    expect(areas.filter((path) => path === '')).toHaveLength(1);
    expect(hitAreas([])).toEqual([]);
  });
});
