import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimdKernels, plainKernels, type Kernels } from './index';
import { cutSegments, forEachSegment } from './segments';

const data = Float32Array.of(1, 2, 3, 4, 5, 6);
const one = Float32Array.of(1);
const none = new Float32Array(0);
const codes = Int32Array.of(0, 1, 0, 1, 0, 1);
const grid = { qmin: -7, qmax: 7, divisor: 7, gridSize: 10 };
const affine = { qmin: 0, qmax: 15, gridSize: 10 };
const sums = Float64Array.of(0, 1, 2, 3);
const prefix = { count: sums, first: sums, second: sums };
const [minus, plus] = [Float64Array.of(-1), Float64Array.of(1)];

const wrong: readonly (readonly [string, (k: Kernels) => unknown])[] = [
  ['a matrix of another size', (k) => k.transposeToChannelMajor(data, 2, 2)],
  ['a fraction of a row', (k) => k.transposeFromChannelMajor(data, 1.5, 4)],
  ['channels that do not fit', (k) => k.segmentAbsMax(data, 4, 4)],
  ['channels of no rows', (k) => k.segmentMinMax(data, 0, 1)],
  ['an empty segment', (k) => k.segmentAbsMax(data, 6, 0)],
  ['too few scales', (k) => k.quantize(data, 3, 3, one, null, -7, 7, 'floor')],
  ['too few zero points', (k) => k.quantize(data, 3, 3, Float32Array.of(1, 1), Int32Array.of(0), -7, 7, 'floor')],
  ['codes in the wrong order', (k) => k.quantize(data, 6, 6, one, null, 7, -7, 'floor')],
  ['codes of more than 32 bits', (k) => k.quantize(data, 6, 6, one, null, 0, 2 ** 31, 'floor')],
  ['too few uniforms', (k) => k.quantizeWithUniforms(data, 6, 6, one, null, -7, 7, new Float64Array(5))],
  ['two lengths to compare', (k) => k.errorSums(data, one)],
  ['no bins', (k) => k.histogram(data, 0, 1, 0)],
  ['an endless histogram', (k) => k.histogram(data, 0, Infinity, 4)],
  ['a histogram upside down', (k) => k.histogram(data, 1, 0, 4)],
  ['too few maxima', (k) => k.mseSearch(data, 3, 3, one, grid)],
  ['no thresholds', (k) => k.mseCurve(data, 6, { ...grid, gridSize: 0 })],
  ['codes without 0', (k) => k.mseCurve(data, 6, { ...grid, qmin: 1 })],
  ['no steps to the threshold', (k) => k.mseCurve(data, 6, { ...grid, divisor: 0 })],
  ['a single affine code', (k) => k.mseSearchAffine(data, 6, 6, minus, plus, { ...affine, qmax: 0 })],
  ['a range without 0', (k) => k.mseSearchAffine(data, 6, 6, plus, plus, affine)],
  ['too few ranges', (k) => k.mseSearchAffine(data, 3, 3, minus, plus, affine)],
  ['no centroids', (k) => k.assignNearest(data, new Float64Array(0))],
  ['descending centroids', (k) => k.assignNearest(data, Float64Array.of(2, 1))],
  ['an infinite centroid', (k) => k.assignNearest(data, Float64Array.of(0, Infinity))],
  ['no clusters', (k) => k.clusterSums(data, codes, 0)],
  ['a code too large', (k) => k.clusterSums(data, codes, 1)],
  ['a negative code', (k) => k.clusterSums(one, Int32Array.of(-1), 2)],
  ['more runs than values', (k) => k.bestRuns(prefix, 4)],
  ['no runs', (k) => k.bestRuns(prefix, 0)],
  ['sums over other values', (k) => k.bestRuns({ ...prefix, first: plus }, 2)],
  ['squares of other values', (k) => k.bestRuns({ ...prefix, second: plus }, 2)],
  ['codes for other data', (k) => k.clusterSums(one, codes, 2)],
];

describe.each([plainKernels, createSimdKernels()])('$kind kernels', (kernels) => {
  it.each(wrong)('refuse %s', (_what, call) => {
    expect(() => call(kernels)).toThrow(RangeError);
  });

  it('accept an empty tensor', () => {
    const empty = { codes: new Int32Array(0), values: none };
    expect(kernels.transposeToChannelMajor(none, 0, 5)).toEqual(none);
    expect(kernels.absMax(none)).toBe(0);
    expect(kernels.minMax(none)).toEqual([0, 0]);
    expect(kernels.segmentAbsMax(none, 0, 0)).toEqual(none);
    expect(kernels.quantize(none, 0, 0, one, Int32Array.of(3), -7, 7, 'ceil')).toEqual(empty);
    expect(kernels.quantizeWithUniforms(none, 0, 0, one, null, -7, 7, new Float64Array(0))).toEqual(empty);
    expect(kernels.errorSums(none, none)).toEqual({ signal: 0, error: 0, maxError: 0, nonFinite: 0 });
    expect([...kernels.histogram(none, 0, 1, 3)]).toEqual([0, 0, 0]);
    expect([...kernels.mseCurve(none, 0, { ...grid, gridSize: 2 })]).toEqual([0, 0]);
    expect(kernels.mseSearch(none, 0, 0, none, grid).gridIndex.length).toBe(0);
    expect(kernels.mseSearchAffine(none, 0, 0, minus, plus, affine).gridIndex.length).toBe(0);
    expect(kernels.assignNearest(none, plus).length).toBe(0);
    expect([...kernels.clusterSums(none, new Int32Array(0), 2).counts]).toEqual([0, 0]);
  });
});

it('segments cover every channel in order, the last one shorter', () => {
  const size = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(size, fc.integer({ min: 0, max: 5 }), size, (rows, channels, length) => {
      const segments = cutSegments(rows * channels, rows, length);
      let next = 0;
      let count = 0;
      forEachSegment(segments, (segment, start, end) => {
        expect([segment, start]).toEqual([count++, next]);
        expect(end - start).toBe(Math.min(length, rows - (start % rows)));
        next = end;
      });
      expect([count, next]).toEqual([segments.count, rows * channels]);
    }),
  );
});
