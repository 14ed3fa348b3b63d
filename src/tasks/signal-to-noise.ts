import { type Compared, inDecibels, scoreIn } from './decibels';
import type { Measurement, Score } from './score';
import type { Task } from './task';

/**
 * Values compared with those of the float network where nothing else is known of them: the signal-to-quantization-noise
 * ratio, 10 log10(sum of squares / sum of squared errors) over all items together.
 */
const toNoise = (compared: Pick<Compared, 'id' | 'metric' | 'whole' | 'names' | 'itemsTitle'>): Task =>
  inDecibels({
    ...compared,
    short: 'SQNR',
    prefix: '',
    changed: null,
    // Errors of 1 % and of 10 %, root mean square.
    good: 40,
    fair: 20,
    because: `the error is below 1 % of the ${compared.whole}`,
    columns: [],
    score,
  });

/** What a network puts out, on inputs without labels. */
export const output: Task = toNoise({
  id: 'output',
  metric: 'Output SQNR',
  whole: 'output',
  names: ['input', 'inputs'],
  itemsTitle: 'Inputs',
});

/** The weights themselves, where there is no network to run. */
export const weights: Task = toNoise({
  id: 'weights',
  metric: 'SQNR of all weights',
  whole: 'weights',
  names: ['tensor', 'tensors'],
  itemsTitle: 'Tensors',
});

/** `losses` holds two numbers an item: its squared error and its squared float values. */
function score(measurement: Measurement): Score {
  const { own, n } = measurement;
  const part = (item: number, which: 0 | 1): number => own.losses[2 * item + which] ?? 0;
  const items = Array.from({ length: n }, (_, item) => item);
  const sum = (which: 0 | 1): number => items.reduce((total, item) => total + part(item, which), 0);
  const each = items.map((item) => ratio(part(item, 0), part(item, 1)));
  return { ...scoreIn(measurement, ratio(sum(0), sum(1)), each), logitsMse: own.logitsMse };
}

/** Decibel; infinite without error, also of zeros. */
function ratio(error: number, signal: number): number {
  return error === 0 ? Infinity : 10 * Math.log10(signal / error);
}
