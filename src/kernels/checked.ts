import {
  checkCentroids,
  checkGrid,
  checkLength,
  checkLimits,
  checkMatrix,
  checkPositiveInteger,
  checkRangeGrid,
  checkRowScales,
  checkRuns,
  checkThresholdGrid,
} from './checks';
import type { BestThresholds, Computation, Limits } from './computation';
import { cutSegments, wholeArray } from './segments';
import type { Doubles, Kernels, RangeGrid, RangeSearch, ThresholdGrid, ThresholdSearch } from './types';

type Methods = Omit<Kernels, 'kind'>;
type Measuring =
  'errorSums' | 'histogram' | 'mseSearch' | 'mseSearchAffine' | 'mseCurve' | 'clusterSums' | RangeMethods;
type RangeMethods = 'absMax' | 'minMax' | 'segmentAbsMax' | 'segmentMinMax';

/** The public kernels of an implementation: one set of argument checks for all of them. */
export function checkedKernels(computation: Computation): Kernels {
  return { kind: computation.kind, ...converting(computation), ...measuring(computation) };
}

/** Kernels that give something for each element. */
function converting(computation: Computation): Omit<Methods, Measuring> {
  return {
    transposeToChannelMajor(data, rows, columns) {
      checkMatrix(data.length, rows, columns);
      return computation.transpose(data, rows, columns);
    },
    transposeFromChannelMajor(data, rows, columns) {
      checkMatrix(data.length, rows, columns);
      return computation.transpose(data, columns, rows);
    },
    quantize(data, rows, length, scales, zeroPoints, qmin, qmax, rounding) {
      const segments = cutSegments(data.length, rows, length);
      return computation.quantize(data, segments, checkGrid(segments, { scales, zeroPoints, qmin, qmax }), rounding);
    },
    quantizeWithUniforms(data, rows, length, scales, zeroPoints, qmin, qmax, uniforms) {
      const segments = cutSegments(data.length, rows, length);
      const grid = checkGrid(segments, { scales, zeroPoints, qmin, qmax });
      checkLength('uniforms', uniforms.length, data.length);
      return computation.quantizeWithUniforms(data, segments, grid, uniforms);
    },
    quantizeFloats(data, owners, grid, rounding) {
      checkRowScales(data.length, owners);
      return computation.quantizeFloats(data, owners, grid, rounding);
    },
    sortFinite: (data, magnitudes) => computation.sortFinite(data, magnitudes),
    assignNearest(data, centroids) {
      checkCentroids(centroids);
      return computation.assignNearest(data, centroids);
    },
    bestRuns(prefix, k) {
      checkRuns(prefix, k);
      return computation.bestRuns(prefix, k);
    },
  };
}

/** Kernels that summarise elements. */
function measuring(computation: Computation): Pick<Methods, Measuring> {
  return {
    absMax: (data) => computation.absMax(data, wholeArray(data.length))[0] ?? 0,
    minMax(data) {
      const { low, high } = computation.minMax(data, wholeArray(data.length));
      return [low[0] ?? 0, high[0] ?? 0];
    },
    segmentAbsMax: (data, rows, length) => computation.absMax(data, cutSegments(data.length, rows, length)),
    segmentMinMax: (data, rows, length) => computation.minMax(data, cutSegments(data.length, rows, length)),
    errorSums(x, y) {
      checkLength('y', y.length, x.length);
      return computation.errorSums(x, y);
    },
    histogram(data, low, high, bins) {
      checkPositiveInteger('bins', bins);
      if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
        throw new RangeError(`a histogram needs finite low <= high, got ${low} and ${high}`);
      }
      return computation.histogram(data, low, high, bins);
    },
    mseSearch(data, rows, length, absMax, grid) {
      const segments = cutSegments(data.length, rows, length);
      checkThresholdGrid(grid);
      if (segments.count > 0) checkLength('absMax', absMax.length, segments.count);
      return withThresholds(computation.bestThresholds(data, segments, absMax, grid), absMax, grid);
    },
    mseSearchAffine(data, rows, length, low, high, grid) {
      const segments = cutSegments(data.length, rows, length);
      checkRangeGrid(grid);
      checkLimits(segments, { low, high });
      return withRanges(computation.bestRanges(data, segments, { low, high }, grid), { low, high }, grid);
    },
    mseCurve(data, absMax, grid) {
      checkThresholdGrid(grid);
      if (data.length === 0) return new Float64Array(grid.gridSize);
      return computation.thresholdErrors(data, Math.fround(absMax), grid);
    },
    clusterSums(data, codes, k) {
      checkLength('codes', codes.length, data.length);
      checkPositiveInteger('k', k);
      const sums = computation.clusterSums(data, codes, k);
      if (sums === null) throw new RangeError(`codes must be within 0 .. ${k - 1}`);
      return sums;
    },
  };
}

function withThresholds(best: BestThresholds, absMax: Float32Array, { gridSize }: ThresholdGrid): ThresholdSearch {
  return { ...best, threshold: shrunk(absMax, best, gridSize) };
}

function withRanges(best: BestThresholds, { low, high }: Limits, { gridSize }: RangeGrid): RangeSearch {
  return { ...best, low: shrunk(low, best, gridSize), high: shrunk(high, best, gridSize) };
}

function shrunk(widest: Float32Array | Float64Array, { gridIndex }: BestThresholds, gridSize: number): Doubles {
  return Float64Array.from(gridIndex, (i, segment) => (widest[segment]! * i) / gridSize);
}
