import { describe, expect, it } from 'vitest';
import { quantile, time } from './measure';

describe('quantile', () => {
  it('is the nearest-rank quantile', () => {
    const samples = [15, 20, 35, 40, 50];
    expect([0.05, 0.3, 0.4, 0.5, 1].map((p) => quantile(samples, p))).toEqual([15, 20, 20, 35, 50]);
  });

  it('of nothing is not a number', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('time', () => {
  it('warms up once and then runs at least three times', async () => {
    let calls = 0;
    const timing = await time(() => {
      calls += 1;
    });
    expect(timing.runs).toBeGreaterThanOrEqual(3);
    expect(calls).toBe(timing.runs + 1);
    expect(timing.best).toBeLessThanOrEqual(timing.median);
  });
});
