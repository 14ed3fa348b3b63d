import { octavThreshold } from '../../clipping/octav';
import { THRESHOLDS } from '../../experiment/worked-example';
import { fixed } from '../../tasks/format';
import { lin } from '../presets';
import { type WorkedExample, gridOf, numbered } from './example';
import { BLOCK, NUMBERS, resultOf } from './matrix';

/** W5: a threshold below the largest number. */
export function clippingExample(): WorkedExample {
  const top = Math.max(...NUMBERS.flat().map(Math.abs));
  const tried = THRESHOLDS.map((threshold) => ({ threshold, ...resultOf(lin(2, 'tensor', threshold / top)) }));
  const best = tried.reduce((least, one) => (one.squared < least.squared ? one : least));
  const at = tried.indexOf(best);
  const { iterates } = octavThreshold(BLOCK.data, 2, false);
  const shown = Array.from(iterates.subarray(0, 4));
  const settled = resultOf(lin(2, 'tensor', (iterates.at(-1) ?? top) / top));
  return {
    id: 'W5',
    title: 'Clipping with three levels',
    screens: [
      {
        id: 'W5.1',
        title: 'Try thresholds',
        task: 'Beyond T a number becomes T, below half of T it becomes 0. What is clipped and what is rounded add up.',
        grids: [
          gridOf({
            title: 'squared error',
            values: tried.map(({ clipped, squared }) => [clipped, squared - clipped, squared]),
            rows: tried.map(({ threshold }) => `T = ${String(threshold)}`),
            columns: ['clipped', 'rounded', 'together'],
            blanks: [
              [1, 1],
              [at, 2],
              [tried.length - 1, 1],
            ],
          }),
        ],
        lines: [],
        lesson: `T = ${fixed(best.threshold, 1)} is best: ${fixed(best.squared, 3)} instead of ${fixed(tried[0]?.squared ?? 0, 3)}. Its levels are those of the ternary example.`,
      },
      {
        id: 'W5.2',
        title: 'OCTAV',
        task: 'It starts at the mean magnitude of the numbers that are not 0. Each next threshold is the sum of the magnitudes beyond it over (their count + the others / 48).',
        grids: [
          gridOf({
            title: 'thresholds',
            values: [shown],
            rows: ['threshold'],
            columns: numbered('step', shown.length),
            blanks: [
              [0, 0],
              [0, 1],
            ],
          }),
        ],
        lines: [],
        lesson: `It settles at ${fixed(iterates.at(-1) ?? 0, 3)}, where the error is ${fixed(settled.error, 3)}: not the best. It takes rounding errors for small and even noise, and three levels are too few for that.`,
      },
    ],
  };
}
