import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedPointOf } from './fixed-point';
import { type Geometry, accumulate, centred } from './layer';
import type { IntegerLayer } from './plan';
import { averagePoolCodes, maxPoolCodes } from './pool';
import { termsOf } from './terms';

const geometry = (depthwise: boolean, multiplier: number): Geometry => ({
  depthwise,
  from: [5, 4, 3],
  to: [3, 2, depthwise ? 3 * multiplier : 4],
  size: [3, 2],
  strides: [2, 2],
  dilation: [1, 1],
  borders: { rows: [1, 1], columns: [0, 0] },
});

/** Every product written out, with the code of real 0 in the padding. */
function naive(g: Geometry, x: Int32Array, zx: number, w: Int32Array, zw: number, at: readonly number[]): number {
  const [row = 0, column = 0, o = 0] = at;
  let sum = 0;
  for (let i = 0; i < g.size[0]; i++)
    for (let j = 0; j < g.size[1]; j++)
      for (let c = 0; c < g.from[2]; c++) {
        const multiplier = g.to[2] / g.from[2];
        if (g.depthwise && Math.floor(o / multiplier) !== c) continue;
        const [y, z] = [row * g.strides[0] + i - g.borders.rows[0], column * g.strides[1] + j];
        const inside = y >= 0 && y < g.from[0] && z >= 0 && z < g.from[1];
        const code = inside ? (x[(y * g.from[1] + z) * g.from[2] + c] ?? 0) : zx;
        const point = i * g.size[1] + j;
        const weight = g.depthwise ? w[point * g.to[2] + o] : w[(point * g.from[2] + c) * g.to[2] + o];
        sum += (code - zx) * ((weight ?? 0) - zw);
      }
  return sum;
}

const byte = fc.integer({ min: 0, max: 255 });
const codes = (length: number) =>
  fc.array(byte, { minLength: length, maxLength: length }).map((v) => Int32Array.from(v));

describe.each([
  ['convolution', geometry(false, 1)],
  ['depthwise convolution', geometry(true, 2)],
] as const)('a %s', (_name, g) => {
  const weights = g.size[0] * g.size[1] * (g.depthwise ? g.to[2] : g.from[2] * g.to[2]);

  it('sums what the written-out products sum, and its terms add up to the same', () => {
    fc.assert(
      fc.property(codes(60), codes(weights), byte, byte, fc.nat({ max: g.to[2] - 1 }), (x, w, zx, zw, channel) => {
        const kernel = { codes: w, zeroPoints: [zw], scales: [0.01] };
        const bias = Int32Array.from({ length: g.to[2] }, (_, o) => 10 * o - 7);
        const sums = accumulate(g, x, zx, centred(kernel, g.to[2]), bias);
        for (const [row, column] of [
          [0, 0],
          [1, 1],
          [2, 0],
        ] as const) {
          const want = naive(g, x, zx, w, zw, [row, column, channel]) + (bias[channel] ?? 0);
          expect(sums[(row * g.to[1] + column) * g.to[2] + channel]).toBe(want);
          const value = { scale: 0.5, zeroPoint: zx, qmin: 0, qmax: 255 };
          const layer: IntegerLayer = {
            name: 'layer',
            geometry: g,
            input: value,
            kernel,
            weights: centred(kernel, g.to[2]),
            bias,
            output: value,
            multipliers: [0.01],
            fixed: [fixedPointOf(0.01)],
            bounds: [zx, 255],
          };
          const terms = termsOf(layer, x, [row, column, channel]);
          expect(terms.accumulator).toBe(want);
          expect(terms.output?.scaled).toBeCloseTo(want * 0.01, -0.3);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('pools of codes', () => {
  const g: Geometry = {
    ...geometry(true, 1),
    from: [2, 2, 1],
    to: [1, 1, 1],
    size: [2, 2],
    borders: { rows: [0, 0], columns: [0, 0] },
  };

  it('take the largest, and the mean with halves away from zero', () => {
    expect(maxPoolCodes(g, Int32Array.of(-3, 7, 2, 5))).toEqual(Int32Array.of(7));
    expect(averagePoolCodes(g, Int32Array.of(1, 2, 2, 5))).toEqual(Int32Array.of(3));
    expect(averagePoolCodes(g, Int32Array.of(-1, -2, -2, -5))).toEqual(Int32Array.of(-3));
  });

  it('leave the padding out', () => {
    const padded: Geometry = { ...g, to: [2, 1, 1], strides: [1, 2], borders: { rows: [0, 1], columns: [0, 0] } };
    expect(averagePoolCodes(padded, Int32Array.of(10, 10, 4, 6))).toEqual(Int32Array.of(8, 5));
    expect(maxPoolCodes(padded, Int32Array.of(-1, -1, -4, -6))).toEqual(Int32Array.of(-1, -4));
  });
});
