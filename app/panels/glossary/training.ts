import type { Entry } from './entry';

/** Training with quantization. */
export const TRAINING = {
  qat: {
    title: 'Quantization-aware training',
    text: 'Training in which the network computes with quantized weights while a float copy of them learns.',
    source: 'Krishnamoorthi 2018, section 2.4; lecture 6',
  },
  latent: {
    title: 'Latent (master) weight',
    text: 'The float copy that training moves in small steps; the network sees only the code that it rounds to.',
    source: 'Courbariaux et al. 2015, section 2.3',
  },
  ste: {
    title: 'Straight-through estimator',
    text: 'The gradient of rounding is taken to be 1, since its true slope is 0 almost everywhere and nothing would learn.',
    source: 'Bengio et al. 2013; lecture 6',
  },
  lsq: {
    title: 'Learned scale (LSQ)',
    text: 'The scale is trained by its own gradient, which weighs clipping against rounding by what the loss says.',
    source: 'Esser et al. 2020, equations 1 to 5',
  },
  maxabs: {
    title: 'Max-abs scale',
    text: 'The largest weight sets the range anew at every step, so one weight can make the step too coarse for all others.',
    source: 'Krishnamoorthi 2018, section 2',
  },
} as const satisfies Readonly<Record<string, Entry>>;
