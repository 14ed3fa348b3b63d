import { fixed } from '../../tasks/format';
import { fineTuneCodebook } from '../../quantizers/codebook-finetune';
import { assignToNearest, lloydStart, lloydStep } from '../../quantizers/kmeans-lloyd';
import { kmeans, lin } from '../presets';
import { type Screen, type WorkedExample, blank, gridOf, real, whole } from './example';
import { BLOCK, CONTEXT, NUMBERS, resultOf } from './matrix';

/** dL/dw of each number, row after row; made up for the example of the lecture. */
const GRADIENT: readonly (readonly number[])[] = [
  [-0.03, -0.01, 0.03, 0.02],
  [-0.01, 0.01, -0.02, 0.12],
  [-0.01, 0.02, 0.04, 0.01],
  [-0.07, -0.02, 0.01, -0.02],
];

/** Bits of the matrix in float32. */
const FLOAT_BITS = 32;

/** Squared error of Lloyd's iteration from evenly spaced centroids: before a move, and after one. */
function lloydErrors(): readonly [number, number] {
  const squared = (centroids: Float64Array): number =>
    assignToNearest(BLOCK.data, centroids, CONTEXT.kernels).reduce(
      (sum, code, i) => sum + ((centroids[code] ?? 0) - (BLOCK.data[i] ?? 0)) ** 2,
      0,
    );
  const start = lloydStart(BLOCK.data, 4, 'linear', CONTEXT.seed);
  return [squared(start), squared(lloydStep(BLOCK.data, start, CONTEXT.kernels))];
}

const namesOf = (centroids: readonly number[]): readonly string[] => centroids.map((_, i) => `centroid ${String(i)}`);

function clusterSheet(): Screen {
  const { quantized, codes, error, squared } = resultOf(kmeans(2));
  const centroids = quantized.centroids ?? [];
  const names = namesOf(centroids);
  const [before, after] = lloydErrors();
  return {
    id: 'W3.1',
    title: 'Four clusters',
    task: 'The numbers fall into four heaps. A centroid is the mean of its heap; a code is its number, from the smallest up.',
    grids: [
      gridOf({ title: 'W', values: NUMBERS, digits: 2 }),
      gridOf({
        title: 'centroids',
        values: [centroids],
        digits: 2,
        rows: ['centroid'],
        columns: names,
        blanks: [
          [0, 0],
          [0, 3],
        ],
      }),
      gridOf({
        title: 'codes',
        values: codes,
        isWhole: true,
        blanks: [
          [0, 1],
          [1, 1],
          [2, 1],
          [3, 2],
        ],
      }),
    ],
    lines: [{ symbol: '‖E‖', meaning: 'root of the sum of squared errors', cell: real(error) }],
    lesson: `The error is ${fixed(error, 3)}, the sum of squares ${fixed(squared, 4)}. Lloyd's iteration from evenly spaced centroids needs one move: ${fixed(before, 3)} becomes ${fixed(after, 3)}.`,
  };
}

function billSheet(): Screen {
  const { quantized, error, bits } = resultOf(kmeans(2));
  const { storage } = quantized;
  const linear = resultOf(lin(2, 'channel'));
  const float = FLOAT_BITS * BLOCK.data.length;
  return {
    id: 'W3.2',
    title: 'The bill',
    task: 'Sixteen codes of two bits, and four centroids in float32.',
    grids: [],
    lines: [
      { symbol: 'codes', meaning: 'bits', cell: blank(whole(storage.codes)) },
      { symbol: 'codebook', meaning: 'bits', cell: blank(whole(storage.codebook)) },
      { symbol: 'float32', meaning: 'bits of the matrix', cell: whole(float) },
      { symbol: 'ratio', meaning: 'times smaller', cell: blank(real(float / bits, 1)) },
    ],
    lesson: `Linear with a step for each row stores ${fixed(linear.bits, 0)} bits, too: the same bill, with an error of ${fixed(linear.error, 2)} against ${fixed(error, 2)}. But only its codes can be multiplied as integers.`,
  };
}

function tuningSheet(): Screen {
  const { quantized, codes } = resultOf(kmeans(2));
  const centroids = quantized.centroids ?? [];
  const names = namesOf(centroids);
  const tuned = fineTuneCodebook(codes.flat(), centroids, GRADIENT.flat(), 1);
  return {
    id: 'W3.3',
    title: 'Training the codebook',
    task: 'All numbers of a cluster share a centroid, so their gradients add up. Then take one step with a rate of 1.',
    grids: [
      gridOf({ title: 'codes', values: codes, isWhole: true }),
      gridOf({ title: 'gradient', values: GRADIENT, digits: 2 }),
      gridOf({
        title: 'sums, new centroids',
        values: [tuned.gradCentroids, tuned.newCentroids],
        digits: 2,
        rows: ['sum of gradients', 'new centroid'],
        columns: names,
        blanks: [
          [0, 0],
          [0, 3],
          [1, 3],
        ],
      }),
    ],
    lines: [],
    lesson: `The centroids move to ${tuned.newCentroids.map((c) => fixed(c, 2)).join(', ')}; the codes stay.`,
  };
}

/** W3: four centroids, their bill, and a step of training. */
export function codebookExample(): WorkedExample {
  return {
    id: 'W3',
    title: 'k-means: levels where the numbers are',
    screens: [clusterSheet(), billSheet(), tuningSheet()],
  };
}
