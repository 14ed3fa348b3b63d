import { describe, expect, it } from 'vitest';
import { drawSample } from '../numerics/samples';
import { clippedBeyond, tailsOf } from './tails';

/** One pass over the data, as the definition says it. */
function byPass(data: Float32Array, threshold: number, high: number, low: number) {
  let [count, error] = [0, 0];
  for (const x of data) {
    if (!Number.isFinite(x) || Math.abs(x) <= threshold) continue;
    count++;
    error += (Math.abs(x) - (x > 0 ? high : low)) ** 2;
  }
  return { count, error };
}

describe('clippedBeyond', () => {
  it.each([0, 0.3, 1, 2.5, 100])('equals a pass over the data at threshold %d', (threshold) => {
    const data = drawSample('laplace', 5000, 1, false);
    const tails = tailsOf(data);
    for (const [high, low] of [
      [threshold, threshold],
      [threshold * 0.9, threshold],
    ] as const) {
      const expected = byPass(data, threshold, high, low);
      const found = clippedBeyond(tails, { from: threshold, level: high }, { from: threshold, level: low });
      expect(found.count).toBe(expected.count);
      expect(found.error).toBeCloseTo(expected.error, 6);
    }
  });

  it('leaves out what is not finite, and finds nothing in nothing', () => {
    const tails = tailsOf(Float32Array.of(NaN, Infinity, -Infinity, 0, 2, -3));
    const ends = [
      { from: 1, level: 1 },
      { from: 1, level: 1 },
    ] as const;
    expect(clippedBeyond(tails, ...ends)).toEqual({ count: 2, error: 5 });
    expect(clippedBeyond(tailsOf(new Float32Array(0)), ...ends)).toEqual({ count: 0, error: 0 });
  });

  it('clips all that is negative when there is no code below zero', () => {
    const tails = tailsOf(Float32Array.of(-0.5, -2, 0.5));
    expect(clippedBeyond(tails, { from: 1, level: 1 }, { from: 0, level: 0 })).toEqual({ count: 2, error: 4.25 });
  });
});
