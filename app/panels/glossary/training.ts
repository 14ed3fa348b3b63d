import type { Entry } from './entry';
import { frac, hat, math, row, word } from './mathml';

const LECTURE = 'MIT 6.5940, lectures 5 and 6 (Quantization)';

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
    formula: math('w', '←', 'w', '−', 'η', frac(row('∂', 'L'), row('∂', hat('w')))),
    source: 'Courbariaux et al. 2015, section 2.3',
  },
  ste: {
    title: 'Straight-through estimator',
    text: 'The gradient of rounding is taken to be 1, since its true slope is 0 almost everywhere and nothing would learn.',
    formula: math(frac(row('∂', hat('w')), row('∂', 'w')), '≈', '1'),
    source: 'Bengio et al. 2013; lecture 6',
  },
  lsq: {
    title: 'Learned scale (LSQ)',
    text: 'The scale is trained by its own gradient, which weighs clipping against rounding by what the loss says.',
    formula: math(frac(row('∂', hat('w')), row('∂', 's')), '=', 'q', '−', frac('w', 's')),
    source: 'Esser et al. 2020, equations 1 to 5',
  },
  trainedScale: {
    title: 'Scale while training',
    text: 'Frozen: the range of least squared error before training; max-abs: the largest weight at every step; learned: by its own gradient.',
    source: 'Krishnamoorthi 2018, section 2; Esser et al. 2020',
  },
  learningRate: {
    title: 'Learning rate',
    text: 'The size of a step; with Adam about the distance that every weight moves in one step.',
    formula: math('w', '←', 'w', '−', 'η', 'g'),
    source: 'Kingma and Ba 2015, section 2',
  },
  epoch: {
    title: 'Epoch',
    text: 'One pass over all training images, in an order of its own.',
    source: LECTURE,
  },
  trainingImages: {
    title: 'Training images',
    text: 'The images that the weights learn from; accuracy is always measured on others, the test images.',
    source: LECTURE,
  },
  gradientMask: {
    title: 'Masked gradient',
    text: 'Weights outside of the range get no gradient from the clipped estimator, so that they stay where they are.',
    source: 'Bengio et al. 2013; Krishnamoorthi 2018, section 2.4',
  },
  oscillation: {
    title: 'Oscillating weight',
    text: 'A float weight near a threshold whose code changes back and forth: each step it is pushed back over the threshold.',
    source: 'Nagel et al. 2022, section 2',
  },
  weightSet: {
    title: 'Weight set',
    text: 'The float weights that a recipe starts from: those the network ships with, or those that a training made of them.',
    source: LECTURE,
  },
  ptq: {
    title: 'Post-training quantization',
    text: 'Quantizing a trained network without any further training: what the Lab measures.',
    source: 'Krishnamoorthi 2018, section 3.1; lectures 5 and 6',
  },
  fakeQuantization: {
    title: 'Fake quantization',
    text: 'Quantized and turned back into a float at once, so that a network in float computes with the values that its codes stand for.',
    formula: math(hat('w'), '=', 's', '(', word('round'), '(', frac('w', 's'), ')', ')'),
    source: 'Jacob et al. 2018, section 3',
  },
} as const satisfies Readonly<Record<string, Entry>>;
