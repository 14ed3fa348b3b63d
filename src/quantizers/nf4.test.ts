import { expect, it } from 'vitest';
import { choose } from '../experiment/techniques';
import { plainKernels } from '../kernels/index';
import { NF4_VALUES, nf4 } from './nf4';

const recipe = {
  quantizer: choose('quantizer', 'nf4', { blockSize: 1024 }),
  granularity: choose('granularity', 'tensor'),
  clipper: choose('clipper', 'minmax'),
  rounder: choose('rounder', 'nearest-even'),
};

it('counts the midpoints strictly below, next to every midpoint and at every edge of a cell', () => {
  const midpoints = NF4_VALUES.slice(1).map((value, i) => ((NF4_VALUES[i] ?? 0) + value) / 2);
  const edges = Array.from({ length: 33 }, (_, i) => i / 16 - 1);
  const near = [...midpoints, ...edges].flatMap((x) => [-2, -1, 0, 1, 2].map((ulps) => x + ulps * 2 ** -25));
  const data = Float32Array.from([1, ...near.filter((x) => Math.abs(x) <= 1), NaN, -0]);
  const tensor = { data, shape: [data.length, 1], layout: 'dense' } as const;
  const context = { kernels: plainKernels, seed: 1 };
  const { codes, values } = nf4.encode(tensor, nf4.fit(tensor, recipe, context), recipe, context);
  data.forEach((x, i) => {
    const code = Number.isNaN(x) ? 7 : midpoints.filter((midpoint) => midpoint < x).length;
    expect(codes[i]).toBe(code);
    expect(values[i]).toBe(Math.fround(NF4_VALUES[code] ?? NaN));
  });
});
