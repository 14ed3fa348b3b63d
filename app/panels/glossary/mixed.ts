import type { Entry } from './entry';
import { frac, math, sub, sup, word } from './mathml';

/** Words of mixed precision. */
export const MIXED = {
  designSpace: {
    title: 'Design space',
    text: 'All policies there are: choices of a layer to the power of the number of layers, as every layer chooses alone.',
    formula: math('N', '=', sup('k', 'L')),
    source: 'Wang et al. 2019 (HAQ), section 1; lecture 6',
  },
  policySearch: {
    title: 'Policy search',
    text: 'Choosing the bits of every layer under a budget. All searches here score policies on the same images and may score as many.',
    source: 'Wang et al. 2019 (HAQ); Yao et al. 2021 (HAWQ-V3); lecture 6',
  },
  searchImages: {
    title: 'Search images',
    text: 'Images from the training file on which policies are compared. The network was trained on them, so its accuracy is higher there than on test images; what a search finds is measured on those in the end.',
    source: 'this app',
  },
  sensitivity: {
    title: 'Sensitivity',
    text: 'What is lost when one layer alone, or every layer up to it, is quantized and the rest stays float.',
    source: 'lecture 6; Wang et al. 2019, section 2',
  },
  agentState: {
    title: 'State of the agent',
    text: 'Ten numbers for each choice: layer, input and output channels, kernel side, stride, input area, weights, depthwise or not, weights or input, and the previous action; each brought to 0 to 1 over the layers.',
    source: 'Wang et al. 2019 (HAQ), section 3.1',
  },
  reward: {
    title: 'Reward',
    text: 'A tenth of the points that the policy is above (or below) the float network, given to every step of the episode. The budget is kept by lowering bits, not by the reward.',
    formula: math('R', '=', '0.1', '(', sub('a', word('policy')), '−', sub('a', word('float')), ')'),
    source: 'Wang et al. 2019 (HAQ), equation 3',
  },
  hardwareModel: {
    title: 'Hardware model',
    text: 'A formula for the time or energy of a layer at given widths, with constants that can be changed. Nothing is measured on such hardware here.',
    source: 'Sharma et al. 2018; Umuroglu et al. 2018; Williams et al. 2009; Horowitz 2014',
  },
  roofline: {
    title: 'Roofline, ridge',
    text: 'A layer takes as long as its arithmetic or as its traffic to memory, whichever is longer; the ridge is the number of operations per byte at which both are equal.',
    formula: math(
      't',
      '=',
      word('max'),
      '(',
      frac(word('operations'), word('peak')),
      ',',
      frac(word('bytes'), word('bandwidth')),
      ')',
    ),
    source: 'Williams, Waterman and Patterson 2009',
  },
  hessian: {
    title: 'Hessian of the loss',
    text: 'How the slope of the loss changes with the weights: where its trace is large, the same rounding error costs more.',
    formula: math('L', '(', 'w', '+', 'e', ')', '−', 'L', '(', 'w', ')', '≈', frac('1', '2'), sup('e', '⊤'), 'H', 'e'),
    source: 'Dong et al. 2020 (HAWQ-V2), section 3',
  },
} as const satisfies Readonly<Record<string, Entry>>;
