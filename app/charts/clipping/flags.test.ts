import { describe, expect, it } from 'vitest';
import { type Flag, type FlagInput, placeFlags } from './flags';

const bounds = { left: 50, right: 900 };
const at = (...xs: readonly number[]): FlagInput[] => xs.map((x, i) => ({ id: String(i), x, width: 90 }));

/** Pairs in which a label covers a label or a line passes through a label. */
function collisions(flags: readonly Flag[]): number {
  let found = 0;
  for (const a of flags)
    for (const b of flags) {
      if (a === b) continue;
      if (a.lane === b.lane && a.from < b.to && b.from < a.to) found++;
      if (a.lane >= b.lane && a.x > b.from && a.x < b.to) found++;
    }
  return found;
}

describe('placeFlags', () => {
  it('needs one lane for lines that are far apart', () => {
    const flags = placeFlags(at(100, 300, 600, 850), bounds);
    expect(flags.map((flag) => flag.lane)).toEqual([0, 0, 0, 0]);
    expect(flags[3]?.anchor).toBe('end');
  });

  it.each([
    ['a cluster at the left', [60, 62, 64, 70, 75, 80, 90, 700]],
    ['a cluster at the right', [100, 820, 830, 835, 850, 880, 885, 890]],
    ['all at one place', [400, 400, 400, 400, 400]],
    ['evenly close', [300, 330, 360, 390, 420, 450, 480, 510, 540]],
  ])('has no collisions with %s', (_, xs) => {
    const flags = placeFlags(at(...xs), bounds);
    // Equal places cannot be crossed by each other's line: their lines are the same one.
    expect(collisions(flags)).toBe(0);
    expect(flags.every(({ from, to }) => from >= bounds.left && to <= bounds.right)).toBe(true);
    expect(flags.map((flag) => flag.id)).toEqual(xs.map((_x, i) => String(i)));
  });

  it('finds a place on a phone, where labels fit on one side only', () => {
    const widths = [80, 110, 95, 114, 75, 90];
    const inputs = [274, 275, 276, 298, 318, 369].map((x, i) => ({ id: String(i), x, width: widths[i] ?? 0 }));
    const flags = placeFlags(inputs, { left: 4, right: 388 });
    expect(collisions(flags)).toBe(0);
    expect(flags.every(({ from, to }) => from >= 4 && to <= 388)).toBe(true);
  });

  it('uses both sides of two close lines before a second lane', () => {
    const flags = placeFlags(at(400, 406), bounds);
    expect(flags.map((flag) => [flag.anchor, flag.lane])).toEqual([
      ['end', 0],
      ['start', 0],
    ]);
  });
});
