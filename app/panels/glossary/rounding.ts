import type { Entry } from './entry';
import { frac, hat, math, root, row, sub, sup, word } from './mathml';

/** Rounding by what a layer puts out. */
export const ROUNDING = {
  outputError: {
    title: 'Output error of a layer',
    text: 'Mean squared difference between the outputs with float and with rounded weights: where inputs go together, errors of opposite sign cancel.',
    formula: math(word('mean of'), sup(row('(', 'W', 'x', '−', hat('W'), 'x', ')'), '2')),
    source: 'Nagel et al. 2020, section 3',
  },
  adaround: {
    title: 'AdaRound',
    text: 'Learns for every weight of a layer whether to round up or down, so that the outputs of the layer change least.',
    formula: math(hat('w'), '=', 's', '(', '⌊', frac('w', 's'), '⌋', '+', 'h', '(', 'V', ')', ')'),
    source: 'Nagel et al. 2020, section 3.3',
  },
  roundingRegularizer: {
    title: 'Regulariser of AdaRound',
    text: 'λ times the sum of 1 − |2h − 1|^β pushes every h to 0 or 1; while β is large only those near an end are pushed, and during the warm start none.',
    formula: math('λ', 'Σ', '(', '1', '−', sup(row('|', '2', 'h', '(', 'V', ')', '−', '1', '|'), 'β'), ')'),
    source: 'Nagel et al. 2020, equation 24',
  },
  jointAdaround: {
    title: 'AdaRound on all layers at once',
    text: 'Learns all roundings of a network together with its biases, so that its class probabilities, softened by a temperature of 4, change least. λ grows; layers whose rounding costs most are decided first, while the others can still make up for them.',
    source:
      'after Li et al. 2021 (BRECQ), section 3.2, Hubara et al. 2021 (AdaQuant), section 3, and Hinton et al. 2015, section 2; order and growth of λ are our own',
  },
  gptq: {
    title: 'GPTQ',
    text: 'Rounds the inputs of a layer one after the other to nearest and changes the weights not yet rounded so that they make up for the error.',
    source: 'Frantar et al. 2023, algorithm 1',
  },
  biasCorrection: {
    title: 'Bias correction',
    text: 'Takes the mean error of each output, which rounding causes on training images, out of the bias.',
    formula: math(sup('b', '′'), '=', 'b', '+', word('mean of'), '(', 'W', 'x', '−', hat('W'), 'x', ')'),
    source: 'Nagel et al. 2019, section 4.2',
  },
  equalization: {
    title: 'Cross-layer equalization',
    text: 'Moves scale from a layer to the next through a ReLU, so that the channels of both have equal ranges before they are rounded.',
    formula: math(
      sub('s', 'i'),
      '=',
      frac('1', sub('r', row('2', ',', 'i'))),
      root(row(sub('r', row('1', ',', 'i')), sub('r', row('2', ',', 'i')))),
    ),
    source: 'Nagel et al. 2019, section 4.1',
  },
  awq: {
    title: 'AWQ scaling',
    text: 'Multiplies weights by a power of the size of their input before they are rounded and lets the layer before divide by it, so that large inputs meet finer steps.',
    source: 'Lin et al. 2024',
  },
  smoothQuant: {
    title: 'SmoothQuant',
    text: 'Divides each input channel by the root of its largest value over its largest weight and multiplies the weights by the same: made for quantized activations, it may cost accuracy where only weights are quantized.',
    formula: math(
      sub('s', 'j'),
      '=',
      root(frac(row(word('max'), '|', sub('x', 'j'), '|'), row(word('max'), '|', sub('w', 'j'), '|'))),
    ),
    source: 'Xiao et al. 2023, equation 4',
  },
} as const satisfies Readonly<Record<string, Entry>>;
