import { wilson95 } from '../../../src/model/score';
import { duration, percent, points } from '../../controls/format';
import { recipeName } from '../../panels/recipe/recipeName';
import type { Score } from '../../store/state';
import { type Run, type RunId, isActive } from './runs';

/** One line of the results. */
export interface ResultRow {
  readonly id: RunId;
  /** What it was started with: recipe, and rule of the scale. */
  readonly recipe: string;
  readonly scale: string;
  /** Share of right predictions without training; null where not measured. */
  readonly before: number | null;
  readonly after: number | null;
  readonly low: number;
  readonly high: number;
  readonly images: number;
  readonly step: number;
  readonly steps: number;
  readonly ms: number;
  readonly state: string;
}

const SCALES: Readonly<Record<string, string>> = {
  frozen: 'frozen MSE',
  'max-abs': 'max-abs each step',
  learned: 'learned',
  dorefa: 'DoReFa levels',
};
const STATES: Readonly<Record<Run['status'], string>> = {
  waiting: 'waiting',
  loading: 'loading',
  running: 'running',
  paused: 'paused',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed',
};

/** @param untrained the same network as the Lab measures it, without training; null when it belongs to other settings. */
export function resultRow(run: Run, untrained: Score | null, isOld: boolean): ResultRow {
  const last = run.points.at(-1);
  const { low, high } = wilson95(last?.correct ?? 0, last?.images ?? 0);
  return {
    id: run.id,
    recipe: run.task.side === null ? 'float32' : recipeName(run.task.side.recipe),
    scale: run.id === 'float' ? 'none' : (SCALES[run.task.scale] ?? run.task.scale),
    before: untrained === null ? null : untrained.correct / untrained.n,
    after: last === undefined ? null : last.correct / last.images,
    low,
    high,
    images: last?.images ?? 0,
    step: run.step,
    steps: run.steps,
    ms: run.ms,
    state: isOld && !isActive(run) ? 'old settings' : STATES[run.status],
  };
}

/** "88.9 (87.4 to 90.2)" in percent; a dash while nothing is measured. */
export function accuracyText({ after, low, high }: ResultRow): string {
  return after === null ? '–' : `${percent(after)} (${percent(low)} to ${percent(high)})`;
}

export function gainText({ before, after }: ResultRow): string {
  return before === null || after === null ? '–' : points(after - before);
}

export function timeText({ ms, step }: ResultRow): string {
  return step === 0 ? '–' : duration(ms);
}

export function resultsSentence(rows: readonly ResultRow[]): string {
  const parts = rows.flatMap((row) => {
    if (row.after === null) return [];
    const name = row.id === 'float' ? 'Float' : row.id.toUpperCase();
    const gain = row.before === null ? '' : `, ${gainText(row)} points against post-training quantization`;
    return [`${name}: ${percent(row.after)} %${gain}.`];
  });
  return parts.length === 0 ? 'Nothing has been trained yet.' : parts.join(' ');
}
