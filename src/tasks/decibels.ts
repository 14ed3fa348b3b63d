import { apart, count, fixed, rounded } from './format';
import type { Measurement, Score } from './score';
import type { Task, TaskWords } from './task';

/** Harm is counted from here down, since float itself has no distance to itself. */
const PERFECT = 60;

/** Digits that a link keeps. */
const LINK_SCALE = 1e3;

/** How tasks that compare with the float network in decibel name what they compare. */
export interface Compared extends Pick<Task, 'id' | 'metric' | 'changed' | 'itemsTitle'> {
  /** Of the metric, as heads of columns have it: "PSNR". */
  readonly short: string;
  /** One item and several. */
  readonly names: readonly [string, string];
  /** What several are called where they are those of the test: "test pictures". */
  readonly prefix: string;
  /** What an error is one of: "picture". */
  readonly whole: string;
  /** Decibel from which on it does no harm, and from which on little. */
  readonly good: number;
  readonly fair: number;
  /** Why that much is good. */
  readonly because: string;
  /** Columns of the table besides value, worst, best and number of items. */
  readonly columns: readonly (readonly [string, (score: Score) => number | string])[];
  readonly score: (measurement: Measurement) => Score;
}

const decibel = (value: number): string => fixed(value, 1);

function wordsOf({ whole, good, fair, because }: Compared): TaskWords {
  return {
    harm: (value) => PERFECT - value,
    noise: PERFECT - good,
    small: PERFECT - fair,
    alone: (layer, value) => `${layer} alone brings the ${whole} to ${decibel(value)} dB`,
    spread: (what, value) => `${what} alone brings the ${whole} below ${decibel(value)} dB`,
    unharmed: ({ value }) => `${decibel(value)} dB: above ${String(good)} dB ${because}.`,
  };
}

/** A task whose value is a distance from the float network in decibel; its interval is from the worst to the best item. */
export function inDecibels(compared: Compared): Task {
  const { id, metric, changed, itemsTitle, short, names, prefix, good, columns } = compared;
  const [one, several] = names;
  const named = (n: number): string => (n === 1 ? one : several);
  return {
    id,
    metric,
    unit: 'dB',
    spokenUnit: 'decibel',
    higherIsBetter: true,
    items: (n) => `${count(n)} ${named(n)}`,
    testItems: (n) => `${count(n)} ${prefix}${named(n)}`,
    itemsTitle,
    changed,
    dash: '––.–',
    format: decibel,
    advantage: (high, low) => (high === low ? null : apart(high - low, 1, 'dB')),
    versusFloat: () => 'to float',
    range: ({ low, high }) => `${decibel(low)} to ${decibel(high)}`,
    interval: ({ low, high, n }) => `worst to best of ${count(n)}: ${decibel(low)} to ${decibel(high)}`,
    good: { test: (value) => value >= good, text: `with at least ${String(good)} dB` },
    axis: axisOf,
    columns: {
      heads: [`${short} dB`, `worst ${one} dB`, `best ${one} dB`, several, ...columns.map(([head]) => head)],
      cells: (score) => [
        ...[score.value, score.low, score.high].map((part) => (Number.isFinite(part) ? rounded(part, 3) : '∞')),
        score.n,
        ...columns.map(([, cell]) => cell(score)),
      ],
    },
    score: compared.score,
    words: wordsOf(compared),
    digest: {
      inUnit: true,
      head: () => `${short} in dB`,
      of: ({ value }) => (Number.isFinite(value) ? Math.round(value * LINK_SCALE) / LINK_SCALE : value),
      text: (number) => fixed(number, 3),
      difference: (a, b) => (a === b ? 'nothing' : `${fixed(Math.abs(a - b), 3)} dB`),
    },
  };
}

function axisOf(values: readonly number[]): ReturnType<Task['axis']> {
  const finite = values.filter(Number.isFinite);
  const high = Math.max(PERFECT, ...finite.map((value) => Math.ceil(value / 10) * 10));
  const low = Math.min(0, ...finite.map((value) => Math.floor(value / 10) * 10));
  const step = high - low > 100 ? 20 : 10;
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => low + at * step);
  return { domain: [low, high], ticks: ticks.map((value) => ({ value, label: String(value) })), guess: null };
}

/** A score from its value and those of its worst and best item. */
export function scoreIn({ own, n }: Measurement, value: number, items: readonly number[]): Score {
  return {
    n,
    value,
    low: items.reduce((least, each) => Math.min(least, each), Infinity),
    high: items.reduce((most, each) => Math.max(most, each), -Infinity),
    correct: 0,
    of: own.of,
    changed: own.changed,
    paired: null,
    predictions: own.predictions,
    logitsMse: null,
  };
}
