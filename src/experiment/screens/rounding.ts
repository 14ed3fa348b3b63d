import type { ParamTable, Params } from '../../params/param';

const integer = (min: number, max: number, start: number, label: string, help: string) =>
  ({ kind: 'integer', min, max, default: start, label, help }) as const;
const number = (min: number, max: number, step: number, start: number, label: string, help: string) =>
  ({ kind: 'number', min, max, step, default: start, label, help }) as const;
const option = (value: string, label: string, help: string) => ({ value, label, help });

/** Settings of the Rounding theatre; the layer is that of all screens. */
export const roundingScreen = {
  bits: integer(2, 8, 3, 'Bits', 'Width of a code.'),
  granularity: {
    kind: 'choice',
    default: 'tensor',
    label: 'Scale for each',
    help: 'Who shares a scale.',
    options: [
      option('tensor', 'Tensor', 'One scale for the layer.'),
      option('channel', 'Channel', 'One for each output.'),
      option('group', 'Group of 16', 'One for 16 weights of an output.'),
    ],
  },
  clipper: {
    kind: 'choice',
    default: 'mse',
    label: 'Clipping',
    help: 'How the scale is chosen; it stays as it is.',
    options: [
      option('mse', 'MSE', 'Least squared error of the weights.'),
      option('minmax', 'Min-max', 'The largest weight.'),
    ],
  },
  images: integer(16, 1024, 256, 'Calibration images', 'Training images whose outputs are compared.'),
  iterations: integer(100, 4000, 1000, 'Steps', 'Steps of Adam.'),
  jointImages: integer(16, 4096, 4000, 'Images, all layers', 'Those of AdaRound on all layers at once.'),
  jointSteps: integer(100, 8000, 4000, 'Steps, all layers', 'Those of AdaRound on all layers at once, 16 images each.'),
  learningRate: number(0.001, 0.1, 0.001, 0.01, 'Learning rate', 'How far a step moves V.'),
  lambda: number(0.000001, 1, 0.001, 0.03, 'λ', 'Weight of the regulariser, as a share of the error of nearest.'),
  warmStart: number(0, 0.8, 0.05, 0.2, 'Warm start', 'Share of the steps without regulariser.'),
  betaStart: number(4, 40, 1, 20, 'β from', 'Sharpness after the warm start.'),
  betaEnd: number(1, 8, 0.5, 2, 'β to', 'Sharpness at the end.'),
  schedule: {
    kind: 'choice',
    default: 'cosine',
    label: 'β falls',
    help: 'How β falls.',
    options: [option('cosine', 'Cosine', 'Slow, fast, slow.'), option('linear', 'Linear', 'Evenly.')],
  },
  activation: {
    kind: 'choice',
    default: 'none',
    label: 'Compare outputs',
    help: 'Where the outputs are compared.',
    options: [
      option('none', 'Before ReLU', 'All of them.'),
      option('relu', 'After ReLU', 'What the ReLU lets through.'),
    ],
  },
  inputs: {
    kind: 'choice',
    default: 'float',
    label: 'Layers before',
    help: 'What gives the inputs of the layer.',
    options: [
      option('float', 'Float', 'Only this layer is rounded.'),
      option('quantized', 'Rounded', 'All are rounded to nearest; only this one learns.'),
    ],
  },
  seed: integer(0, 9999, 1, 'Seed', 'Decides what is drawn.'),
  row: integer(-1, 100_000, -1, 'Output', 'The output that is rounded in every way; −1: the worst.'),
  draws: integer(20, 1000, 100, 'Draws', 'Stochastic roundings.'),
  first: number(0, 1, 0.01, 0.7, 'Weight 1', 'Its place between two codes.'),
  second: number(0, 1, 0.01, 0.6, 'Weight 2', 'Its place between two codes.'),
  correlation: number(-1, 1, 0.01, 0.9, 'Correlation', 'How far the two inputs go together.'),
  ratio: number(0.1, 4, 0.01, 1, 'Input 2 / input 1', 'Size of the second input.'),
} as const satisfies ParamTable;

/** How AdaRound learns, and on what. */
export const ADAROUND_SETTINGS = [
  'images',
  'iterations',
  'learningRate',
  'lambda',
  'warmStart',
  'betaStart',
  'betaEnd',
  'schedule',
  'activation',
] as const;

/**
 * Ways to round a network that give it other weights, or other codes, than a recipe alone; with the settings that decide
 * each, and no others. `equalized-adaround`: AdaRound once the ranges of the channels are equal.
 * `joint-adaround`: AdaRound on all layers at once.
 */
const METHOD_SETTINGS = {
  adaround: ADAROUND_SETTINGS,
  'equalized-adaround': ADAROUND_SETTINGS,
  'joint-adaround': ['jointImages', 'jointSteps'],
  gptq: ['images'],
  bias: ['images'],
  awq: ['images'],
  smoothquant: ['images'],
  equalization: [],
} as const satisfies Readonly<Record<string, readonly (keyof typeof roundingScreen)[]>>;

export type RoundingMethod = keyof typeof METHOD_SETTINGS;

export function isRoundingMethod(id: unknown): id is RoundingMethod {
  return typeof id === 'string' && Object.hasOwn(METHOD_SETTINGS, id);
}

/** Of some settings those that decide what a method gives. */
export function methodParams(method: RoundingMethod, params: Params): Params {
  const keys: readonly string[] = METHOD_SETTINGS[method];
  return Object.fromEntries(Object.entries(params).filter(([key]) => keys.includes(key)));
}
