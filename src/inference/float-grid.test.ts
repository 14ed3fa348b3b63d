import { describe, expect, it } from 'vitest';
import { type Quantized, loadKernels } from '../kernels/index';
import { instantiateInference } from '../kernels/inference';
import { Arena } from '../kernels/simd/arena';
import { uniformStream } from '../numerics/random';
import { type CodeGrid, GridStep } from './float-grid';
import { placeOf } from './place';

const kernels = loadKernels();
const next = uniformStream(5, 'policy-search');

/** What the kernels of quantizers make of one channel. */
function quantized(data: Float32Array, scale: number, zero: number, qmin: number, qmax: number): Quantized {
  const [scales, zeros] = [Float32Array.of(scale), Int32Array.of(zero)];
  return kernels.quantize(data, data.length, data.length, scales, zeros, qmin, qmax, 'nearest-even');
}

/** Values around and on the ties of a grid, out of its range, and what is not a number. */
function awkward(count: number, scale: number): Float32Array {
  const values = Float32Array.from({ length: count }, (_, at) => {
    if (at % 3 === 0) return (next() - 0.4) * 300 * scale;
    const tie = (Math.floor(next() * 280) - 10.5) * scale;
    return at % 3 === 1 ? tie : tie * (1 + (next() - 0.5) * 2 ** -22);
  });
  values.set([NaN, Infinity, -Infinity, -0, 0].slice(0, count));
  return values;
}

function rounded(shape: readonly [number, number, number], images: number, values: Float32Array, grid: CodeGrid) {
  const wasm = instantiateInference();
  if (wasm === null) throw new Error('There is no SIMD here.');
  const [height, width, channels] = shape;
  const arena = new Arena(wasm);
  const place = placeOf(shape, { rows: [1, 1], columns: [1, 2] }, images, 4, arena);
  const step = new GridStep(wasm, arena, place);
  const row = width * channels;
  const rowAt = (at: number): Float32Array => {
    const address = place.address + Math.floor(at / height) * place.image + (at % height) * place.row;
    return new Float32Array(wasm.memory.buffer, address, row);
  };
  for (let at = 0; at < images * height; at++) rowAt(at).set(values.subarray(at * row, (at + 1) * row));
  step.run(grid, images);
  const result = new Float32Array(values.length);
  for (let at = 0; at < images * height; at++) result.set(rowAt(at), at * row);
  const all = new Float32Array(
    wasm.memory.buffer,
    place.address - place.row - place.column,
    images * (place.image / 4),
  );
  return { result, sum: all.reduce((sum, value) => sum + Math.abs(value), 0) };
}

describe('rounding to a grid inside a plan', () => {
  const cases = [
    { shape: [5, 7, 8], scale: 0.013, zero: 0, qmin: 0, qmax: 255 },
    { shape: [4, 5, 3], scale: 0.1, zero: 7, qmin: 0, qmax: 15 },
    { shape: [3, 3, 1], scale: 1 / 3, zero: -3, qmin: -8, qmax: 7 },
    { shape: [1, 1, 10], scale: 2.5e-3, zero: 128, qmin: 0, qmax: 255 },
    { shape: [2, 9, 6], scale: 1.1, zero: 0, qmin: 0, qmax: 1 },
  ] as const;
  it.each(cases)('gives the values of the quantizers, one scale: %o', ({ shape, scale, zero, qmin, qmax }) => {
    const values = awkward(3 * shape[0] * shape[1] * shape[2], Math.fround(scale));
    const grid = { scales: [Math.fround(scale)], low: [qmin - zero], high: [qmax - zero] };
    const { result, sum } = rounded(shape, 3, values, grid);
    expect(result).toEqual(quantized(values, scale, zero, qmin, qmax).values);
    // Nothing around the images is written.
    expect(sum).toBeCloseTo(
      result.reduce((all, value) => all + Math.abs(value), 0),
      3,
    );
  });

  it.each([1, 3, 4, 6, 8])('gives the values of the quantizers with a scale for each of %i channels', (channels) => {
    const shape = [3, 5, channels] as const;
    const scales = Array.from({ length: channels }, () => Math.fround(0.01 + next()));
    const zeros = scales.map((_, at) => at * 3);
    const values = awkward(2 * 15 * channels, scales[0]!);
    const grid = { scales, low: zeros.map((zero) => -zero), high: zeros.map((zero) => 63 - zero) };
    const { result } = rounded(shape, 2, values, grid);
    scales.forEach((scale, channel) => {
      const own = (all: Float32Array): Float32Array => all.filter((_, at) => at % channels === channel);
      expect(own(result)).toEqual(quantized(own(values), scale, zeros[channel]!, 0, 63).values);
    });
  });

  it('refuses scales of other channels', () => {
    const grid = { scales: [1, 1], low: [0, 0], high: [3, 3] };
    expect(() => rounded([2, 2, 4], 1, new Float32Array(16), grid)).toThrow(RangeError);
  });
});
