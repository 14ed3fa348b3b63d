import { readInteger } from '../params/read';
import type { Clipper } from './clipper';
import { type ClipInput, type ClipRanges, symmetricRanges } from './input';
import { fullRanges } from './minmax';
import { safeScale } from '../numerics/float32';
import { roundHalfEven } from '../numerics/round';
import { type CodeGrid, firstAbove, firstWhere, SortedRuns } from './sorted-runs';
import { type ClipTrace, fixedTrace, onlyGroup } from './trace';

/** Thresholds T from the largest magnitude downwards. */
function symmetricSearch(input: ClipInput, gridSize: number): ClipRanges {
  const { data, rows, segmentLength, kernels, qmin, qmax, divisor } = input;
  const absMax = kernels.segmentAbsMax(data, rows, segmentLength);
  const { threshold } = kernels.mseSearch(data, rows, segmentLength, absMax, { qmin, qmax, divisor, gridSize });
  return symmetricRanges(threshold);
}

/** Both ends of the full range shrink together. */
function affineSearch(input: ClipInput, gridSize: number): ClipRanges {
  const { data, rows, segmentLength, kernels, qmin, qmax } = input;
  const { low, high } = fullRanges(input);
  return kernels.mseSearchAffine(data, rows, segmentLength, low, high, { qmin, qmax, gridSize });
}

/** The scale of a range and its codes relative to the zero point, as the kernels have them. */
function gridOf({ symmetric, qmin, qmax, divisor }: ClipInput, low: number, high: number): CodeGrid {
  const scale = safeScale(symmetric ? high / divisor : (high - low) / (qmax - qmin));
  const zero = symmetric ? 0 : Math.min(Math.max(qmin - roundHalfEven(low / scale), qmin), qmax);
  return { scale, lowest: qmin - zero, highest: qmax - zero };
}

/** Values a code from which on sorted values are faster than quantizing every value at every range. */
const MANY = 256;
/** Errors of sorted values are added in another order: those that are nearer than this are told apart by the kernels. */
const APART = 1e-9;

/** The only scale group of an input at every range of the grid. */
interface Candidates {
  readonly ranges: readonly Range[];
  readonly grids: readonly CodeGrid[];
}

function candidatesOf(input: ClipInput, { low, high }: ClipRanges, gridSize: number): Candidates {
  const at = (end: number, i: number) => (end * (i + 1)) / gridSize;
  const ranges = Array.from({ length: gridSize }, (_, i) => [at(low[0] ?? 0, i), at(high[0] ?? 0, i)] as const);
  return { ranges, grids: ranges.map(([from, to]) => gridOf(input, from, to)) };
}

const isLong = ({ data, qmin, qmax }: ClipInput): boolean => data.length >= MANY * (qmax - qmin);

/** Mean squared error at every range, of sorted values; null where that does not tell which is the least. */
function sortedErrors({ data }: ClipInput, runs: SortedRuns, { grids }: Candidates): Float64Array | null {
  const errors = Float64Array.from(grids, (grid) => runs.error(grid) / data.length);
  const least = errors[leastOf(errors)] ?? 0;
  return errors.filter((error) => error <= least * (1 + APART)).length === 1 ? errors : null;
}

function leastOf(errors: Float64Array): number {
  return errors.reduce((best, error, i) => (error < (errors[best] ?? 0) ? i : best), 0);
}

/** The range of the least error of one large group; null where the kernels have to look for it. */
function sortedSearch(input: ClipInput, gridSize: number): ClipRanges | null {
  if (input.segments > 1 || !isLong(input)) return null;
  const candidates = candidatesOf(input, fullRanges(input), gridSize);
  const errors = sortedErrors(input, new SortedRuns(input.kernels.sortFinite(input.data, false)), candidates);
  const found = errors === null ? undefined : candidates.ranges[leastOf(errors)];
  return found === undefined ? null : { low: Float64Array.of(found[0]), high: Float64Array.of(found[1]) };
}

function exactErrors(input: ClipInput, gridSize: number, range: Range): Float64Array {
  const { data, kernels, qmin, qmax, divisor } = input;
  if (input.symmetric) return kernels.mseCurve(data, range[1], { qmin, qmax, divisor, gridSize });
  // One range at a time: the kernel reports only the best of those that it tries.
  return Float64Array.from({ length: gridSize }, (_, at) => {
    const [low, high] = range.map((end) => Float64Array.of((end * (at + 1)) / gridSize)) as [
      Float64Array,
      Float64Array,
    ];
    const grid = { qmin, qmax, gridSize: 1 };
    return kernels.mseSearchAffine(data, data.length, data.length, low, high, grid).mse[0] ?? 0;
  });
}

/** Sum of the squared errors of the values outside of a range, which become its outermost codes. */
function clippedError(runs: SortedRuns, [low, high]: Range, { scale, lowest, highest }: CodeGrid): number {
  const { values } = runs;
  const below = runs.distance(
    0,
    firstWhere(values, (x) => x >= low),
    Math.fround(lowest * scale),
  );
  return below + runs.distance(firstAbove(values, high), values.length, Math.fround(highest * scale));
}

type Range = readonly [number, number];

function trace(input: ClipInput, gridSize: number): ClipTrace {
  const data = onlyGroup(input);
  const full = fullRanges(input);
  if (data.length === 0) return fixedTrace(input, full);
  const candidates = candidatesOf(input, full, gridSize);
  const { ranges, grids } = candidates;
  const runs = new SortedRuns(input.kernels.sortFinite(data, false));
  const sorted = isLong(input) ? sortedErrors(input, runs, candidates) : null;
  const values = sorted ?? exactErrors(input, gridSize, [full.low[0] ?? 0, full.high[0] ?? 0]);
  const clip = values.map((value, i) => {
    const [between, grid] = [ranges[i], grids[i]];
    const sum = between === undefined || grid === undefined ? 0 : clippedError(runs, between, grid);
    return Math.min(sum / data.length, value);
  });
  return {
    candidates: {
      low: Float64Array.from(ranges, ([low]) => low),
      high: Float64Array.from(ranges, ([, high]) => high),
    },
    values,
    chosen: leastOf(values),
    objective: { label: 'Mean squared error', unit: 'w²', minimized: true },
    detail: { kind: 'mse', clip, round: values.map((value, i) => value - (clip[i] ?? 0)) },
  };
}

export const mse: Clipper = {
  id: 'mse',
  label: 'MSE search',
  summary: 'Tries evenly spaced thresholds up to the maximum and keeps the one with the smallest squared error.',
  source: 'Lecture, minimize mean squared error; Sung et al. 2015',
  params: {
    gridSize: {
      kind: 'integer',
      min: 10,
      max: 400,
      default: 100,
      label: 'Thresholds tried',
      help: 'Candidates between 0 and the largest weight of each scale group.',
    },
  },
  ranges: (input, params) => {
    if (input.data.length === 0) return fullRanges(input);
    const gridSize = readInteger(mse.params, params, 'gridSize', 1);
    const found = sortedSearch(input, gridSize);
    return found ?? (input.symmetric ? symmetricSearch(input, gridSize) : affineSearch(input, gridSize));
  },
  trace: (input, params) => trace(input, readInteger(mse.params, params, 'gridSize', 1)),
};
