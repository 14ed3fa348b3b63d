import { countChanged, wilson95 } from '../model/score';
import { apart, count, fixed, rounded, signed } from './format';
import type { Score } from './score';
import type { Task, TaskWords } from './task';

const percent = (share: number): string => fixed(share * 100, 1);
const points = (value: number): string => fixed(value, 1);

/** Points below float under which the loss is inside what 2,000 images can tell (one standard deviation near 90 %). */
const NOISE_POINTS = 0.7;

const words: TaskWords = {
  harm: (value, float) => (float - value) * 100,
  noise: NOISE_POINTS,
  small: 5,
  alone: (layer, value, float) => `${layer} alone costs ${points((float - value) * 100)} points`,
  spread: (what, value, float) => `${what} alone costs more than ${points(Math.max((float - value) * 100, 0))} points`,
  unharmed: ({ value, n }, float) => {
    const lost = (float - value) * 100;
    const change =
      lost > 0 ? `${points(lost)} points lost` : lost < 0 ? `${points(-lost)} points gained` : 'No points lost';
    return `${change}, within what ${count(n)} images can tell.`;
  },
};

/** The class of an image. Intervals are those of Wilson (1927). */
export const classify: Task = {
  id: 'classify',
  metric: 'Accuracy',
  unit: '%',
  spokenUnit: 'percent',
  higherIsBetter: true,
  items: (n) => `${count(n)} images`,
  testItems: (n) => `${count(n)} test images`,
  itemsTitle: 'Test images',
  changed: 'Predictions changed',
  dash: '––.–',
  format: percent,
  advantage: (high, low) => apart((high - low) * 100, 1, 'points'),
  versusFloat: (score, float) => `${signed((score.value - float.value) * 100, 1)} vs float`,
  range: ({ low, high }) => `${percent(low)} to ${percent(high)}`,
  interval: ({ low, high, n }) => `95 % interval ${percent(low)} to ${percent(high)}, n = ${count(n)}`,
  good: { test: (value, float) => value >= float - 0.01, text: 'within one point of float' },
  axis: (_values, classes) => ({
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: String(value * 100) })),
    guess: classes > 0 ? { value: 1 / classes, label: 'chance' } : null,
  }),
  columns: {
    heads: [
      'accuracy %',
      'interval low %',
      'interval high %',
      'correct',
      'images',
      'predictions changed',
      'mean squared logit error',
    ],
    cells: ({ value, low, high, correct, n, changed, logitsMse }) => [
      ...[value, low, high].map((part) => rounded(part * 100, 2)),
      correct,
      n,
      changed ?? '',
      logitsMse ?? '',
    ],
  },
  score: ({ own, float, n }) => ({
    ...classificationScore(n, own.correct),
    changed: float === null ? null : countChanged(own.predictions, float.predictions),
    predictions: own.predictions,
    logitsMse: own.logitsMse,
  }),
  words,
  digest: {
    inUnit: false,
    head: (of) => `right of ${count(of)}`,
    of: ({ correct }) => correct,
    text: count,
    difference: (a, b) => `${count(Math.abs(a - b))} ${Math.abs(a - b) === 1 ? 'image' : 'images'}`,
  },
};

/** What follows from the number of right predictions alone. */
export function classificationScore(
  n: number,
  correct: number,
): Pick<Score, 'n' | 'value' | 'low' | 'high' | 'correct' | 'of' | 'paired'> {
  return { n, value: correct / n, ...wilson95(correct, n), correct, of: n, paired: null };
}
