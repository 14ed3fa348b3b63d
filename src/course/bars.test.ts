import { describe, expect, it } from 'vitest';
import { type Bar, BAR_IDS, barOf, barsOf, meetsBars } from './bars';

/** How far a value lies on the right side of its bar. */
const margin = ({ is, bar }: Bar, value: number): number => (is === 'at least' ? value - bar : bar - value);

const valuesOf = (id: string, which: 'solution' | 'naive') =>
  Object.fromEntries(barsOf(id).bars.map((bar) => [bar.quantity, bar[which]]));

describe.each(BAR_IDS)('the bars of %s', (id) => {
  const { bars } = barsOf(id);

  it('are met by the reference solution, by twice its standard error', () => {
    expect(meetsBars(id, valuesOf(id, 'solution'))).toBe(true);
    for (const bar of bars) expect(margin(bar, bar.solution)).toBeGreaterThanOrEqual(2 * bar.solutionError);
  });

  it('are missed by the naive attempt, one of them by twice its standard error', () => {
    expect(meetsBars(id, valuesOf(id, 'naive'))).toBe(false);
    const short = bars.map((bar) => -margin(bar, bar.naive) - 2 * bar.naiveError);
    expect(Math.max(...short)).toBeGreaterThanOrEqual(0);
  });
});

it('are missed where a value was not measured, and unknown for other steps', () => {
  expect(meetsBars('2.2', {})).toBe(false);
  expect(barOf('2.2', 'gain')).toBeGreaterThan(0);
  expect(() => barOf('2.2', 'colour')).toThrow(RangeError);
  expect(() => barsOf('9.9')).toThrow(RangeError);
});
