import { ticks as roundTicks } from 'd3';
import type { Score } from '../../../src/tasks/score';
import type { Task } from '../../../src/tasks/task';
import { fixed } from '../frame/format';

/** Ends and ticks of an axis of scores, in the unit of the task. */
export interface ScoreAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly write: (value: number) => string;
}

/** Around all scores: for shares from the tens below the worst up to 1; else as far as the scores reach. */
export function scoreAxis(scores: readonly Score[], task: Task): ScoreAxis {
  const isShare = task.id === 'classify';
  const ends = scores.flatMap(({ value, low, high }) => [value, low, high]).filter(Number.isFinite);
  if (isShare) {
    const from = Math.max(0, Math.floor(Math.min(0.9, ...ends) * 10 - 0.2) / 10);
    const every = 1 - from > 0.55 ? 0.2 : 0.1;
    const first = Math.ceil(from / every - 1e-9) * every;
    const ticks = Array.from({ length: Math.floor((1 - first) / every + 1e-9) + 1 }, (_, i) => first + i * every);
    return { from, to: 1, ticks, write: (value) => String(Math.round(value * 100)) };
  }
  const [least, most] = ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)];
  const room = Math.max((most - least) * 0.05, 1e-3);
  const [from, to] = [least - room, most + room];
  const ticks = roundTicks(from, to, 4);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return { from, to, ticks, write: (value) => fixed(value, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))) };
}
