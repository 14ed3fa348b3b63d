import type { Params } from '../params/param';
import { type Rung, recipeOf } from './rungs';

/** The matrix that the lecture quantizes by hand; its rows are output channels. */
const MATRIX: readonly (readonly number[])[] = [
  [2.09, -0.98, 1.48, 0.09],
  [0.05, -0.14, -1.08, 2.12],
  [-0.91, 1.92, 0, -1.03],
  [1.87, 0, 1.53, 1.49],
];

/** Channels of the matrix, and values of each. */
export const EXAMPLE_SIZE = 4;

/** The numbers in the order in which they are read, row after row: one channel of sixteen inputs. */
export function exampleBlock(): Float32Array {
  return Float32Array.from(MATRIX.flat());
}

/** The matrix in the order of tensors: the values of all channels at input 0, at input 1, and so on. */
export function exampleData(): Float32Array {
  return Float32Array.from({ length: EXAMPLE_SIZE ** 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / EXAMPLE_SIZE), i % EXAMPLE_SIZE];
    return MATRIX[column]?.[row] ?? 0;
  });
}

export interface ExampleStep {
  readonly title: string;
  /** What to look at, without any number that has to be computed. */
  readonly text: string;
  /** The numbers are one channel of sixteen, so that they can be one block. */
  readonly isBlock: boolean;
  readonly rungs: readonly Rung[];
}

interface Line {
  readonly label: string;
  readonly detail: string;
  readonly glyph?: Rung['glyph'];
  readonly quantizer?: string;
  readonly params?: Params;
  readonly granularity?: string;
  readonly groupSize?: number;
  /** Threshold over the largest value; 1 clips nothing. */
  readonly ratio?: number;
}

function rungOf(line: Line, id: string): Rung {
  const { label, detail, quantizer = 'uniform', params = {}, granularity = 'tensor', groupSize = 2, ratio } = line;
  const recipe = recipeOf(quantizer, params, granularity, { groupSize });
  const glyph = line.glyph ?? (granularity === 'channel' || granularity === 'group' ? granularity : 'tensor');
  const clipper = ratio === undefined ? recipe.clipper : { id: 'manual', params: { ratio } };
  return { id, label, detail, glyph, recipe: { ...recipe, clipper } };
}

const step = (title: string, text: string, lines: readonly Line[], isBlock = false): ExampleStep => ({
  title,
  text,
  isBlock,
  rungs: lines.map((line, i) => rungOf(line, `${title} ${String(i)}`)),
});

const two = { bits: 2 };
/** Thresholds of the clipping step; the largest value of the matrix is 2.12. */
export const THRESHOLDS = [2.12, 2, 1.8, 1.6, 1.5, 1.4, 1.2, 1];

/** The worked example of the lecture, one step a technique; every number on screen is computed. */
export const EXAMPLE_STEPS: readonly ExampleStep[] = [
  step(
    'Affine, 2 bits',
    'Four codes reach from the smallest to the largest number: S = (max − min) / 3, and Z moves the ruler so that 0 is a code.',
    [
      { label: 'Per tensor', detail: 'one S, one Z', params: { bits: 2, scheme: 'affine', signed: true } },
      {
        label: 'Per channel',
        detail: 'an S and a Z for each row',
        params: { bits: 2, scheme: 'affine', signed: true },
        granularity: 'channel',
      },
    ],
  ),
  step(
    'Symmetric, who shares S',
    'Three codes, −1, 0 and 1, and no zero point. With S for each row only one code changes; most of the gain is in row 4. At 3 bits finer is not better here: rounding luck decides among 16 numbers.',
    [
      { label: 'Per tensor', detail: '2 bits', params: two },
      { label: 'Per channel', detail: '2 bits', params: two, granularity: 'channel' },
      { label: 'Groups of 2', detail: '2 bits', params: two, granularity: 'group' },
      { label: 'Per tensor', detail: '3 bits', params: { bits: 3 } },
      { label: 'Per channel', detail: '3 bits', params: { bits: 3 }, granularity: 'channel' },
    ],
  ),
  step(
    'k-means, 4 centroids',
    'The codebook puts its values where the numbers are. It stores as many bits as one scale for each row, with a far smaller error; but its values cannot be multiplied as integers.',
    [
      { label: 'Codebook', detail: 'exact, k = 4', quantizer: 'codebook', params: two },
      { label: 'Per channel', detail: 'symmetric, 2 bits', params: two, granularity: 'channel' },
    ],
  ),
  step(
    'Binary and ternary',
    'Only the sign and one α; then a zero as well. The threshold of TWN is 0.7 times the mean magnitude.',
    [
      { label: 'Binary', detail: 'α = mean |w|', quantizer: 'binary' },
      { label: 'Binary', detail: 'α for each row', quantizer: 'binary', granularity: 'channel' },
      { label: 'Ternary', detail: 'threshold 0.7', quantizer: 'ternary' },
      { label: 'Ternary', detail: 'for each row', quantizer: 'ternary', granularity: 'channel' },
    ],
  ),
  step(
    'Clipping, symmetric 2 bits',
    'A smaller threshold T makes the step smaller and clips what lies beyond. The best T gives the levels of the ternary step.',
    THRESHOLDS.map((threshold) => ({
      label: `T = ${String(threshold)}`,
      detail: threshold === 2.12 ? 'nothing clipped' : 'clipped beyond T',
      params: two,
      ratio: threshold / 2.12,
    })),
  ),
  step(
    'One block of MX',
    'The sixteen numbers, row after row, are one block. Its largest number sets the shared exponent; a pair that is small enough takes the shift of its micro-exponent and has one bit more of resolution. Below, press a bit of each and see whom it reaches.',
    [
      { label: 'MX4', detail: 'shared micro-exponents', glyph: 'mx', quantizer: 'mx-shared', params: { m: 2 } },
      { label: 'MX6', detail: 'shared micro-exponents', glyph: 'mx', quantizer: 'mx-shared', params: { m: 4 } },
      { label: 'MX9', detail: 'shared micro-exponents', glyph: 'mx', quantizer: 'mx-shared', params: { m: 7 } },
    ],
    true,
  ),
  step(
    'VSQuant, two levels of scale',
    'Every row is a vector with an integer scale of 4 bits, and one float scale γ serves all: a number is code × integer scale × γ. At 2 bits the vectors keep their scales and lose nearly all codes.',
    [
      {
        label: 'VSQuant',
        detail: 'INT4, vectors of 4',
        glyph: 'vsquant',
        quantizer: 'vsquant',
        params: { bits: 4, vectorSize: 4, coarse: 'tensor' },
      },
      {
        label: 'VSQuant',
        detail: 'INT2, vectors of 4',
        glyph: 'vsquant',
        quantizer: 'vsquant',
        params: { bits: 2, vectorSize: 4, coarse: 'tensor' },
      },
    ],
  ),
];
