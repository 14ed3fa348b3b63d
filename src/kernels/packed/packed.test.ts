import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sign } from '../../binary/gradients';
import {
  loadPackedKernels,
  outputSize,
  type PackedSigns,
  type PackedTernary,
  type PatchGeometry,
  placeFloats,
  plainPackedKernels,
} from './index';

const simd = loadPackedKernels();
const both = [simd, plainPackedKernels];
const numbers = fc.oneof(
  fc.float({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(0, -0, Infinity, -Infinity, NaN, 1e-38),
);
const matrix = (rows: number, columns: number, value: fc.Arbitrary<number> = numbers) =>
  fc.array(value, { minLength: rows * columns, maxLength: rows * columns }).map((list) => Float32Array.from(list));
const ternary = fc.constantFrom(-1, 0, 1);

const dot = (a: Float32Array, b: Float32Array, length: number, of: (x: number) => number): number[] => {
  const out: number[] = [];
  for (let i = 0; i < a.length; i += length)
    for (let j = 0; j < b.length; j += length)
      out.push(a.subarray(i, i + length).reduce((sum, x, k) => sum + of(x) * of(b[j + k]!), 0) + 0);
  return out;
};
/** NaN packs as a bit that is not set. */
const signOf = (x: number): number => (Number.isNaN(x) ? -1 : sign(x));
const sizes = fc.record({ m: fc.integer({ min: 1, max: 5 }), n: fc.integer({ min: 1, max: 9 }), k: fc.nat(300) });

describe('packed products', () => {
  it('of signs are the dot products of the signs, in both implementations', () => {
    fc.assert(
      fc.property(
        sizes.chain(({ m, n, k }) => fc.tuple(fc.constant([m, n, k] as const), matrix(m, k), matrix(n, k))),
        ([[m, n, k], a, b]) => {
          const [left, right] = [simd.packSigns(a, m, k), simd.packSigns(b, n, k)];
          expect(plainPackedKernels.packSigns(a, m, k)).toEqual(left);
          const want = k === 0 ? Array.from({ length: m * n }, () => 0) : dot(a, b, k, signOf);
          for (const kernels of both) expect([...kernels.place(left, right).read()]).toEqual(want);
        },
      ),
    );
  });

  it('of ternary values are their dot products, in both implementations', () => {
    fc.assert(
      fc.property(
        sizes.chain(({ m, n, k }) =>
          fc.tuple(fc.constant([m, n, k + 1] as const), matrix(m, k + 1, ternary), matrix(n, k + 1, ternary)),
        ),
        ([[m, n, k], a, b]) => {
          const [left, right] = [simd.packTernary(a, m, k), simd.packTernary(b, n, k)];
          expect(plainPackedKernels.packTernary(a, m, k)).toEqual(left);
          const want = dot(a, b, k, (x) => x);
          for (const kernels of both) expect([...kernels.place(left, right).read()]).toEqual(want);
        },
      ),
    );
  });

  it('stay exact where the counts of a byte would overflow', () => {
    const k = 128 * 70 + 3;
    const ones = simd.packSigns(new Float32Array(k).fill(1), 1, k);
    const minus = simd.packSigns(new Float32Array(5 * k).fill(-1), 5, k);
    expect([...simd.place(ones, minus).read()]).toEqual([-k, -k, -k, -k, -k]);
  });

  it('refuse rows that do not fit together', () => {
    const [three, four] = [3, 4].map((n) => simd.packSigns(new Float32Array(n), 1, n)) as [PackedSigns, PackedSigns];
    expect(() => simd.place(three, four)).toThrow(RangeError);
    const other = simd.packTernary(new Float32Array(3), 1, 3) as PackedTernary & PackedSigns;
    expect(() => simd.place(three, other)).toThrow(RangeError);
    expect(() => simd.packSigns(new Float32Array(5), 2, 3)).toThrow(RangeError);
  });
});

const border = fc.tuple(fc.nat(2), fc.nat(2));
const geometry: fc.Arbitrary<PatchGeometry> = fc
  .record({
    height: fc.integer({ min: 1, max: 7 }),
    width: fc.integer({ min: 1, max: 7 }),
    channels: fc.integer({ min: 1, max: 20 }),
    kernelHeight: fc.integer({ min: 1, max: 3 }),
    kernelWidth: fc.integer({ min: 1, max: 3 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    rows: border,
    columns: border,
  })
  .filter((one) => outputSize(one).height > 0 && outputSize(one).width > 0);

/** Convolution with one filter, with `outside` around the image. */
function convolved(image: Float32Array, filter: Float32Array, g: PatchGeometry, outside: number): number[] {
  const output = outputSize(g);
  return Array.from({ length: output.height * output.width }, (_, p) => {
    const top = Math.floor(p / output.width) * g.strides[0] - g.rows[0];
    const left = (p % output.width) * g.strides[1] - g.columns[0];
    return (
      filter.reduce((sum, w, i) => {
        const tap = Math.floor(i / g.channels);
        const [y, x] = [top + Math.floor(tap / g.kernelWidth), left + (tap % g.kernelWidth)];
        const inside = y >= 0 && x >= 0 && y < g.height && x < g.width;
        return sum + w * (inside ? image[(y * g.width + x) * g.channels + (i % g.channels)]! : outside);
      }, 0) + 0
    );
  });
}

describe('packed convolutions', () => {
  const signs = fc.constantFrom(-1, 1);
  const cases = (value: fc.Arbitrary<number>) =>
    geometry.chain((g) =>
      fc.tuple(
        fc.constant(g),
        matrix(g.height * g.width, g.channels, value),
        matrix(g.kernelHeight * g.kernelWidth, g.channels, value),
      ),
    );

  it('of signs are convolutions with +1 or −1 around the image', () => {
    fc.assert(
      fc.property(cases(signs), fc.constantFrom(1 as const, -1 as const), ([g, image, filter], outside) => {
        const patches = simd.packSignPatches(image, g, outside);
        expect(plainPackedKernels.packSignPatches(image, g, outside)).toEqual(patches);
        const product = simd.place(patches, simd.packSigns(filter, 1, filter.length));
        expect([...product.read()]).toEqual(convolved(image, filter, g, outside));
      }),
    );
  });

  it('of ternary values are convolutions with 0 around the image', () => {
    fc.assert(
      fc.property(cases(ternary), ([g, image, filter]) => {
        const patches = simd.packTernaryPatches(image, g);
        expect(plainPackedKernels.packTernaryPatches(image, g)).toEqual(patches);
        const product = simd.place(patches, simd.packTernary(filter, 1, filter.length));
        expect([...product.read()]).toEqual(convolved(image, filter, g, 0));
      }),
    );
  });

  it('refuse a kernel larger than the image', () => {
    const g = { height: 2, width: 2, channels: 1, kernelHeight: 3, kernelWidth: 3, strides: [1, 1] } as const;
    const none = { rows: [0, 0], columns: [0, 0] } as const;
    expect(() => simd.packSignPatches(new Float32Array(4), { ...g, ...none }, 1)).toThrow(RangeError);
  });
});

describe('placeFloats', () => {
  it('is the matrix product, also where sizes are no multiples of the tile', () => {
    const [m, k, n] = [6, 5, 11];
    const a = Float32Array.from({ length: m * k }, (_, i) => (i % 7) - 3);
    const b = Float32Array.from({ length: k * n }, (_, i) => (i % 5) - 2);
    const product = placeFloats(a, b, m, k, n);
    product?.run();
    const want = Array.from({ length: m * n }, (_, at) =>
      Array.from({ length: k }, (_v, s) => a[Math.floor(at / n) * k + s]! * b[s * n + (at % n)]!).reduce(
        (x, y) => x + y,
        0,
      ),
    );
    expect([...(product?.read() ?? [])]).toEqual(want);
  });
});
