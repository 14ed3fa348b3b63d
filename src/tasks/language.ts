import { countChanged } from '../model/score';
import { apart, count, fixed, rounded, signed } from './format';
import { type Measurement, type Score, mean95 } from './score';
import type { Task, TaskWords } from './task';

const DIGITS = 3;
const bits = (value: number): string => fixed(value, DIGITS);
const UNIT = 'bits per character';

/** Digits that a link keeps; more than the screen shows. */
const LINK_SCALE = 1e4;

const words: TaskWords = {
  harm: (value, float) => value - float,
  noise: 0.01,
  small: 0.2,
  alone: (layer, value, float) => `${layer} alone costs ${bits(value - float)} ${UNIT}`,
  spread: (what, value, float) => `${what} alone costs more than ${bits(Math.max(value - float, 0))} ${UNIT}`,
  unharmed: ({ value, n }, float) => {
    const lost = value - float;
    const change =
      lost > 0 ? `${bits(lost)} ${UNIT} lost` : lost < 0 ? `${bits(-lost)} ${UNIT} gained` : 'Nothing lost';
    return `${change}, within what ${count(n)} texts can tell.`;
  },
};

/**
 * The next character of a text, by the bits that the true one costs on average (cross-entropy to base 2): 0 for a prophet,
 * log2 of the alphabet for a guess. Characters of one text depend on each other, so intervals are made of whole texts.
 */
export const language: Task = {
  id: 'language',
  metric: 'Bits per character',
  unit: 'bits/char',
  spokenUnit: UNIT,
  higherIsBetter: false,
  items: (n) => `${count(n)} texts`,
  testItems: (n) => `${count(n)} test texts`,
  itemsTitle: 'Test texts',
  changed: 'Characters changed',
  dash: '–.–––',
  format: bits,
  advantage: (high, low) => apart(high - low, DIGITS, 'bits'),
  versusFloat: ({ value, paired }, float) => {
    if (paired === null) return `${signed(value - float.value, DIGITS)} vs float`;
    return `${signed(paired.difference, DIGITS)} ± ${bits(paired.high - paired.difference)} vs float`;
  },
  range: ({ low, high }) => `${bits(low)} to ${bits(high)}`,
  interval: ({ low, high, n }) => `95 % interval ${bits(low)} to ${bits(high)}, ${count(n)} texts`,
  good: { test: (value, float) => value <= float + 0.05, text: `within 0.05 ${UNIT} of float` },
  axis,
  columns: {
    heads: [
      'bits per character',
      'interval low',
      'interval high',
      'difference to float',
      'right characters',
      'characters',
      'texts',
      'characters changed',
      'mean squared logit error',
    ],
    cells: ({ value, low, high, paired, correct, of, n, changed, logitsMse }) => [
      ...[value, low, high].map((part) => rounded(part, 4)),
      paired === null ? '' : rounded(paired.difference, 4),
      correct,
      of,
      n,
      changed ?? '',
      logitsMse ?? '',
    ],
  },
  score,
  words,
  digest: {
    inUnit: true,
    head: () => UNIT,
    of: ({ value }) => Math.round(value * LINK_SCALE) / LINK_SCALE,
    text: (number) => fixed(number, 4),
    difference: (a, b) => `${fixed(Math.abs(a - b), 4)} ${UNIT}`,
  },
};

function axis(values: readonly number[], classes: number): ReturnType<Task['axis']> {
  const guess = classes > 0 ? Math.log2(classes) : null;
  const low = Math.floor(Math.min(2, ...values));
  const high = Math.max(Math.ceil(Math.max(low + 1, guess ?? 0, ...values.filter(Number.isFinite))), low + 1);
  const step = high - low > 8 ? 2 : 1;
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => low + at * step);
  return {
    domain: [low, high],
    ticks: ticks.map((value) => ({ value, label: String(value) })),
    guess: guess === null ? null : { value: guess, label: `a guess among ${String(classes)}` },
  };
}

function score({ own, float, n }: Measurement): Score {
  const { mean, low, high } = mean95([...own.losses]);
  return {
    n,
    value: mean,
    low,
    high,
    correct: own.correct,
    of: own.of,
    changed: float === null ? null : countChanged(own.predictions, float.predictions),
    paired: float === null ? null : pairedOf(own.losses, float.losses),
    predictions: own.predictions,
    logitsMse: own.logitsMse,
  };
}

function pairedOf(own: Float32Array, float: Float32Array): Score['paired'] {
  const { mean, low, high } = mean95([...own].map((value, text) => value - (float[text] ?? NaN)));
  return { difference: mean, low, high };
}
