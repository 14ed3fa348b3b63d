import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedFloats } from './sort';

it('orders as comparing does, zeros of both signs and infinities included', () => {
  const many = fc.float32Array({ minLength: 1000, maxLength: 3000, noNaN: true });
  fc.assert(
    fc.property(many, (data) => {
      const before = data.slice();
      expect(sortedFloats(data)).toEqual(data.slice().sort());
      expect(data).toEqual(before);
    }),
    { numRuns: 30 },
  );
});

it('orders few values', () => {
  expect(Array.from(sortedFloats(Float32Array.of(3, -1, 0)))).toEqual([-1, 0, 3]);
});
