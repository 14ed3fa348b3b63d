import { describe, expect, it } from 'vitest';
import { taskOf } from './registry';
import type { Measured } from './score';

const measured = (...losses: readonly number[]): Measured => ({
  predictions: new Uint8Array(0),
  losses: Float32Array.from(losses),
  of: losses.length / 2,
  correct: 0,
  changed: null,
  logitsMse: null,
});

describe.each(['output', 'weights'] as const)('the score of %s', (id) => {
  const task = taskOf(id);

  it('is the power of the values over that of their errors, of all items together', () => {
    // Errors 1 and 3 of values 100 and 300: 20 dB each; then one without error.
    expect(task.score({ own: measured(1, 100, 3, 300), float: null, n: 2 })).toMatchObject({
      value: 20,
      low: 20,
      high: 20,
    });
    const mixed = task.score({ own: measured(4, 40, 0, 360), float: null, n: 2 });
    expect(mixed).toMatchObject({ value: 20, low: 10, high: Infinity });
    expect(task.interval(mixed)).toContain('10.0 to ∞');
  });

  it('is without end for float, also where every value is zero', () => {
    expect(task.score({ own: measured(0, 0, 0, 5), float: null, n: 2 })).toMatchObject({
      value: Infinity,
      low: Infinity,
    });
  });

  it('puts every finite value on its axis', () => {
    const { domain, ticks } = task.axis([-23, 141, Infinity], 0);
    expect(domain).toEqual([-30, 150]);
    expect(ticks.length).toBeLessThan(12);
  });
});
