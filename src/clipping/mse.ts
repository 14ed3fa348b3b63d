import { readInteger } from '../params/read';
import type { Clipper } from './clipper';
import { type ClipInput, type ClipRanges, symmetricRanges } from './input';
import { fullRanges } from './minmax';
import { clippingErrors } from './mse-parts';
import { safeScale } from '../numerics/float32';
import { roundHalfEven } from '../numerics/round';
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

/** What the outermost codes of a range stand for. */
function endsOf({ symmetric, qmin, qmax, divisor }: ClipInput, low: number, high: number): readonly [number, number] {
  const scale = safeScale(symmetric ? high / divisor : (high - low) / (qmax - qmin));
  const zero = symmetric ? 0 : Math.min(Math.max(qmin - roundHalfEven(low / scale), qmin), qmax);
  return [Math.fround((qmin - zero) * scale), Math.fround((qmax - zero) * scale)];
}

/** Mean squared error at every range of the grid. */
function errorsOf(input: ClipInput, range: readonly [number, number], gridSize: number): Float64Array {
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

function trace(input: ClipInput, gridSize: number): ClipTrace {
  const data = onlyGroup(input);
  const full = fullRanges(input);
  if (data.length === 0) return fixedTrace(input, full);
  const range = [full.low[0] ?? 0, full.high[0] ?? 0] as const;
  const at = (i: number) => [(range[0] * i) / gridSize, (range[1] * i) / gridSize] as const;
  const values = errorsOf(input, range, gridSize);
  const clip = clippingErrors(data, range, gridSize, (i) => endsOf(input, ...at(i))).map((sum, i) =>
    Math.min(sum / data.length, values[i] ?? 0),
  );
  return {
    candidates: {
      low: Float64Array.from({ length: gridSize }, (_, i) => at(i + 1)[0]),
      high: Float64Array.from({ length: gridSize }, (_, i) => at(i + 1)[1]),
    },
    values,
    chosen: values.reduce((best, value, i) => (value < (values[best] ?? 0) ? i : best), 0),
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
    return input.symmetric ? symmetricSearch(input, gridSize) : affineSearch(input, gridSize);
  },
  trace: (input, params) => trace(input, readInteger(mse.params, params, 'gridSize', 1)),
};
