import type { ParamTable } from '../../params/param';

/** Ways to share scales, from the coarsest to the finest, then the formats of blocks. */
export const RUNG_IDS = [
  'tensor',
  'channel',
  'group',
  'vsquant',
  'mx4',
  'mx6',
  'mx9',
  'mxfp4',
  'mxfp6',
  'mxfp8',
  'nvfp4',
  'nf4',
] as const;

const option = (value: string, label: string, help: string) => ({ value, label, help });

/** Settings of the Granularity ladder. The layer and the model are those of all screens. */
export const granularityTable: ParamTable = {
  subject: {
    kind: 'choice',
    default: 'weights',
    label: 'Tensor',
    help: 'What is quantized under every rung.',
    options: [
      option('weights', 'Weights', 'The selected layer of the network.'),
      option('activations', 'Activations', 'What goes into the selected layer on training images.'),
      option('example', 'By hand', 'The 4 × 4 matrix of the lecture, step by step.'),
      option('picture', 'Picture', 'A picture, whose error can be seen.'),
    ],
  },
  bits: {
    kind: 'integer',
    min: 2,
    max: 8,
    default: 4,
    label: 'Codes',
    help: 'Width of an integer code in the rungs that are not a fixed format.',
  },
  groupSize: {
    kind: 'integer',
    min: 2,
    max: 256,
    default: 16,
    label: 'Group size',
    help: 'Values that share a scale in the rung "group".',
  },
  rung: {
    kind: 'choice',
    default: 'mx6',
    label: 'Rung',
    help: 'The rung whose codes are shown bit by bit.',
    options: RUNG_IDS.map((id) => option(id, id, 'A rung of the ladder.')),
  },
  weight: {
    kind: 'integer',
    min: 0,
    max: 50_000_000,
    default: 0,
    label: 'Value',
    help: 'Place of the selected value in the tensor.',
  },
  edits: {
    kind: 'numbers',
    maxLength: 24,
    default: [],
    label: 'Changed bits',
    help: 'Pairs: a field of the code, and the bits it was changed to.',
  },
  outlier: {
    kind: 'choice',
    default: 'none',
    label: 'Outlier',
    help: 'One value made large by hand; it is not in the trained network.',
    options: [
      option('none', 'None', 'The tensor as it is.'),
      option('seeded', 'Drawn', 'A value drawn with the seed of A.'),
      option('chosen', 'Selected', 'The selected value.'),
    ],
  },
  factor: {
    kind: 'number',
    min: 1,
    max: 32,
    step: 0.5,
    default: 8,
    label: 'Outlier',
    help: 'The value becomes this many times the largest one.',
    unit: '×',
  },
  step: { kind: 'integer', min: 0, max: 6, default: 0, label: 'Step', help: 'Step of the worked example.' },
  picture: {
    kind: 'choice',
    default: 'landscape',
    label: 'Picture',
    help: 'Which picture is quantized.',
    options: [
      option('landscape', 'Landscape', 'Computed: a soft sky, a small bright sun, dark ground.'),
      option('gradient', 'Gradient', 'Computed: brightness rises evenly from left to right.'),
      option('image', 'Test image', 'An image of the data set.'),
    ],
  },
  image: { kind: 'integer', min: 0, max: 1999, default: 0, label: 'Image', help: 'Number of the test image.' },
  look: {
    kind: 'choice',
    default: 'error',
    label: 'Show',
    help: 'What the maps of a picture show.',
    options: [
      option('values', 'Picture', 'The quantized picture.'),
      option('error', 'Difference', 'How far each pixel is from the original.'),
    ],
  },
};
