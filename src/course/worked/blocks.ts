import { mxShared } from '../../quantizers/mx-shared';
import { vsquant } from '../../quantizers/vsquant';
import { fixed } from '../../tasks/format';
import { format } from '../presets';
import { type Screen, type WorkedExample, blank, gridOf, real, whole } from './example';
import { BLOCK, CONTEXT, MATRIX, NUMBERS, resultOf } from './matrix';

const vsq = (vectorBits: number) =>
  format('vsquant', { bits: vectorBits, vectorSize: 4, scaleBits: 4, coarse: 'tensor' });

const mx = (m: number) => format('mx-shared', { m });
const letters = () => gridOf({ title: 'W', values: NUMBERS, digits: 2 });

function sharedSheet(): Screen {
  const [four, six, nine] = [resultOf(mx(2), BLOCK), resultOf(mx(4), BLOCK), resultOf(mx(7), BLOCK)];
  const { sharedExponents, microExponents } = mxShared.fit(BLOCK, mx(2), CONTEXT);
  return {
    id: 'W6.1',
    title: 'MX4',
    task: 'E is the exponent of the largest number. A pair whose larger number is below 2 to the E has a shift of 1 and half the step.',
    grids: [
      letters(),
      gridOf({
        title: 'shifts',
        values: [0, 2, 4, 6].map((i) => microExponents.slice(i, i + 2)),
        isWhole: true,
        columns: ['first pair', 'second pair'],
        blanks: [
          [0, 0],
          [1, 1],
          [2, 0],
        ],
      }),
      gridOf({
        title: 'codes',
        values: four.codes,
        isWhole: true,
        blanks: [
          [0, 1],
          [0, 2],
          [2, 1],
          [3, 0],
        ],
      }),
    ],
    lines: [
      { symbol: 'E', meaning: 'shared exponent', cell: blank(whole(sharedExponents[0] ?? 0)) },
      { symbol: 'step', meaning: 'without a shift: 2 to the E − 1', cell: real(four.quantized.scales?.[0] ?? 0, 1) },
    ],
    lesson: `The error is ${fixed(four.error, 3)} with MX4, ${fixed(six.error, 3)} with MX6 and ${fixed(nine.error, 4)} with MX9: two and five bits of mantissa more.`,
  };
}

function vectorSheet(): Screen {
  const two = resultOf(vsq(4));
  const { gamma, scaleCodes } = vsquant.fit(MATRIX, vsq(4), CONTEXT);
  return {
    id: 'W6.2',
    title: 'VSQuant',
    task: 'Each row has a step S of its own, its largest number over 7. γ is the largest step over 15, and each row stores S / γ, rounded.',
    grids: [
      letters(),
      gridOf({
        title: 'integer scales',
        values: [scaleCodes],
        isWhole: true,
        rows: ['scale'],
        columns: ['row 1', 'row 2', 'row 3', 'row 4'],
        blanks: [
          [0, 0],
          [0, 2],
          [0, 3],
        ],
      }),
    ],
    lines: [
      { symbol: 'γ', meaning: 'step of the scales', cell: real(gamma[0] ?? 0, 5) },
      { symbol: '‖E‖', meaning: 'with codes of 4 bits', cell: real(two.error) },
    ],
    lesson: `Four float scales became four integers of 4 bits and one float. The error is ${fixed(two.error, 3)}; with codes of 2 bits it would be ${fixed(resultOf(vsq(2)).error, 3)}.`,
  };
}

/** W6: one block of shared micro-exponents, then two levels of scale. */
export function blockExample(): WorkedExample {
  return { id: 'W6', title: 'Blocks with a shared exponent, and two scales', screens: [sharedSheet(), vectorSheet()] };
}
