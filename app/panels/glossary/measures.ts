import type { Entry } from './entry';
import { frac, hat, math, root, row, sub, sup, word } from './mathml';

const HERE = 'Definition used by this app';
const LECTURE = 'MIT 6.5940, lecture 1';

/** What is counted, measured or derived. */
export const MEASURES = {
  accuracy: {
    title: 'Accuracy',
    text: 'The share of test images whose class the network names rightly; n says how many images.',
    formula: math(word('accuracy'), '=', frac(word('right'), 'n')),
    source: HERE,
  },
  interval: {
    title: '95 % interval',
    text: 'The range in which the accuracy on endlessly many such images would lie, 19 times out of 20 (Wilson).',
    formula: math(
      frac(
        row(
          'p',
          '+',
          frac(sup('z', '2'), row('2', 'n')),
          '±',
          'z',
          root(row(frac(row('p', '(', '1', '−', 'p', ')'), 'n'), '+', frac(sup('z', '2'), row('4', sup('n', '2'))))),
        ),
        row('1', '+', frac(sup('z', '2'), 'n')),
      ),
    ),
    source: 'Wilson 1927',
  },
  exportedFile: {
    title: 'Files of a network',
    text: 'A and B as other programs read them, written in this tab from the weights on screen. Where a format has no word for a quantizer, the file holds the dequantized weights and says so.',
    source: 'ONNX operators, version 21; safetensors; TensorFlow.js layers model',
  },
  points: {
    title: 'Points',
    text: 'Differences between two accuracies are given in points of percent: from 90.6 % to 88.1 % is −2.5 points.',
    source: HERE,
  },
  changed: {
    title: 'Predictions changed',
    text: 'On how many of the same images the network names another class than in float, rightly or wrongly.',
    source: HERE,
  },
  storedBits: {
    title: 'Stored bits per weight',
    text: 'Everything that must be kept, divided by the number of weights: codes, scales, zero points and codebooks.',
    formula: math(
      frac(row(word('codes'), '+', word('scales'), '+', word('zero points'), '+', word('codebooks')), word('weights')),
    ),
    source: 'reference/formats, section 6',
  },
  storedSize: {
    title: 'Stored size',
    text: 'All kernels as stored plus the biases in float32; beside it, how many times less than all in float32.',
    source: HERE,
  },
  sqnr: {
    title: 'SQNR',
    text: 'Signal to quantization noise of the weights, in decibel: about 6 dB for every bit.',
    formula: math(
      word('SQNR'),
      '=',
      '10',
      sub(word('log'), '10'),
      frac(row('∑', sup('w', '2')), row('∑', sup(row('(', 'w', '−', hat('w'), ')'), '2'))),
    ),
    source: 'Bennett 1948; Gray and Neuhoff 1998',
  },
  mse: {
    title: 'Mean squared error',
    text: 'The mean of the squared differences between weights and quantized weights; it is clipping error plus rounding error.',
    formula: math(word('MSE'), '=', frac('1', 'n'), '∑', sup(row('(', 'w', '−', hat('w'), ')'), '2')),
    source: HERE,
  },
  clipError: {
    title: 'Clipping error',
    text: 'The part of the squared error from weights outside the range.',
    source: 'Banner et al. 2019 (ACIQ)',
  },
  roundError: {
    title: 'Rounding error',
    text: 'The part of the squared error from weights inside the range; spread evenly over a step it has this size.',
    formula: math(sub(word('MSE'), word('round')), '≈', frac(sup('s', '2'), '12')),
    source: 'Bennett 1948',
  },
  saturated: {
    title: 'Saturated',
    text: 'A weight that has the outermost code of its group, at the range or beyond it.',
    source: HERE,
  },
  zeroedChannel: {
    title: 'Channel all zero',
    text: 'An output channel whose weights all round to 0, so that it only ever puts out its bias.',
    source: HERE,
  },
  entropy: {
    title: 'Entropy of the codes',
    text: 'The fewest bits per code that lossless coding could reach, from how often each code occurs.',
    formula: math('H', '=', '−', '∑', sub('p', 'q'), sub(word('log'), '2'), sub('p', 'q')),
    source: 'Shannon 1948',
  },
  kurtosis: {
    title: 'Kurtosis',
    text: 'How heavy the tails of the weights are: 0 for a normal distribution, 3 for a Laplace distribution.',
    formula: math(frac(row('E', sup(row('(', 'w', '−', 'μ', ')'), '4')), sup('σ', '4')), '−', '3'),
    source: 'Pearson 1905',
  },
  macs: {
    title: 'Multiply-accumulates',
    text: 'How many products are added up in a layer for one image; the usual measure of its work.',
    source: LECTURE,
  },
  logits: {
    title: 'Logits',
    text: 'The outputs of the last layer before they become probabilities; the largest one names the class.',
    source: LECTURE,
  },
  confusion: {
    title: 'Confusion',
    text: 'For each true class, how many of its images the network gives to each class.',
    source: HERE,
  },
  sweep: {
    title: 'Sweep',
    text: 'The same recipe measured at every bit width, so that formats can be compared at equal stored bits.',
    source: HERE,
  },
  digest: {
    title: 'Result digest',
    text: 'The counts of right predictions that a link carries, so that the next tab can say whether it counts the same.',
    source: HERE,
  },
  provenance: {
    title: 'Where a number comes from',
    text: 'Measured: counted or computed in this tab. Pre-computed: measured when the app was built. Modelled: from a formula. Published: from a paper.',
    source: HERE,
  },
} as const satisfies Readonly<Record<string, Entry>>;
