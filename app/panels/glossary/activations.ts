import type { Entry } from './entry';
import { math, row, sub, sup, word } from './mathml';

/** What happens between the layers. */
export const ACTIVATIONS = {
  activations: {
    title: 'Activations',
    text: 'What flows between the layers: the input of every layer with weights is quantized just before it is multiplied.',
    source: 'MIT 6.5940, lecture 6; Jacob et al. 2018, section 3',
  },
  calibration: {
    title: 'Calibration',
    text: 'Running the float network on some training images to see which range each activation needs; the range is then fixed.',
    source: 'Krishnamoorthi 2018, section 3; lecture, static quantization',
  },
  activationGranularity: {
    title: 'Static and dynamic ranges',
    text: 'A static scale is fixed by calibration; a dynamic one is found in each batch, image or token while the network runs.',
    source: 'Krishnamoorthi 2018, section 3; Yao et al. 2022 (ZeroQuant)',
  },
  integerArithmetic: {
    title: 'Integer-only arithmetic',
    text: 'All sums run over integer codes; real scales enter once per output, as a multiplication by an integer and a shift.',
    formula: math(
      sub('q', 'y'),
      '=',
      word('round'),
      '(',
      'M',
      '(',
      '∑',
      row('(', sub('q', 'w'), '−', sub('Z', 'w'), ')', '(', sub('q', 'x'), '−', sub('Z', 'x'), ')'),
      '+',
      sub('q', 'b'),
      ')',
      ')',
      '+',
      sub('Z', 'y'),
    ),
    source: 'Jacob et al. 2018, sections 2.2 to 2.4',
  },
  speedBench: {
    title: 'Speed bench',
    text: 'The whole network from input to logits on one thread of one worker, the paths in turn; a pass takes many inputs at once, and the clock is read between layers.',
    source: 'Measured in this tab; the roof: Williams, Waterman and Patterson 2009',
  },
  fixedPoint: {
    title: 'Fixed-point multiplier',
    text: 'The real factor M is stored as a 31-bit integer and a shift to the right, so that no floating point is needed.',
    formula: math('M', '≈', sub('M', '0'), sup('2', row('−', '31', '−', word('shift')))),
    source: 'Jacob et al. 2018, section 2.2 (gemmlowp)',
  },
} as const satisfies Readonly<Record<string, Entry>>;
