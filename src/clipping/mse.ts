import { roundHalfEven } from '../numerics/round';
import { safeScale } from '../numerics/float32';
import { type ClipInput, type Clipper, type ClipRanges, segmentOf, symmetricRanges } from './clipper';
import { fullRanges } from './minmax';

function symmetricSearch(input: ClipInput, gridSize: number): ClipRanges {
  const { data, rows, segmentLength, kernels, qmin, qmax, divisor } = input;
  const absMax = kernels.segmentAbsMax(data, rows, segmentLength);
  return symmetricRanges(kernels.mseSearch(data, rows, segmentLength, absMax, { qmin, qmax, divisor, gridSize }).threshold);
}

/** Both ends of the full range shrink together by i / gridSize; the first smallest error wins. */
function affineSearch(input: ClipInput, gridSize: number): ClipRanges {
  const full = fullRanges(input);
  const low = full.low.slice();
  const high = full.high.slice();
  for (let s = 0; s < input.segments; s++) {
    const values = segmentOf(input, s);
    let best = Infinity;
    for (let i = 1; i <= gridSize; i++) {
      const range = [((full.low[s] ?? 0) * i) / gridSize, ((full.high[s] ?? 0) * i) / gridSize] as const;
      const error = affineError(values, range, input);
      if (error >= best) continue;
      best = error;
      [low[s], high[s]] = range;
    }
  }
  return { low, high };
}

function affineError(values: Float32Array, [low, high]: readonly [number, number], { qmin, qmax }: ClipInput): number {
  const scale = safeScale((high - low) / (qmax - qmin));
  const zero = Math.min(Math.max(qmin - roundHalfEven(low / scale), qmin), qmax);
  let sum = 0;
  for (const x of values) {
    if (!Number.isFinite(x)) continue;
    const code = Math.min(Math.max(roundHalfEven(x / scale) + zero, qmin), qmax);
    const error = x - Math.fround((code - zero) * scale);
    sum += error * error;
  }
  return sum;
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
    const gridSize = Number(params['gridSize'] ?? 100);
    return input.symmetric ? symmetricSearch(input, gridSize) : affineSearch(input, gridSize);
  },
};
