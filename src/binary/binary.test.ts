import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sign } from './gradients';
import { packSigns, packTernary, signDot, ternaryDot } from './pack';
import { ternaryOptimum } from './ternary-optimum';

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0) + 0;
const pairs = <T>(value: fc.Arbitrary<T>) => fc.array(fc.tuple(value, value), { maxLength: 200 });

describe('packed dot products', () => {
  it('equal the float dot product of the signs, at any length', () => {
    fc.assert(
      fc.property(pairs(fc.double({ min: -2, max: 2, noNaN: true })), (values) => {
        const [a, b] = [values.map(([x]) => x), values.map(([, y]) => y)];
        const packed = signDot(packSigns(a), packSigns(b), values.length);
        expect(packed.dot).toBe(dot(a.map(sign), b.map(sign)));
        expect(packed.agreeing + packed.differing).toBe(values.length);
      }),
    );
  });

  it('equal the float dot product of ternary values', () => {
    fc.assert(
      fc.property(pairs(fc.constantFrom(-1, 0, 1)), (values) => {
        const [a, b] = [values.map(([x]) => x), values.map(([, y]) => y)];
        expect(ternaryDot(packTernary(a), packTernary(b))).toBe(dot(a, b));
      }),
    );
  });
});

describe('ternaryOptimum', () => {
  it('is at least as good as every threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 30 }), (w) => {
        const { objective } = ternaryOptimum(w);
        for (const threshold of [0, ...w.map(Math.abs)]) {
          const kept = w.map(Math.abs).filter((x) => x > threshold);
          const sum = kept.reduce((total, x) => total + x, 0);
          if (kept.length > 0) expect(objective).toBeGreaterThanOrEqual((sum * sum) / kept.length - 1e-9);
        }
      }),
    );
  });

  it('keeps nothing of zeros, without NaN', () => {
    expect(ternaryOptimum([0, 0])).toEqual({ kept: 0, alpha: 0, objective: 0 });
  });
});
