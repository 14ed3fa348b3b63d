import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSimdKernels, plainKernels } from './index';

const both = [plainKernels, createSimdKernels()];
// Blocks of 4 and strips of 16 columns, whole and cut off.
const size = fc.integer({ min: 0, max: 40 });

it('transposition moves every bit pattern to its place and back', () => {
  fc.assert(
    fc.property(size, size, fc.boolean(), fc.integer(), (rows, columns, floats, seed) => {
      // As floats every third pattern is a NaN with a payload, which must survive.
      const pattern = (i: number) => Math.imul(seed + i, 0x9e3779b1) | (i % 3 === 0 ? 0x7f800000 : 0);
      const bits = Int32Array.from({ length: rows * columns }, (_, i) => pattern(i));
      const expected = Int32Array.from(bits, (_, i) => bits[(i % rows) * columns + Math.floor(i / rows)]!);
      const data = floats ? new Float32Array(bits.buffer) : bits;
      for (const kernels of both) {
        const moved = kernels.transposeToChannelMajor(data, rows, columns);
        expect(new Int32Array(moved.buffer)).toEqual(expected);
        const back = kernels.transposeFromChannelMajor(moved, rows, columns);
        expect(back.constructor).toBe(data.constructor);
        expect(new Int32Array(back.buffer)).toEqual(bits);
      }
    }),
  );
});
