import { describe, expect, it } from 'vitest';
import { placeLabel } from './place';

const bounds = { x: 0, y: 0, width: 200, height: 100 };
const free = { bounds, boxes: [], lines: [] };

describe('placeLabel', () => {
  it('puts a label right of its marker when nothing is in the way', () => {
    expect(placeLabel({ x: 50, y: 50 }, 40, 12, 10, free)).toEqual({ x: 60, y: 46, width: 40, height: 12 });
  });

  it('stays inside the plot', () => {
    const box = placeLabel({ x: 190, y: 95 }, 40, 12, 10, free);
    expect(box.x + box.width).toBeLessThanOrEqual(200);
    expect(box.y + box.height).toBeLessThanOrEqual(100);
  });

  it('avoids another label', () => {
    const other = { x: 60, y: 46, width: 40, height: 12 };
    const box = placeLabel({ x: 50, y: 50 }, 40, 12, 10, { ...free, boxes: [other] });
    expect(box.y >= 58 || box.x + 40 <= 60 || box.y + 12 <= 46).toBe(true);
  });

  it('avoids a line that passes through the first place without a corner in it', () => {
    const line = [
      { x: 55, y: 0 },
      { x: 105, y: 100 },
    ];
    expect(placeLabel({ x: 50, y: 50 }, 40, 12, 10, { ...free, lines: [line] }).x).toBeLessThan(50);
  });
});
