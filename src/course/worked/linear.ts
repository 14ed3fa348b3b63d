import { fixed } from '../../tasks/format';
import { aff, lin } from '../presets';
import { type Screen, type WorkedExample, blank, gridOf, real, whole } from './example';
import { NUMBERS, resultOf } from './matrix';

const numbers = () => gridOf({ title: 'W', values: NUMBERS, digits: 2 });
const signed = (recipe: ReturnType<typeof aff>) => ({
  ...recipe,
  quantizer: { ...recipe.quantizer, params: { ...recipe.quantizer.params, signed: true } },
});

/** W1: four codes and a zero point. */
export function affineExample(): WorkedExample {
  const { quantized, codes, values, error } = resultOf(signed(aff(2)));
  const byRow = resultOf(signed(aff(2, 'channel')));
  const [scale, zero] = [quantized.scales?.[0] ?? 0, quantized.zeroPoints?.[0] ?? 0];
  const all = NUMBERS.flat();
  return {
    id: 'W1',
    title: 'Linear, with a zero point',
    screens: [
      {
        id: 'W1.1',
        title: 'A step and a zero point',
        task: 'Two bits give the codes −2, −1, 0 and 1. Let the smallest number be code −2 and the largest code 1.',
        grids: [numbers()],
        lines: [
          { symbol: 'max', meaning: 'largest number', cell: real(Math.max(...all), 2) },
          { symbol: 'min', meaning: 'smallest number', cell: real(Math.min(...all), 2) },
          { symbol: 'S', meaning: 'step between two codes', cell: blank(real(scale)) },
          { symbol: 'Z', meaning: 'code of the number 0', cell: blank(whole(zero)) },
        ],
        lesson: `Three steps of ${fixed(scale, 3)} reach from one end to the other, and Z = ${fixed(zero, 0)} makes 0 exact.`,
      },
      {
        id: 'W1.2',
        title: 'Codes, and the way back',
        task: 'Divide by S, round, add Z, and keep the code within −2 and 1. Then go back.',
        grids: [
          numbers(),
          gridOf({
            title: 'q',
            values: codes,
            isWhole: true,
            blanks: [
              [0, 1],
              [1, 3],
              [2, 1],
              [3, 2],
            ],
          }),
          gridOf({
            title: 'S (q − Z)',
            values: values,
            blanks: [
              [0, 0],
              [0, 1],
              [2, 2],
            ],
          }),
        ],
        lines: [{ symbol: '‖E‖', meaning: 'root of the sum of squared errors', cell: real(error) }],
        lesson: `The error is ${fixed(error, 3)}. With a step and a zero point for each row it would be ${fixed(byRow.error, 3)}.`,
      },
    ],
  };
}

const ROWS = ['row 1', 'row 2', 'row 3', 'row 4'];

const squaresOf = (squares: readonly number[]) =>
  gridOf({ title: 'squared error of each row', values: [squares], rows: ['squared error'], columns: ROWS });

function tensorSheet(): Screen {
  const tensor = resultOf(lin(2));
  return {
    id: 'W2.1',
    title: 'One step for all',
    task: 'No zero point: the codes are −1, 0 and 1, and the largest magnitude is code 1.',
    grids: [
      numbers(),
      gridOf({
        title: 'q',
        values: tensor.codes,
        isWhole: true,
        blanks: [
          [0, 1],
          [1, 2],
          [2, 0],
          [3, 0],
        ],
      }),
      squaresOf(tensor.squaredByRow),
    ],
    lines: [
      { symbol: 'S', meaning: 'step', cell: blank(real(tensor.quantized.scales?.[0] ?? 0, 2)) },
      { symbol: '‖E‖', meaning: 'root of the sum of the four', cell: blank(real(tensor.error)) },
    ],
    lesson: `The error is ${fixed(tensor.error, 2)}: with three codes every number below half of ${fixed(tensor.quantized.scales?.[0] ?? 0, 2)} is 0.`,
  };
}

function channelSheet(): Screen {
  const [tensor, channel] = [resultOf(lin(2)), resultOf(lin(2, 'channel'))];
  return {
    id: 'W2.2',
    title: 'A step for each row',
    task: 'Now every row has its own largest magnitude. One code of the matrix changes.',
    grids: [
      numbers(),
      gridOf({
        title: 'S',
        values: [[...(channel.quantized.scales ?? [])]],
        digits: 2,
        rows: ['S'],
        columns: ROWS,
        blanks: [
          [0, 0],
          [0, 2],
        ],
      }),
      gridOf({
        title: 'q',
        values: channel.codes,
        isWhole: true,
        blanks: [
          [2, 0],
          [2, 3],
        ],
      }),
      squaresOf(channel.squaredByRow),
    ],
    lines: [{ symbol: '‖E‖', meaning: 'root of the sum of the four', cell: blank(real(channel.error)) }],
    lesson: `From ${fixed(tensor.error, 2)} to ${fixed(channel.error, 2)}. Most of it is won in row 4: ${fixed(tensor.squaredByRow[3] ?? 0, 3)} becomes ${fixed(channel.squaredByRow[3] ?? 0, 3)}.`,
  };
}

function finerSheet(): Screen {
  const [tensor, channel, pairs] = [resultOf(lin(2)), resultOf(lin(2, 'channel')), resultOf(lin(2, 2))];
  const [tensorAt3, channelAt3] = [resultOf(lin(3)), resultOf(lin(3, 'channel'))];
  return {
    id: 'W2.3',
    title: 'Is finer always better?',
    task: 'Let two neighbours share a step. How many steps are stored then?',
    grids: [
      gridOf({
        title: 'error',
        values: [
          [tensor.error, channel.error],
          [tensorAt3.error, channelAt3.error],
        ],
        rows: ['2 bits', '3 bits'],
        columns: ['one for all', 'one for each row'],
      }),
    ],
    lines: [
      {
        symbol: 'steps',
        meaning: 'one for two neighbours',
        cell: blank(whole(pairs.quantized.scales?.length ?? 0)),
      },
      { symbol: '‖E‖', meaning: 'error at 2 bits with them', cell: real(pairs.error) },
    ],
    lesson: `Pairs bring the error to ${fixed(pairs.error, 2)}. But look at 3 bits: ${fixed(tensorAt3.error, 3)} for all, ${fixed(channelAt3.error, 3)} for each row. Among 16 numbers, luck in rounding is as large as what a finer step wins.`,
  };
}

/** W2: three codes, and who shares the step. */
export function symmetricExample(): WorkedExample {
  return { id: 'W2', title: 'Symmetric: who shares the step?', screens: [tensorSheet(), channelSheet(), finerSheet()] };
}
