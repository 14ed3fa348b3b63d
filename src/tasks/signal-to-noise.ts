import type { TaskId } from '../model/types';
import { apart, count, fixed, rounded } from './format';
import type { Measurement, Score } from './score';
import type { Task, TaskWords } from './task';

const decibel = (value: number): string => fixed(value, 1);

/** An error of 1 % and of 10 % of what it is an error of, root mean square. */
const ONE_PERCENT = 40;
const TEN_PERCENT = 20;
/** Harm is counted from here down, since float itself has no error. */
const PERFECT = 60;

/** Digits that a link keeps. */
const LINK_SCALE = 1e3;

/** How the members of a task that compares with the float values name what they compare. */
interface Compared {
  readonly id: TaskId;
  readonly metric: string;
  /** Of which the error is a part: "output". */
  readonly whole: string;
  /** One item and several. */
  readonly names: readonly [string, string];
  readonly itemsTitle: string;
}

const words = (whole: string): TaskWords => ({
  harm: (value) => PERFECT - value,
  noise: PERFECT - ONE_PERCENT,
  small: PERFECT - TEN_PERCENT,
  alone: (layer, value) => `${layer} alone brings the ${whole} to ${decibel(value)} dB`,
  spread: (what, value) => `${what} alone brings the ${whole} below ${decibel(value)} dB`,
  unharmed: ({ value }) =>
    `${decibel(value)} dB: above ${String(ONE_PERCENT)} dB the error is below 1 % of the ${whole}.`,
});

/**
 * Values compared with those of the float network where nothing else is known of them: the signal-to-quantization-noise
 * ratio, 10 log10(sum of squares / sum of squared errors) over all items together. The interval is from the worst to the best
 * item.
 */
function comparedWithFloat({ id, metric, whole, names: [one, several], itemsTitle }: Compared): Task {
  return {
    id,
    metric,
    unit: 'dB',
    spokenUnit: 'decibel',
    higherIsBetter: true,
    items: (n) => `${count(n)} ${n === 1 ? one : several}`,
    testItems: (n) => `${count(n)} ${n === 1 ? one : several}`,
    itemsTitle,
    changed: null,
    dash: '––.–',
    format: decibel,
    advantage: (high, low) => (high === low ? null : apart(high - low, 1, 'dB')),
    versusFloat: () => 'to float',
    range: ({ low, high }) => `${decibel(low)} to ${decibel(high)}`,
    interval: ({ low, high, n }) => `worst to best of ${count(n)}: ${decibel(low)} to ${decibel(high)}`,
    good: { test: (value) => value >= ONE_PERCENT, text: `with at least ${String(ONE_PERCENT)} dB` },
    axis: axisOf,
    columns: {
      heads: ['SQNR dB', `worst ${one} dB`, `best ${one} dB`, several],
      cells: ({ value, low, high, n }) => [
        ...[value, low, high].map((part) => (Number.isFinite(part) ? rounded(part, 3) : '∞')),
        n,
      ],
    },
    score,
    words: words(whole),
    digest: {
      inUnit: true,
      head: () => 'SQNR in dB',
      of: ({ value }) => (Number.isFinite(value) ? Math.round(value * LINK_SCALE) / LINK_SCALE : value),
      text: (number) => fixed(number, 3),
      difference: (a, b) => (a === b ? 'nothing' : `${fixed(Math.abs(a - b), 3)} dB`),
    },
  };
}

/** What a network puts out, on inputs without labels. */
export const output: Task = comparedWithFloat({
  id: 'output',
  metric: 'Output SQNR',
  whole: 'output',
  names: ['input', 'inputs'],
  itemsTitle: 'Inputs',
});

/** The weights themselves, where there is no network to run. */
export const weights: Task = comparedWithFloat({
  id: 'weights',
  metric: 'SQNR of all weights',
  whole: 'weights',
  names: ['tensor', 'tensors'],
  itemsTitle: 'Tensors',
});

function axisOf(values: readonly number[]): ReturnType<Task['axis']> {
  const finite = values.filter(Number.isFinite);
  const high = Math.max(PERFECT, ...finite.map((value) => Math.ceil(value / 10) * 10));
  const low = Math.min(0, ...finite.map((value) => Math.floor(value / 10) * 10));
  const step = high - low > 100 ? 20 : 10;
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => low + at * step);
  return { domain: [low, high], ticks: ticks.map((value) => ({ value, label: String(value) })), guess: null };
}

/** `losses` holds two numbers an item: its squared error and its squared float values. */
function score({ own, n }: Measurement): Score {
  const items = Array.from(
    { length: n },
    (_, item) => [own.losses[2 * item] ?? 0, own.losses[2 * item + 1] ?? 0] as const,
  );
  const ratios = items.map(([error, signal]) => ratio(error, signal));
  const sum = (part: 0 | 1): number => items.reduce((total, item) => total + item[part], 0);
  return {
    n,
    value: ratio(sum(0), sum(1)),
    low: ratios.reduce((least, each) => Math.min(least, each), Infinity),
    high: ratios.reduce((most, each) => Math.max(most, each), -Infinity),
    correct: 0,
    of: own.of,
    changed: own.changed,
    paired: null,
    predictions: own.predictions,
    logitsMse: own.logitsMse,
  };
}

/** Decibel; infinite without error, also of zeros. */
function ratio(error: number, signal: number): number {
  return error === 0 ? Infinity : 10 * Math.log10(signal / error);
}
