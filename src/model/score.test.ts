import { describe, expect, it } from 'vitest';
import { confusion, countChanged, countCorrect, wilson95 } from './score';

describe('wilson95', () => {
  // Newcombe 1998 (Statistics in Medicine 17, 857-872), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('agrees with the published interval of %i of %i', (correct, n, low, high) => {
    const interval = wilson95(correct, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is symmetric in right and wrong, and holds the share', () => {
    for (const correct of [0, 1, 500, 1999, 2000]) {
      const [right, wrong] = [wilson95(correct, 2000), wilson95(2000 - correct, 2000)];
      expect(right.low).toBeCloseTo(1 - wrong.high, 12);
      expect(right.low).toBeLessThanOrEqual(correct / 2000);
      expect(right.high).toBeGreaterThanOrEqual(correct / 2000);
    }
  });

  it('knows nothing without images', () => {
    expect(wilson95(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('counts', () => {
  const labels = Uint8Array.of(0, 1, 2, 2);
  const predictions = Uint8Array.of(0, 2, 2, 1);

  it('counts the right and the changed ones', () => {
    expect(countCorrect(predictions, labels)).toBe(2);
    expect(countChanged(predictions, labels)).toBe(2);
    expect(() => countCorrect(predictions, labels.subarray(1))).toThrow(RangeError);
    expect(() => countChanged(predictions, labels.subarray(1))).toThrow(RangeError);
  });

  it('puts labels in rows and predictions in columns', () => {
    expect([...confusion(predictions, labels, 3)]).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 1]);
    expect(() => confusion(predictions, labels, 2)).toThrow(RangeError);
  });
});
