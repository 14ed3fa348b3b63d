import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentsOf, floorLog2, safeScale } from './float32';

describe('safeScale', () => {
  it.each([
    [0.1, Math.fround(0.1)],
    [0, 1],
    [-0, 1],
    [NaN, 1],
    [Infinity, 1],
    [-Infinity, 1],
    [1e39, 1],
    [1e-46, 1],
    [2 ** -149, 2 ** -149],
  ])('%d -> %d', (scale, want) => {
    expect(safeScale(scale)).toBe(want);
  });
});

describe('floorLog2', () => {
  it.each([
    [1, 0],
    [1.9999999999999998, 0],
    [2, 1],
    [0.9999999999999999, -1],
    [Math.fround(8 - 2 ** -21), 2],
    [2 ** -149, -149],
    [2 ** -126, -126],
    [3.4028234663852886e38, 127],
    [5e-324, -1074],
    [2 ** -1022, -1022],
    [2 ** -1022 - 5e-324, -1023],
    [Number.MAX_VALUE, 1023],
  ])('%d -> %d', (a, want) => {
    expect(floorLog2(a)).toBe(want);
  });

  it('brackets every positive number between powers of two', () => {
    const positive = fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true });
    // Doubling the power rather than raising to e + 1 lets the largest exponent overflow to Infinity.
    fc.assert(fc.property(positive, (a) => 2 ** floorLog2(a) <= a && a < 2 ** floorLog2(a) * 2));
  });

  it.each([0, -0, -1, NaN, Infinity])('throws on %d', (a) => {
    expect(() => floorLog2(a)).toThrow(RangeError);
  });
});

it('exponentsOf is floorLog2 of each float32, and below all of them for 0', () => {
  const positive = fc.float({ min: 2 ** -149, noNaN: true, noDefaultInfinity: true }).filter((x) => x > 0);
  fc.assert(
    fc.property(fc.array(positive), (list) => {
      expect([...exponentsOf(Float32Array.from([...list, 0]).subarray(1))]).toEqual(
        [...list.map(floorLog2), -150].slice(1),
      );
    }),
  );
});
