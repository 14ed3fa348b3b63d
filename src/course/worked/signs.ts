import { packSigns, signDot } from '../../binary/pack';
import { choose } from '../../experiment/techniques';
import { ternary } from '../../quantizers/ternary';
import { fixed } from '../../tasks/format';
import { format } from '../presets';
import { type Grid, type Screen, type WorkedExample, blank, gridOf, real, whole } from './example';
import { CONTEXT, MATRIX, NUMBERS, resultOf, sum } from './matrix';

const byRow = (recipe: ReturnType<typeof format>) => ({ ...recipe, granularity: choose('granularity', 'channel') });

function binarySheet(): Screen {
  const [scaled, plain] = [resultOf(format('binary')), resultOf(format('binary', { scale: 'one' }))];
  const size = sum(NUMBERS.flat().map(Math.abs));
  const signs = scaled.codes.map((row) => row.map((bit) => 2 * bit - 1));
  return {
    id: 'W4.1',
    title: 'Signs and one α',
    task: 'Keep only the sign (that of 0 is +1), and the mean magnitude as α.',
    grids: [
      gridOf({ title: 'W', values: NUMBERS, digits: 2 }),
      gridOf({
        title: 'sign',
        values: signs,
        isWhole: true,
        blanks: [
          [0, 1],
          [1, 1],
          [2, 2],
          [3, 0],
        ],
      }),
    ],
    lines: [
      { symbol: 'Σ|w|', meaning: 'sum of the magnitudes', cell: real(size, 2) },
      { symbol: 'α', meaning: 'their mean', cell: blank(real(scaled.quantized.scales?.[0] ?? 0)) },
      { symbol: '‖E‖²', meaning: 'squared error of ±1', cell: real(plain.squared) },
      { symbol: '‖E‖²', meaning: 'squared error of ±α', cell: real(scaled.squared) },
    ],
    lesson: `α costs 32 bits for all and takes the squared error from ${fixed(plain.squared, 3)} to ${fixed(scaled.squared, 3)}; one for each row to ${fixed(resultOf(byRow(format('binary'))).squared, 3)}. Here the mean magnitude is close to 1 anyway.`,
  };
}

function ternarySheet(): Screen {
  const [scaled, three] = [resultOf(format('binary')), resultOf(format('ternary'))];
  const { deltas } = ternary.fit(MATRIX, format('ternary'), CONTEXT);
  const kept = three.codes.flat().filter((code) => code !== 0).length;
  return {
    id: 'W4.2',
    title: 'A zone of zeros',
    task: 'Numbers within Δ = 0.7 times the mean magnitude become 0. α is the mean magnitude of those that are left.',
    grids: [
      gridOf({ title: 'W', values: NUMBERS, digits: 2 }),
      gridOf({
        title: 'codes',
        values: three.codes,
        isWhole: true,
        blanks: [
          [0, 1],
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      }),
    ],
    lines: [
      { symbol: 'Δ', meaning: 'threshold', cell: blank(real(deltas[0] ?? 0)) },
      { symbol: 'kept', meaning: 'numbers that are not 0', cell: blank(whole(kept)) },
      { symbol: 'α', meaning: 'their mean magnitude', cell: blank(real(three.quantized.scales?.[0] ?? 0)) },
    ],
    lesson: `The error, the root of the squared one, falls from ${fixed(scaled.error, 3)} to ${fixed(three.error, 3)}; with Δ and α for each row to ${fixed(resultOf(byRow(format('ternary'))).error, 3)}.`,
  };
}

/** W4: one bit, then three levels. */
export function signExample(): WorkedExample {
  return { id: 'W4', title: 'One bit, then a zero', screens: [binarySheet(), ternarySheet()] };
}

/** Two vectors of signs, multiplied by counting bits. */
function product(
  id: string,
  title: string,
  left: readonly number[],
  right: readonly number[],
  blanks: readonly number[],
) {
  const [x, w] = [packSigns(left), packSigns(right)];
  const n = left.length;
  const { agreeing, dot } = signDot(x, w, n);
  const bitsOf = (word: number): number[] => Array.from({ length: n }, (_, i) => (word >>> i) & 1);
  const rows = [bitsOf(x[0] ?? 0), bitsOf(w[0] ?? 0), bitsOf(~((x[0] ?? 0) ^ (w[0] ?? 0)))];
  const grid: Grid = gridOf({
    title: 'bits',
    values: rows,
    isWhole: true,
    rows: ['first', 'second', 'XNOR'],
    blanks: blanks.map((place) => [2, place] as const),
  });
  return {
    id,
    title,
    task: 'A sign is a bit: 1 for +1, 0 for −1. XNOR gives 1 where two bits agree.',
    grids: [grid],
    lines: [
      { symbol: 'n', meaning: 'products', cell: whole(n) },
      { symbol: 'p', meaning: 'ones of the XNOR, the popcount', cell: blank(whole(agreeing)) },
      { symbol: '2p − n', meaning: 'sum of the products of the signs', cell: blank(whole(dot)) },
    ],
    lesson: `${fixed(agreeing, 0)} of ${fixed(n, 0)} signs agree and ${fixed(n - agreeing, 0)} differ: ${fixed(agreeing, 0)} − ${fixed(n - agreeing, 0)} = ${fixed(dot, 0)}, exactly the product of the signs.`,
  };
}

/** W7: XNOR and popcount. */
export function xnorExample(): WorkedExample {
  const [first = [], second = [], third = [], fourth = []] = NUMBERS;
  return {
    id: 'W7',
    title: 'XNOR and popcount',
    screens: [
      product('W7.1', 'Row 1 times row 2', first, second, [0, 1, 2, 3]),
      product('W7.2', 'Rows 1 and 2 times rows 3 and 4', [...first, ...second], [...third, ...fourth], [2, 5]),
    ],
  };
}
