import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSimdKernels, plainKernels } from './index';

const simdKernels = createSimdKernels();

const finite = fc.oneof(
  fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);
const element = fc.oneof({ weight: 6, arbitrary: finite }, fc.constantFrom(NaN, Infinity, -Infinity, -0));
const tensor = fc.array(element, { maxLength: 70 }).map((values) => Float32Array.from(values));
const bounds = fc.tuple(finite, finite).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

it('histogram puts each element into its bin, those outside into the end bins and NaN nowhere', () => {
  fc.assert(
    fc.property(tensor, bounds, fc.integer({ min: 1, max: 20 }), (data, [low, high], bins) => {
      const expected = new Uint32Array(bins);
      for (const x of data) {
        if (Number.isNaN(x)) continue;
        if (x <= low) expected[0]!++;
        else if (x >= high) expected[bins - 1]!++;
        else expected[Math.min(Math.floor(((x - low) * bins) / (high - low)), bins - 1)]!++;
      }
      expect(plainKernels.histogram(data, low, high, bins)).toEqual(expected);
      expect(simdKernels.histogram(data, low, high, bins)).toEqual(expected);
    }),
  );
});
