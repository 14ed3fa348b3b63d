import type { Params } from '../params/param';
import { readInteger, readNumber } from '../params/read';
import type { Clipper } from './clipper';
import { histogramOfMagnitudes } from './histogram';
import { type ClipInput, finiteRange, rangesOfGroups, withinValues } from './input';
import { percentileOfHistogram } from './percentile';
import { candidatesOf, type ClipTrace, onlyGroup } from './trace';

function settingsOf(params: Params): { readonly share: number; readonly bins: number } {
  const share = readNumber(percentileHistogram.params, params, 'percentile');
  if (!(share >= 0 && share <= 100)) throw new RangeError(`percentile must be a number from 0 to 100, not ${share}.`);
  return { share, bins: readInteger(percentileHistogram.params, params, 'numBins', 1) };
}

function rangeOf(input: ClipInput, params: Params) {
  const { share, bins } = settingsOf(params);
  return (values: Float32Array): readonly [number, number] => {
    const { counts, absMax } = histogramOfMagnitudes(values, bins, input.kernels);
    const { threshold } = percentileOfHistogram(counts, absMax, share);
    return withinValues(input.symmetric, finiteRange(values), [-threshold, threshold]);
  };
}

function trace(input: ClipInput, params: Params): ClipTrace {
  const { share, bins } = settingsOf(params);
  const values = onlyGroup(input);
  const { counts, absMax } = histogramOfMagnitudes(values, bins, input.kernels);
  const edges = Float64Array.from(counts, (_, bin) => (bin * absMax) / bins);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  return {
    candidates: candidatesOf(input.symmetric, finiteRange(values), edges),
    values: Float64Array.from(counts, (count) => (total === 0 ? 0 : (seen += count) / total)),
    chosen: percentileOfHistogram(counts, absMax, share).bin,
    objective: { label: 'Share up to the upper edge of the bin', unit: '', minimized: false },
    detail: { kind: 'percentile-histogram', histogram: counts, absMax },
  };
}

export const percentileHistogram: Clipper = {
  id: 'percentile-histogram',
  label: 'Percentile of a histogram',
  summary: 'The percentile as deployed calibrators read it: the lower edge of a histogram bin, which can cut off more.',
  source: 'NVIDIA pytorch-quantization, histogram calibrator',
  params: {
    percentile: {
      kind: 'number',
      min: 50,
      max: 100,
      step: 0.1,
      default: 99.9,
      unit: '%',
      label: 'Percentile',
      help: 'Share of the magnitudes at which the bin is found.',
    },
    numBins: {
      kind: 'integer',
      min: 16,
      max: 8192,
      default: 2048,
      label: 'Bins',
      help: 'Equal bins from 0 to the largest magnitude.',
    },
  },
  ranges: (input, params) => rangesOfGroups(input, rangeOf(input, params)),
  trace,
};
