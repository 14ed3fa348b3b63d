import type { Entry } from './entry';
import { frac, hat, math, row, sub, word } from './mathml';

/** Networks of one or two bits. */
export const BINARY = {
  bwn: {
    title: 'Binary weights (BWN)',
    text: 'Each weight keeps its sign; all weights of a filter share α = mean |w|, which gives the least squared error.',
    formula: math(hat('w'), '=', 'α', word('sign'), '(', 'w', ')'),
    source: 'Rastegari et al. 2016, section 3.1; lecture 6',
  },
  binaryconnect: {
    title: 'BinaryConnect',
    text: 'Binary weights +1 and −1 without a scale, the sign taken as it is or drawn at random; master weights stay in [−1, 1].',
    formula: math(
      'P',
      '(',
      '+',
      '1',
      ')',
      '=',
      word('clip'),
      '(',
      frac(row('w', '+', '1'), '2'),
      ',',
      '0',
      ',',
      '1',
      ')',
    ),
    source: 'Courbariaux et al. 2015',
  },
  xnorNet: {
    title: 'XNOR-Net',
    text: 'Weights and inputs are both signs, so that a product is an XNOR and a popcount; α and the map K bring magnitudes back.',
    formula: math('y', '≈', 'α', 'K', '(', '2', 'p', '−', 'n', ')'),
    source: 'Rastegari et al. 2016, section 3.2',
  },
  twn: {
    title: 'Ternary weights (TWN)',
    text: 'Weights within ±Δ become 0, the others ±α, the mean of their magnitudes; Δ = 0.7 mean |w| is a rule of thumb for the optimum.',
    formula: math('Δ', '=', '0.7', word('mean'), '|', 'w', '|'),
    source: 'Li et al. 2016; lecture 6',
  },
  ttq: {
    title: 'Trained ternary quantization (TTQ)',
    text: 'Ternary weights whose two levels, Wp and −Wn, are learned by their own gradients; Δ is 0.05 of the largest weight.',
    formula: math(hat('w'), '∈', '{', '−', sub('W', 'n'), ',', '0', ',', sub('W', 'p'), '}'),
    source: 'Zhu et al. 2017; lecture 6',
  },
  popcount: {
    title: 'Popcount',
    text: 'The number of ones in a word; with p ones in the XNOR of n signs their dot product is 2p − n.',
    formula: math('a', '·', 'b', '=', '2', 'p', '−', 'n'),
    source: 'Rastegari et al. 2016, section 3.2; lecture 6',
  },
  alphaScale: {
    title: 'Scale α',
    text: 'The size of both levels; one for a whole layer, or one for each filter, that is each output.',
    formula: math('α', '=', frac('1', 'n'), 'Σ', '|', 'w', '|'),
    source: 'Rastegari et al. 2016, equation 6',
  },
  floatEnds: {
    title: 'First and last layer',
    text: 'The papers leave them in float: they hold few weights of large networks and do much of the damage.',
    source: 'Rastegari et al. 2016, section 4.2; Zhu et al. 2017',
  },
  signBorder: {
    title: 'Sign around an image',
    text: 'A sign cannot be 0, so the border of a packed convolution is +1 or −1, and adds to the sums at the edge.',
    source: 'Rastegari et al. 2016, section 3.2',
  },
} as const satisfies Readonly<Record<string, Entry>>;
