import { apart, count, fixed, rounded } from './format';
import type { Measurement, Score } from './score';
import type { Task, TaskWords } from './task';

const decibel = (value: number): string => fixed(value, 1);
const BRIGHTEST = 255;

/** PSNR from which on the eye finds no difference, and from which on it has to look for one. */
const UNSEEN = 45;
const HARD_TO_SEE = 35;
/** Harm is counted from here down, since float itself has no distance to itself. */
const PERFECT = 60;

/** Digits that a link keeps. */
const LINK_SCALE = 1e3;

const words: TaskWords = {
  harm: (value) => PERFECT - value,
  noise: PERFECT - UNSEEN,
  small: PERFECT - HARD_TO_SEE,
  alone: (layer, value) => `${layer} alone brings the picture to ${decibel(value)} dB`,
  spread: (what, value) => `${what} alone brings the picture below ${decibel(value)} dB`,
  unharmed: ({ value }) => `${decibel(value)} dB: above ${String(UNSEEN)} dB the eye finds no difference.`,
};

/**
 * A larger picture, compared with the one that the float network makes of the same: peak signal-to-noise ratio,
 * 10 log10(255^2 / mean squared error) over all pictures together. The interval is from the worst to the best picture.
 */
export const superResolution: Task = {
  id: 'super-resolution',
  metric: 'PSNR against float',
  unit: 'dB',
  spokenUnit: 'decibel',
  higherIsBetter: true,
  items: (n) => `${count(n)} ${n === 1 ? 'picture' : 'pictures'}`,
  testItems: (n) => `${count(n)} test ${n === 1 ? 'picture' : 'pictures'}`,
  itemsTitle: 'Test pictures',
  changed: 'Colour values changed',
  dash: '––.–',
  format: decibel,
  advantage: (high, low) => (high === low ? null : apart(high - low, 1, 'dB')),
  versusFloat: () => 'to float',
  range: ({ low, high }) => `${decibel(low)} to ${decibel(high)}`,
  interval: ({ low, high, n }) => `worst to best of ${count(n)}: ${decibel(low)} to ${decibel(high)}`,
  good: { test: (value) => value >= UNSEEN, text: `with at least ${String(UNSEEN)} dB` },
  axis: (values) => {
    const high = Math.max(PERFECT, ...values.filter(Number.isFinite).map((value) => Math.ceil(value / 10) * 10));
    const low = Math.min(0, ...values.filter(Number.isFinite).map((value) => Math.floor(value / 10) * 10));
    const ticks = Array.from({ length: (high - low) / 10 + 1 }, (_, at) => low + at * 10);
    return { domain: [low, high], ticks: ticks.map((value) => ({ value, label: String(value) })), guess: null };
  },
  columns: {
    heads: ['PSNR dB', 'worst picture dB', 'best picture dB', 'pictures', 'colour values changed', 'colour values'],
    cells: ({ value, low, high, n, changed, of }) => [
      ...[value, low, high].map((part) => (Number.isFinite(part) ? rounded(part, 3) : '∞')),
      n,
      changed ?? '',
      of,
    ],
  },
  score,
  words,
  digest: {
    inUnit: true,
    head: () => 'PSNR in dB',
    of: ({ value }) => (Number.isFinite(value) ? Math.round(value * LINK_SCALE) / LINK_SCALE : value),
    text: (number) => fixed(number, 3),
    difference: (a, b) => (a === b ? 'nothing' : `${fixed(Math.abs(a - b), 3)} dB`),
  },
};

function score({ own, n }: Measurement): Score {
  const errors = own.losses;
  const mean = errors.reduce((sum, error) => sum + error, 0) / n;
  return {
    n,
    value: psnr(mean),
    low: psnr(Math.max(...errors)),
    high: psnr(Math.min(...errors)),
    correct: 0,
    of: own.of,
    changed: own.changed,
    paired: null,
    predictions: own.predictions,
    logitsMse: null,
  };
}

/** Decibel of a mean squared error of values from 0 to 255; infinite without error. */
export function psnr(meanSquaredError: number): number {
  return 10 * Math.log10((BRIGHTEST * BRIGHTEST) / meanSquaredError);
}
