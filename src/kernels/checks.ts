import type { Limits, UniformGrid } from './computation';
import type { Segments } from './segments';
import type { RangeGrid, RowScales, RunPrefix, ThresholdGrid } from './types';

export function checkMatrix(length: number, rows: number, columns: number): void {
  const whole = Number.isInteger(rows) && Number.isInteger(columns) && rows >= 0 && columns >= 0;
  if (!whole || rows * columns !== length)
    throw new RangeError(`${length} values are not a ${rows} x ${columns} matrix`);
}

export function checkLength(name: string, got: number, want: number): void {
  if (got !== want) throw new RangeError(`${name} needs ${want} values, got ${got}`);
}

export function checkPositiveInteger(name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 1))
    throw new RangeError(`${name} must be a positive integer, got ${value}`);
}

const INT32_LIMIT = 2 ** 31;

function checkCodeRange(qmin: number, qmax: number): void {
  const whole = Number.isInteger(qmin) && Number.isInteger(qmax);
  if (!whole || qmin > qmax || qmin < -INT32_LIMIT || qmax >= INT32_LIMIT) {
    throw new RangeError(`codes need integers qmin <= qmax of 32 bits, got ${qmin} and ${qmax}`);
  }
}

export function checkGrid(segments: Segments, grid: UniformGrid): UniformGrid {
  checkCodeRange(grid.qmin, grid.qmax);
  if (segments.count > 0) {
    checkLength('scales', grid.scales.length, segments.count);
    if (grid.zeroPoints !== null) checkLength('zeroPoints', grid.zeroPoints.length, segments.count);
  }
  return grid;
}

export function checkRowScales(length: number, { columns, first, divisors, scales }: RowScales): void {
  checkMatrix(length, first.length, columns);
  checkLength('scales', scales.length, divisors.length);
  const last = divisors.length - columns;
  const fits = length === 0 || first.every((at) => at >= 0 && at <= last);
  if (!fits) throw new RangeError('every row needs as many divisors as there are columns');
}

export function checkRangeGrid(grid: RangeGrid): void {
  checkCodeRange(grid.qmin, grid.qmax);
  checkPositiveInteger('gridSize', grid.gridSize);
  if (grid.qmin === grid.qmax) throw new RangeError('an affine range needs at least two codes');
}

export function checkLimits(segments: Segments, { low, high }: Limits): void {
  if (segments.count === 0) return;
  checkLength('low', low.length, segments.count);
  checkLength('high', high.length, segments.count);
  const holdZero = low.every((l, i) => l <= 0 && high[i]! >= 0);
  if (!holdZero) throw new RangeError('every affine range must hold 0');
}

export function checkThresholdGrid(grid: ThresholdGrid): void {
  checkCodeRange(grid.qmin, grid.qmax);
  checkPositiveInteger('gridSize', grid.gridSize);
  if (grid.qmin > 0 || grid.qmax < 0) throw new RangeError('the codes of a symmetric range must include 0');
  if (!(grid.divisor > 0 && grid.divisor < Infinity)) {
    throw new RangeError(`divisor must be positive and finite, got ${grid.divisor}`);
  }
}

export function checkCentroids(centroids: Float64Array): void {
  if (centroids.length === 0) throw new RangeError('assignNearest needs at least one centroid');
  const ascending = centroids.every((c, i) => Number.isFinite(c) && (i === 0 || c >= centroids[i - 1]!));
  if (!ascending) throw new RangeError('centroids must be finite and ascending');
}

export function checkRuns({ count, first, second }: RunPrefix, k: number): void {
  checkLength('first', first.length, count.length);
  checkLength('second', second.length, count.length);
  checkPositiveInteger('k', k);
  if (k >= count.length) throw new RangeError(`${count.length - 1} values have no ${k} runs`);
}
