import { describe, expect, it } from 'vitest';
import { createSimdKernels, plainKernels } from '../kernels/index';
import { drawSample } from '../numerics/samples';
import { oneGroup } from './input';
import { mse } from './mse';

const data = Float32Array.from({ length: 400 }, (_, i) => Math.sin(i * 78.233) ** 5 * (i % 7 === 0 ? -1.7 : 1));

const GRIDS = [
  ['restricted', { kernels: plainKernels, symmetric: true, qmin: -7, qmax: 7, divisor: 7 }],
  ['full', { kernels: plainKernels, symmetric: true, qmin: -8, qmax: 7, divisor: 8 }],
  ['midpoint', { kernels: plainKernels, symmetric: true, qmin: -8, qmax: 7, divisor: 7.5 }],
  ['affine', { kernels: plainKernels, symmetric: false, qmin: 0, qmax: 15, divisor: 15 }],
] as const;

describe.each(GRIDS)('the parts of the error, %s', (_name, grid) => {
  it('are those of the values outside and inside', () => {
    const { candidates, values, detail } = mse.trace(oneGroup(data, grid), { gridSize: 50 });
    if (detail.kind !== 'mse') throw new TypeError(detail.kind);
    candidates.high.forEach((high, i) => {
      const low = candidates.low[i]!;
      const scale = Math.fround(grid.symmetric ? high / grid.divisor : (high - low) / (grid.qmax - grid.qmin));
      const zero = grid.symmetric ? 0 : -Math.round(low / scale);
      const scales = Float32Array.of(scale);
      const { values: restored } = plainKernels.quantize(
        data, data.length, data.length, scales, Int32Array.of(zero), grid.qmin, grid.qmax, 'nearest-even',
      ); // prettier-ignore
      let [outside, inside] = [0, 0];
      data.forEach((x, j) => {
        const square = (x - restored[j]!) ** 2;
        if (x > high || x < low) outside += square;
        else inside += square;
      });
      expect(detail.clip[i]! * data.length).toBeCloseTo(outside, 9);
      expect(detail.round[i]! * data.length).toBeCloseTo(inside, 9);
      expect(values[i]! * data.length).toBeCloseTo(outside + inside, 9);
    });
  });
});

/** More values than one pass of the kernel takes, so that it leaves out thresholds on the way. */
const LONG = [
  ['a bell', (x: number) => x],
  ['heavy tails', (x: number) => x ** 5],
  ['two values', (x: number) => Math.sign(x)],
] as const;

describe.each(GRIDS)('the search over many values, %s', (_name, grid) => {
  it.each(LONG)('finds the least of the whole curve: %s', (_shape, shape) => {
    const long = drawSample('gauss', 10_001, 1, false).map(shape);
    const input = oneGroup(long, { ...grid, kernels: createSimdKernels() });
    for (const gridSize of [10, 100, 137]) {
      const { candidates, chosen } = mse.trace(input, { gridSize });
      const { low, high } = mse.ranges(input, { gridSize });
      expect([low[0], high[0]]).toEqual([candidates.low[chosen], candidates.high[chosen]]);
    }
  });
});
