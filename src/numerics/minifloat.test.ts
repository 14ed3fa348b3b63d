import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import laws from '../../reference/cases/formats/laws.json';
import {
  castToMinifloat,
  largestCode,
  magnitudeCoder,
  magnitudeOf,
  magnitudesOf,
  MINIFLOATS,
  nanCode,
  type MinifloatName,
} from './minifloat';

const names = Object.keys(MINIFLOATS) as MinifloatName[];

describe.each(names)('%s', (name) => {
  const format = MINIFLOATS[name];
  const magnitudes = magnitudesOf(format);
  const codeOf = magnitudeCoder(format);

  it('lists the values of the standard', () => {
    const law = laws.cases.find(({ id }) => id === `law/values-${name.toLowerCase()}`);
    const fixedPoint = Array.from({ length: 128 }, (_, k) => k / 64);
    const want = law === undefined ? fixedPoint : (law.expected as { nonNegativeValues: number[] }).nonNegativeValues;
    expect(Array.from(magnitudes)).toEqual(want);
  });

  it('casts each of its values to itself, and finds its code', () => {
    magnitudes.forEach((v, code) => {
      expect(castToMinifloat(v, format, true)).toBe(v);
      expect(castToMinifloat(-v, format, true)).toBe(0 - v);
      expect(codeOf(v)).toBe(code);
    });
  });

  it('casts to the nearest value, to the even code between two', () => {
    const top = magnitudes[magnitudes.length - 1]!;
    fc.assert(
      fc.property(fc.double({ min: 0, max: top, noNaN: true }), fc.nat(magnitudes.length - 2), (any, at) => {
        for (const v of [any, (magnitudes[at]! + magnitudes[at + 1]!) / 2]) {
          const got = castToMinifloat(v, format, true);
          const nearest = Math.min(...Array.from(magnitudes, (m) => Math.abs(m - v)));
          const near = Array.from(magnitudes.keys()).filter((code) => Math.abs(magnitudes[code]! - v) === nearest);
          const want = near.find((code) => near.length === 1 || code % 2 === 0)!;
          if (got !== magnitudes[want] || codeOf(v) !== want) return false;
        }
        return true;
      }),
    );
  });

  it('keeps NaN and saturates', () => {
    const top = magnitudes[magnitudes.length - 1];
    expect(castToMinifloat(Number.NaN, format, true)).toBeNaN();
    expect(castToMinifloat(Infinity, format, true)).toBe(top);
    expect(castToMinifloat(-1e30, format, true)).toBe(-top!);
  });
});

describe('codes that are no numbers', () => {
  it('follow the largest', () => {
    expect(magnitudeOf(MINIFLOATS.E4M3, 127)).toBeNaN();
    expect([nanCode(MINIFLOATS.E4M3), largestCode(MINIFLOATS.E4M3)]).toEqual([127, 126]);
    expect(magnitudeOf(MINIFLOATS.E5M2, 124)).toBe(Infinity);
    expect(magnitudeOf(MINIFLOATS.E5M2, 125)).toBeNaN();
    expect(nanCode(MINIFLOATS.E2M1)).toBeNull();
  });
});
