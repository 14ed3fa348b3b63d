import { describe, expect, it } from 'vitest';
import { createSimdKernels, plainKernels } from '../kernels/index';
import { drawSample } from '../numerics/samples';
import { type ClipInput, oneGroup } from './input';
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

describe.each(GRIDS)('the curve over many values, %s', (_name, grid) => {
  it('is that of quantizing every value, but for the order of the sums', () => {
    const long = drawSample('laplace', 20_001, 3, false);
    const { candidates, values, detail } = mse.trace(oneGroup(long, grid), { gridSize: 40 });
    if (detail.kind !== 'mse') throw new TypeError(detail.kind);
    const { qmin, qmax, divisor } = grid;
    const curve = plainKernels.mseCurve(long, plainKernels.absMax(long), { qmin, qmax, divisor, gridSize: 40 });
    candidates.high.forEach((high, i) => {
      const [from, to] = [Float64Array.of(candidates.low[i]!), Float64Array.of(high)];
      const one = { qmin, qmax, gridSize: 1 };
      const exact = grid.symmetric
        ? curve[i]!
        : plainKernels.mseSearchAffine(long, long.length, long.length, from, to, one).mse[0]!;
      expect(Math.abs(values[i]! / exact - 1)).toBeLessThan(1e-11);
      expect(detail.clip[i]).toBeLessThanOrEqual(values[i]!);
    });
  });
});

/** The range that the kernels find, which try every range on every value. */
function searched({ kernels, data, symmetric, qmin, qmax, divisor }: ClipInput, gridSize: number): number[] {
  const n = data.length;
  if (symmetric) {
    const top = Float32Array.of(kernels.absMax(data));
    const [threshold] = kernels.mseSearch(data, n, n, top, { qmin, qmax, divisor, gridSize }).threshold;
    return [-threshold!, threshold!];
  }
  const [from, to] = kernels.minMax(data);
  const ends = [Math.min(from, 0), Math.max(to, 0)].map((end) => Float64Array.of(end)) as [Float64Array, Float64Array];
  const { low, high } = kernels.mseSearchAffine(data, n, n, ...ends, { qmin, qmax, gridSize });
  return [low[0]!, high[0]!];
}

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
      expect([low[0], high[0]]).toEqual(searched(input, gridSize));
    }
  });
});
