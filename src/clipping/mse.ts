import { readInteger } from '../params/read';
import { type ClipInput, type Clipper, type ClipRanges, symmetricRanges } from './clipper';
import { fullRanges } from './minmax';

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
};
