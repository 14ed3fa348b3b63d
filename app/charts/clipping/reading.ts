import type { Task } from '../../../src/tasks/task';
import { share, value } from '../frame/format';
import { type Arena, methodOf } from './arena';
import type { Ranked } from './ranking-model';

/** Sentences made of the measured numbers; none claims what the numbers do not show. */
export function readingOf(arena: Arena, rows: readonly Ranked[], task: Task): readonly string[] {
  return [...notesOf(arena), ...stepSentence(arena), ...scoreSentence(rows, task), ...octavSentence(arena)];
}

/** What is special about the values, as far as it decides the thresholds. */
export function notesOf({ tensor }: Arena): readonly string[] {
  const { n, nonFinite, largest, low, high } = tensor;
  if (n === 0) return ['There are no values: every threshold is 0 and nothing is wrong.'];
  const holes = nonFinite === 0 ? [] : [`${String(nonFinite)} values are not finite: every method leaves them out.`];
  if (largest === 0) return [...holes, 'Every value is 0: every threshold is 0, with step 1, and nothing is wrong.'];
  if (low === high) return [...holes, `Every value is ${value(low)}: the methods have nothing to weigh.`];
  return holes;
}

function stepSentence(arena: Arena): string[] {
  const [a, b] = [methodOf(arena, arena.a), methodOf(arena, arena.b)];
  if (a === null || b === null || arena.tensor.largest === 0 || a.point.threshold === b.point.threshold) return [];
  const [near, far] = a.point.threshold < b.point.threshold ? [a, b] : [b, a];
  const finer = far.point.step / near.point.step;
  return [
    `${far.label} reaches to ${value(far.point.threshold)} and pays with steps of ${value(far.point.step)}. ` +
      `${near.label} clips ${share(near.point.clippedShare)} of the values and makes each step ${finer.toFixed(1)} times finer.`,
  ];
}

function scoreSentence(rows: readonly Ranked[], task: Task): string[] {
  const measured = rows.filter(({ score }) => score !== null);
  const [best] = measured;
  const byError = [...measured].sort((one, other) => one.method.point.mse - other.method.point.mse)[0];
  if (!best?.score || !byError?.score || measured.length < 3) return [];
  const lead = task.advantage(
    Math.max(best.score.value, byError.score.value),
    Math.min(best.score.value, byError.score.value),
  );
  if (best === byError || lead === null) {
    return [`${byError.method.label} has the least squared error here, and no other method does better.`];
  }
  const isInside = best.score.low <= byError.score.high && byError.score.low <= best.score.high;
  return [
    `The least error is not the best result: ${best.method.label} is ${lead} ahead of ${byError.method.label}, ` +
      `${isInside ? 'inside' : 'outside'} the interval.`,
  ];
}

function octavSentence(arena: Arena): string[] {
  const [octav, mse] = [methodOf(arena, 'octav'), methodOf(arena, 'mse')];
  if (octav?.trace?.detail.kind !== 'octav' || !mse?.trace || mse.point.mse === 0) return [];
  const steps = octav.trace.detail.iterates.length - 1;
  const ratio = octav.point.mse / mse.point.mse;
  const distance =
    ratio < 1.05
      ? `within ${share(Math.max(ratio - 1, 0.001))} of the least error`
      : `at ${ratio.toFixed(2)} times the least error`;
  return [
    `OCTAV comes ${distance} in ${String(steps)} steps, where the search tried ${String(mse.trace.values.length)} thresholds.`,
  ];
}
