import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundDown, roundHalfAway, roundHalfEven, roundingFunctions, roundTowardZero, roundUp } from './round';

const LARGEST_BELOW_HALF = 0.49999999999999994;
const everyDouble = fc.double();
const halves = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((n) => n + 0.5);

/** Round half to even on exact fractions of 2^64, in integers only. */
function halfEvenByBigInt(v: number): number {
  const shift = 64n;
  const scaled = BigInt(v * 2 ** 32) * 2n ** 32n;
  const floor = scaled >> shift;
  const rest = scaled - (floor << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && floor % 2n !== 0n);
  return Number(up ? floor + 1n : floor);
}

describe('roundHalfEven', () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [3.5, 4],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [-3.5, -4],
    [LARGEST_BELOW_HALF, 0],
    [-LARGEST_BELOW_HALF, 0],
    [0.5000000000000001, 1],
    [2 ** 51 + 0.5, 2 ** 51],
    [2 ** 51 + 1.5, 2 ** 51 + 2],
    [2 ** 52 - 0.5, 2 ** 52],
    [2 ** 52 + 1, 2 ** 52 + 1],
    [-(2 ** 52) - 1, -(2 ** 52) - 1],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [5e-324, 0],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ])('%d -> %d', (v, want) => {
    expect(roundHalfEven(v)).toBe(want);
  });

  it('agrees with integer arithmetic', () => {
    // Multiples of 2^-32 below 2^20 are exact in float64 and in the integer reference.
    const multiples = fc.integer({ min: -(2 ** 51), max: 2 ** 51 }).map((n) => n * 2 ** -32);
    fc.assert(fc.property(multiples, (v) => roundHalfEven(v) === halfEvenByBigInt(v)));
  });

  it('sends every tie to an even integer half away', () => {
    fc.assert(
      fc.property(halves, (v) => Math.abs(roundHalfEven(v) % 2) === 0 && Math.abs(roundHalfEven(v) - v) === 0.5),
    );
  });
});

describe('roundHalfAway', () => {
  it.each([
    [0.5, 1],
    [2.5, 3],
    [-0.5, -1],
    [-2.5, -3],
    [LARGEST_BELOW_HALF, 0],
    [-LARGEST_BELOW_HALF, 0],
    [2 ** 51 + 0.5, 2 ** 51 + 1],
    [2 ** 52 + 1, 2 ** 52 + 1],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ])('%d -> %d', (v, want) => {
    expect(roundHalfAway(v)).toBe(want);
  });

  it('is odd and moves ties away from zero', () => {
    fc.assert(
      fc.property(
        halves,
        (v) => roundHalfAway(v) === 0 - roundHalfAway(-v) && Math.abs(roundHalfAway(v)) > Math.abs(v),
      ),
    );
  });
});

describe('directed rounding', () => {
  it.each([
    [1.7, 1, 2, 1],
    [-1.7, -2, -1, -1],
    [-0.3, -1, 0, 0],
    [0.3, 0, 1, 0],
  ])('%d -> floor %d, ceil %d, toward zero %d', (v, down, up, zero) => {
    expect([roundDown(v), roundUp(v), roundTowardZero(v)]).toEqual([down, up, zero]);
  });
});

describe.each(Object.entries(roundingFunctions))('%s', (_name, round) => {
  it('gives an integer at most one away, never -0, and is idempotent', () => {
    fc.assert(
      fc.property(everyDouble, (v) => {
        const r = round(v);
        if (!Number.isFinite(v)) return Object.is(r, v);
        return Number.isInteger(r) && Math.abs(r - v) <= 1 && !Object.is(r, -0) && round(r) === r;
      }),
    );
  });

  it('never decreases', () => {
    const pair = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }));
    fc.assert(fc.property(pair, ([a, b]) => round(Math.min(a, b)) <= round(Math.max(a, b))));
  });
});
