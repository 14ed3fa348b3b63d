import { sampleShapes } from '../../numerics/sample-shapes';
import type { ParamTable } from '../../params/param';

const METHODS = [
  { value: 'minmax', label: 'Min-max', help: 'The largest value ever seen.' },
  { value: 'ema', label: 'EMA', help: 'A running average of the largest value of each batch.' },
  { value: 'percentile', label: 'Percentile', help: 'Leaves out a fixed share of the largest values.' },
  { value: 'kl', label: 'KL divergence', help: 'The histogram that loses least information.' },
  { value: 'mse', label: 'MSE', help: 'The least squared error of a search.' },
  { value: 'octav', label: 'OCTAV', help: "Newton's steps down the squared error." },
  { value: 'aciq', label: 'ACIQ', help: 'The best threshold of a fitted curve.' },
] as const;

/** Number of values of a sample by the name of its setting. */
export const SAMPLE_COUNTS: Readonly<Record<string, number>> = { small: 20_000, medium: 200_000, large: 1_000_000 };

/** Settings of the Clipping arena; the layer is that of all screens. */
export const clippingScreen = {
  source: {
    kind: 'choice',
    default: 'weights',
    label: 'Values',
    help: 'Whether the weights of a layer are clipped or what goes into it.',
    options: [
      { value: 'weights', label: 'Weights', help: 'The kernel of the layer.' },
      { value: 'activations', label: 'Activations', help: 'What goes into the layer on training images.' },
    ],
  },
  shape: {
    kind: 'choice',
    default: 'layer',
    label: 'Shape',
    help: 'The real layer, or a seeded sample on which some methods win and others lose.',
    options: [
      { value: 'layer', label: 'The real layer', help: 'Values of the network.' },
      ...Object.entries(sampleShapes).map(([value, { label, help }]) => ({ value, label, help })),
    ],
  },
  count: {
    kind: 'choice',
    default: 'small',
    label: 'Values drawn',
    help: 'Size of the sample.',
    options: [
      { value: 'small', label: '20,000', help: 'A small layer.' },
      { value: 'medium', label: '200,000', help: 'A layer of a small network.' },
      { value: 'large', label: '1,000,000', help: 'A large layer.' },
    ],
  },
  seed: {
    kind: 'integer',
    min: 0,
    max: 9999,
    default: 7,
    label: 'Seed',
    help: 'Decides which values are drawn: the same seed gives the same values.',
  },
  bits: { kind: 'integer', min: 2, max: 8, default: 4, label: 'Bits', help: 'Width of a code.' },
  codes: {
    kind: 'choice',
    default: 'auto',
    label: 'Codes',
    help: 'Which codes there are, and how many steps the threshold is divided into.',
    options: [
      { value: 'auto', label: 'By the data', help: 'Unsigned where no value is below zero, else restricted.' },
      {
        value: 'restricted',
        label: 'Signed, restricted',
        help: 'As many codes below zero as above: −7 to 7 at 4 bits.',
      },
      { value: 'full', label: 'Signed, full', help: 'One code more below zero: −8 to 7 at 4 bits.' },
      { value: 'unsigned', label: 'Unsigned', help: 'No code below zero: 0 to 15 at 4 bits.' },
    ],
  },
  a: { kind: 'choice', default: 'mse', label: 'A', help: 'The method that is compared as A.', options: METHODS },
  b: { kind: 'choice', default: 'minmax', label: 'B', help: 'The method that is compared as B.', options: METHODS },
  hand: {
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    default: 0,
    label: 'Threshold of A by hand',
    help: 'As a share of the largest value; 0 leaves it to the method.',
  },
  percentile: {
    kind: 'number',
    min: 90,
    max: 100,
    step: 0.01,
    default: 99.9,
    unit: '%',
    label: 'Percentile',
    help: 'Share of the values that stay inside the range.',
  },
  alpha: {
    kind: 'number',
    min: 0.01,
    max: 1,
    step: 0.01,
    default: 0.1,
    label: 'Weight of a new batch',
    help: 'How far each batch moves the running average; 1 keeps only the last one.',
  },
  badBatch: {
    kind: 'boolean',
    default: false,
    label: 'One bad batch',
    help: 'Makes one batch eight times as large. Artificial: the data has no such batch.',
  },
  distribution: {
    kind: 'choice',
    default: 'laplace',
    label: 'Fitted curve',
    help: 'The curve that ACIQ takes the values for.',
    options: [
      { value: 'gaussian', label: 'Gauss', help: 'A bell with the standard deviation of the values.' },
      { value: 'laplace', label: 'Laplace', help: 'A sharp peak with the mean distance of the values.' },
    ],
  },
  cursor: {
    kind: 'integer',
    min: 0,
    max: 2048,
    default: 0,
    label: 'Bins kept',
    help: 'Candidate of the KL search whose P and Q are drawn; 0 is the best one.',
  },
  step: {
    kind: 'integer',
    min: 0,
    max: 100,
    default: 100,
    label: 'Newton step',
    help: 'Steps of OCTAV that are drawn; 100 is all of them.',
  },
} as const satisfies ParamTable;
