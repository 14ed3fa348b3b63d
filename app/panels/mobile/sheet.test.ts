import { describe, expect, it } from 'vitest';
import { SHEET_STOPS, nearestStop, nextStop, stopHeight } from './sheet';

describe('the stops of the recipe sheet', () => {
  it('grow from peek to full and leave the results in sight', () => {
    const heights = SHEET_STOPS.map((stop) => stopHeight(stop, 844));
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(heights.at(-1)).toBeLessThan(844 - 140);
  });

  it('catch a drag at the nearest stop', () => {
    for (const stop of SHEET_STOPS) expect(nearestStop(stopHeight(stop, 844) + 20, 844)).toBe(stop);
    expect(nearestStop(0, 844)).toBe('peek');
    expect(nearestStop(2000, 844)).toBe('full');
  });

  it('go round when the handle is pressed', () => {
    expect(nextStop('peek')).toBe('half');
    expect(nextStop('full')).toBe('peek');
  });
});
