import { describe, expect, it } from 'vitest';
import { erfc, lambertW } from './special';

describe('erfc', () => {
  // DLMF, tables of section 7.
  it.each([
    [0, 1],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [3, 2.209049699858544e-5],
    [5, 1.5374597944280349e-12],
    [10, 2.088487583762545e-45],
  ])('of %d', (x, want) => {
    expect(Math.abs(erfc(x) / want - 1)).toBeLessThan(1e-13);
  });
});

describe('lambertW', () => {
  it.each([1e-12, 0.1, 1, Math.E, 12, 768, 3 * 4 ** 16])('solves w e^w = %d', (z) => {
    const w = lambertW(z);
    expect(Math.abs((w * Math.exp(w)) / z - 1)).toBeLessThan(1e-13);
  });

  it('is 0 at 0', () => {
    expect(lambertW(0)).toBe(0);
  });
});
