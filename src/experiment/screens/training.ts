import type { ParamTable, Params } from '../../params/param';

const SCALES = [
  { value: 'frozen', label: 'Frozen', help: 'The range of least squared error on the weights before training, kept.' },
  { value: 'max-abs', label: 'Max-abs', help: 'The largest weight sets the range anew at every step.' },
  {
    value: 'learned',
    label: 'Learned',
    help: 'The scale is trained like a weight (LSQ); of a codebook, its centroids, each by the sum over its weights.',
  },
] as const;

/** Ways to get levels; the last one takes only the bits of a recipe. */
const LEVELS = [
  ...SCALES,
  {
    value: 'dorefa',
    label: 'DoReFa',
    help: 'Weights squeezed by tanh into −1 to 1, with even levels there; of the recipe only the bits count.',
  },
] as const;

/** How networks are trained on the Training screen; bits and granularity are those of the recipes. */
export const trainingScreen = {
  train: {
    kind: 'choice',
    default: 'both',
    label: 'Train',
    help: 'Which of the two recipes is trained, one after the other.',
    options: [
      { value: 'a', label: 'A', help: 'Recipe A.' },
      { value: 'b', label: 'B', help: 'Recipe B.' },
      { value: 'both', label: 'A and B', help: 'Recipe A, then recipe B.' },
    ],
  },
  scaleA: {
    kind: 'choice',
    default: 'frozen',
    label: 'Scale of A',
    help: 'What decides the levels of the weights of recipe A while they are trained.',
    options: LEVELS,
  },
  scaleB: {
    kind: 'choice',
    default: 'frozen',
    label: 'Scale of B',
    help: 'What decides the levels of the weights of recipe B while they are trained.',
    options: LEVELS,
  },
  ste: {
    kind: 'choice',
    default: 'clipped',
    label: 'Gradient',
    help: 'Where the gradient passes through the rounding, whose own slope is 0 or infinite.',
    options: [
      { value: 'clipped', label: 'Clipped', help: 'Passes where the weight lies in range.' },
      { value: 'pass-through', label: 'Pass-through', help: 'Passes everywhere, clipped weights included.' },
      { value: 'torch', label: 'Rounded', help: 'Passes where the rounded weight lies in range, as in PyTorch.' },
    ],
  },
  start: {
    kind: 'choice',
    default: 'float',
    label: 'Start from',
    help: 'The weights that training begins with.',
    options: [
      { value: 'float', label: 'Float', help: 'The float weights.' },
      { value: 'ptq', label: 'PTQ', help: 'The weights as the recipe rounds them.' },
    ],
  },
  epochs: {
    kind: 'integer',
    min: 1,
    max: 20,
    default: 1,
    label: 'Epochs',
    help: 'How often every training image is seen.',
  },
  images: {
    kind: 'integer',
    min: 500,
    max: 10000,
    default: 10000,
    label: 'Training images',
    help: 'How many of the training images are used; they are never test images.',
  },
  learningRate: {
    kind: 'number',
    min: 0.00001,
    max: 1,
    step: 0.0005,
    default: 0.001,
    label: 'Learning rate',
    help: 'Size of a step; too large a rate lets the loss grow.',
  },
  optimizer: {
    kind: 'choice',
    default: 'adam',
    label: 'Optimizer',
    help: 'How a gradient becomes a step.',
    options: [
      { value: 'adam', label: 'Adam', help: 'Steps of about the learning rate for every weight.' },
      { value: 'sgd', label: 'SGD', help: 'Steps in proportion to the gradient, with momentum 0.9.' },
    ],
  },
  schedule: {
    kind: 'choice',
    default: 'cosine',
    label: 'Schedule',
    help: 'How the learning rate changes during the run.',
    options: [
      { value: 'cosine', label: 'Cosine', help: 'Falls to 0 along half a cosine.' },
      { value: 'constant', label: 'Constant', help: 'Stays.' },
      { value: 'step', label: 'Step', help: 'A tenth after every third of the run.' },
    ],
  },
  warmUp: {
    kind: 'integer',
    min: 0,
    max: 1000,
    default: 0,
    label: 'Warm-up steps',
    help: 'Steps in which the learning rate rises from 0.',
  },
  weightDecay: {
    kind: 'number',
    min: 0,
    max: 0.5,
    step: 0.01,
    default: 0,
    label: 'Weight decay',
    help: 'Share that each step takes off the weights, times the learning rate; never off a scale.',
  },
  batchSize: {
    kind: 'integer',
    min: 8,
    max: 256,
    default: 64,
    label: 'Batch size',
    help: 'Images per step.',
  },
  flip: {
    kind: 'boolean',
    default: false,
    label: 'Mirror images',
    help: 'Mirrors every other training image, chosen at random.',
  },
  shift: {
    kind: 'integer',
    min: 0,
    max: 4,
    default: 0,
    label: 'Shift images',
    help: 'Moves each training image by up to so many pixels.',
  },
  activations: {
    kind: 'choice',
    default: 'recipe',
    label: 'Activations',
    help: 'What the layers take in while training and after.',
    options: [
      { value: 'recipe', label: 'As the recipe', help: 'Float, or the bits of the recipe over an observed range.' },
      { value: 'float', label: 'Float', help: 'Not quantized.' },
      { value: 'ema', label: 'Observed', help: 'A moving average of the range that was seen.' },
      { value: 'lsq', label: 'Learned', help: 'A learned scale (LSQ).' },
      { value: 'pact', label: 'PACT', help: 'A learned upper end.' },
      { value: 'dorefa', label: 'DoReFa', help: 'Clipped to 0 to 1.' },
    ],
  },
  activationBits: {
    kind: 'integer',
    min: 2,
    max: 8,
    default: 8,
    label: 'Activation bits',
    help: 'Bits of what the layers take in, where this screen and not the recipe decides.',
  },
  batchNorm: {
    kind: 'choice',
    default: 'fold',
    label: 'Batch normalization',
    help: 'Which weights are quantized in a network that still has its batch normalization.',
    options: [
      { value: 'fold', label: 'Folded in', help: 'The weights as deployed, with the normalization in them.' },
      { value: 'keep', label: 'Kept apart', help: 'The weights before the normalization.' },
    ],
  },
  control: {
    kind: 'boolean',
    default: true,
    label: 'Float control',
    help: 'Trains the float network for the same steps first, to tell what more training alone brings.',
  },
  seed: {
    kind: 'integer',
    min: 0,
    max: 4294967295,
    default: 0,
    label: 'Seed',
    help: 'Decides the order of the images and their augmentation; the same seed gives the same weights.',
  },
  curveBits: {
    kind: 'numbers',
    maxLength: 7,
    default: [2, 3, 4],
    label: 'Bits of the curves',
    help: 'Widths at which nearest, AdaRound and training are compared.',
  },
  curveScales: {
    kind: 'choice',
    default: 'tensor',
    label: 'Scales of the curves',
    help: 'Who shares a scale in that comparison.',
    options: [
      { value: 'tensor', label: 'Tensor', help: 'One scale for a layer.' },
      { value: 'channel', label: 'Channel', help: 'One for each output.' },
      { value: 'both', label: 'Both', help: 'A curve of each.' },
    ],
  },
  curveRule: {
    kind: 'choice',
    default: 'frozen',
    label: 'Scale in training',
    help: 'What decides the range while the networks of that comparison are trained.',
    options: SCALES,
  },
} as const satisfies ParamTable;

/** Settings that say which runs there are, or belong to one side alone. */
const OF_NO_RUN: readonly string[] = ['train', 'control', 'scaleA', 'scaleB', 'curveBits', 'curveScales', 'curveRule'];

/** The settings that decide what a run gives, without those that only say which runs there are. */
export function runParams(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !OF_NO_RUN.includes(key)));
}
