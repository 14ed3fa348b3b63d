import type { RoundingMethod } from '../../src/experiment/screens/rounding';

/** What the ways to round a network are called. */
export const METHOD_NAMES: Readonly<Record<RoundingMethod, string>> = {
  adaround: 'AdaRound',
  'equalized-adaround': 'AdaRound after equalization',
  'joint-adaround': 'AdaRound on all layers at once',
  gptq: 'GPTQ',
  bias: 'Bias correction',
  awq: 'AWQ scaling',
  smoothquant: 'SmoothQuant scaling',
  equalization: 'Equalized ranges',
};
