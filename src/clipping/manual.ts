import { readNumber } from '../params/read';
import type { Clipper } from './clipper';
import type { ClipInput, ClipRanges } from './input';
import { fullRanges } from './minmax';
import type { Params } from '../params/param';
import { fixedTrace, onlyGroup } from './trace';

function ranges(input: ClipInput, params: Params): ClipRanges {
  const ratio = readNumber(manual.params, params, 'ratio');
  const { low, high } = fullRanges(input);
  return { low: low.map((v) => v * ratio), high: high.map((v) => v * ratio) };
}

export const manual: Clipper = {
  id: 'manual',
  label: 'By hand',
  summary: 'The range is a fixed share of the full range of each scale group.',
  source: 'Lecture, dynamic range clipping',
  params: {
    ratio: {
      kind: 'number',
      min: 0.01,
      max: 1,
      step: 0.01,
      default: 1,
      label: 'Share of the range',
      help: 'Threshold divided by the largest |w| of the scale group; 1 clips nothing.',
    },
  },
  ranges,
  trace: (input, params) => fixedTrace({ ...input, data: onlyGroup(input) }, ranges(input, params)),
};
