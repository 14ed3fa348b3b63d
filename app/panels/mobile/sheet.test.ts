import { describe, expect, it } from 'vitest';
import { SHEET_STOPS, nearestStop, nextStop, stopHeight, stopLength } from './sheet';

describe('the stops of the recipe sheet', () => {
  it('grow from peek to full and leave the results in sight', () => {
    const heights = SHEET_STOPS.map((stop) => stopHeight(stop, 844));
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(heights.at(-1)).toBeLessThan(844 - 140);
  });

  it('are the same as lengths of CSS', () => {
    expect(SHEET_STOPS.map(stopLength)).toEqual(['64px', '28dvh', '80dvh']);
    expect(SHEET_STOPS.map((stop) => stopHeight(stop, 1000))).toEqual([64, 280, 800]);
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
