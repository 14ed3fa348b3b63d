import type { Clipper } from './clipper';
import { type ClipInput, type ClipRanges, symmetricRanges } from './input';
import { fixedTrace, onlyGroup } from './trace';

/** The smallest range that holds every finite value and 0. */
export function fullRanges({ data, rows, segmentLength, segments, kernels, symmetric }: ClipInput): ClipRanges {
  if (data.length === 0) return { low: new Float64Array(segments), high: new Float64Array(segments) };
  if (symmetric) return symmetricRanges(kernels.segmentAbsMax(data, rows, segmentLength));
  const { low, high } = kernels.segmentMinMax(data, rows, segmentLength);
  return {
    low: new Float64Array(low).map((v) => Math.min(v, 0)),
    high: new Float64Array(high).map((v) => Math.max(v, 0)),
  };
}

export const minmax: Clipper = {
  id: 'minmax',
  label: 'Min-max',
  summary: 'The range holds every weight: nothing is clipped, and one outlier sets the step for all.',
  source: 'Jacob et al. 2018, section 3; lecture, dynamic range',
  params: {},
  ranges: fullRanges,
  trace: (input) => fixedTrace({ ...input, data: onlyGroup(input) }, fullRanges(input)),
};
