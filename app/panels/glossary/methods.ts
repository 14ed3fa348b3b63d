import type { Entry } from './entry';
import { frac, hat, math, row, sub, sup, word } from './mathml';

const LECTURE = 'MIT 6.5940, lectures 5 and 6 (Quantization)';
const JACOB = 'Jacob et al. 2018, section 2.1';

/** What is done to the weights. */
export const METHODS = {
  format: {
    title: 'Format (quantizer)',
    text: 'How a real number becomes one of a few codes, and which real number each code stands for.',
    source: LECTURE,
  },
  float: {
    title: 'Float reference',
    text: 'The same network with its weights in 32-bit floating point, against which every recipe is compared.',
    source: 'IEEE 754-2019, binary32',
  },
  uniform: {
    title: 'Uniform quantizer',
    text: 'Levels stand at equal distances, so a code is the weight divided by the scale and rounded.',
    formula: math(hat('w'), '=', 's', '(', 'q', '−', 'z', ')', ',', 'q', '=', word('clamp'), '(', word('round'), '(', frac('w', 's'), ')', '+', 'z', ')'),
    source: JACOB,
  },
  symmetric: {
    title: 'Symmetric',
    text: 'The zero point is 0 and the range reaches equally far to both sides; the restricted range leaves out the lowest code.',
    formula: math('s', '=', frac('α', row(sup('2', row('b', '−', '1')), '−', '1'))),
    source: 'Krishnamoorthi 2018, section 2.2',
  },
  affine: {
    title: 'Affine (asymmetric)',
    text: 'The range may lie anywhere around 0, at the price of a zero point beside each scale.',
    formula: math('s', '=', frac(row('hi', '−', 'lo'), row(sup('2', 'b'), '−', '1')), ',', 'z', '=', sub('q', 'min'), '−', word('round'), '(', frac('lo', 's'), ')'),
    source: JACOB,
  },
  codebook: {
    title: 'K-means (codebook)',
    text: 'Every weight stores the number of its nearest centroid, and the centroids are kept in a small table.',
    formula: math(hat('w'), '=', sub('c', 'q'), ',', 'q', '=', word('arg min'), sup(row('(', 'w', '−', sub('c', 'q'), ')'), '2')),
    source: 'Han et al. 2016 (Deep Compression), section 3',
  },
  lloyd: {
    title: "Lloyd's iteration",
    text: 'Assign every weight to its nearest centroid, move each centroid to the mean of its weights, and repeat; the error never grows.',
    formula: math(sub('c', 'k'), '←', frac('1', sub('n', 'k')), '∑', sub('w', 'i')),
    source: 'Lloyd 1982, Least squares quantization in PCM',
  },
  bits: {
    title: 'Bits',
    text: 'How many bits a code has, and so how many different values a weight can take.',
    formula: math(word('levels'), '≤', sup('2', 'b')),
    source: LECTURE,
  },
  levels: {
    title: 'Levels',
    text: 'The real numbers that the codes stand for; a quantized weight is always one of them.',
    source: LECTURE,
  },
  scale: {
    title: 'Scale (step)',
    text: 'The distance between two neighbouring levels; half of it is the largest rounding error.',
    formula: math('s', '=', frac('α', sub('q', 'max'))),
    source: JACOB,
  },
  zeroPoint: {
    title: 'Zero point',
    text: 'The code that stands for exactly 0; it is 0 in a symmetric quantizer.',
    source: JACOB,
  },
  granularity: {
    title: 'Granularity',
    text: 'Who shares a scale: all weights of a layer, those of one output channel, or a group of neighbours along the reduction axis.',
    source: LECTURE,
  },
  groupSize: {
    title: 'Group size',
    text: 'How many consecutive weights share a scale: smaller groups follow the weights more closely and cost more stored bits.',
    formula: math(word('bits per weight'), '≈', 'b', '+', frac('32', 'g')),
    source: 'Dai et al. 2021 (VS-Quant)',
  },
  clipping: {
    title: 'Clipping',
    text: 'Choosing the threshold beyond which weights are cut off: a lower one makes the step finer and clips more weights.',
    formula: math(sub('w', 'c'), '=', word('clamp'), '(', 'w', ',', '−', 'α', ',', 'α', ')'),
    source: LECTURE,
  },
  minmax: {
    title: 'Min-max',
    text: 'The threshold is the largest magnitude, so nothing is clipped and one outlier can set the step for all.',
    formula: math('α', '=', word('max'), '|', 'w', '|'),
    source: 'Krishnamoorthi 2018, section 3.1',
  },
  percentile: {
    title: 'Percentile',
    text: 'The threshold leaves a fixed small share of the weights outside.',
    source: 'McKinstry et al. 2018; TensorRT calibration',
  },
  mseSearch: {
    title: 'MSE search',
    text: 'Of many thresholds, the one with the smallest mean squared error between weights and quantized weights.',
    formula: math('α', '=', word('arg min'), '∑', sup(row('(', 'w', '−', hat('w'), ')'), '2')),
    source: 'Banner et al. 2019 (ACIQ); reference/formats',
  },
  ratio: {
    title: 'Threshold ratio',
    text: 'The threshold as a share of the largest magnitude of its group: 1 clips nothing.',
    formula: math('α', '=', 'r', word('max'), '|', 'w', '|'),
    source: LECTURE,
  },
  rounding: {
    title: 'Rounding',
    text: 'Which of the two neighbouring codes a weight takes; to the nearest is the smallest error for each weight alone.',
    formula: math('|', 'w', '−', hat('w'), '|', '≤', frac('s', '2')),
    source: 'Nagel et al. 2020 (AdaRound), section 2',
  },
  stochastic: {
    title: 'Stochastic rounding',
    text: 'A weight goes up with a probability equal to how far it has come towards the upper code, so the mean error is 0.',
    formula: math('P', '(', word('up'), ')', '=', frac('w', 's'), '−', '⌊', frac('w', 's'), '⌋'),
    source: 'Gupta et al. 2015, section 3',
  },
  seed: {
    title: 'Seed',
    text: 'The number that everything random on a side starts from: the same seed gives the same numbers, on every machine.',
    source: 'pure-rand, xoroshiro128+',
  },
  override: {
    title: 'Layer with its own settings',
    text: 'A layer may replace parts of the recipe; the other parts stay those of all layers.',
    source: LECTURE,
  },
} as const satisfies Readonly<Record<string, Entry>>;
