import type { SideId } from '../../../src/experiment/spec';
import type { Score } from '../../store/state';
import type { Task } from '../../../src/tasks/task';
import { count, decibel, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import { SCORE_NAMES } from '../accuracy/score-names';
import { type Arena, type Method, sideOf } from './arena';
import { scoreAxis } from './score-axis';

/** An estimator with what the whole network makes of it. */
export interface Ranked {
  readonly method: Method;
  readonly side: SideId | null;
  /** Null while it is not measured, or where there is no network. */
  readonly score: Score | null;
}

export interface RankingRow extends Ranked {
  readonly y: number;
  readonly cells: { readonly threshold: string; readonly clipped: string; readonly mse: string; readonly sqnr: string };
  /** The score in the unit of the task, for the eye and for the ear. */
  readonly accuracy: string;
  readonly spoken: string;
  readonly changed: string;
  /** Places of the score and of its interval. */
  readonly dot: { readonly x: number; readonly from: number; readonly to: number } | null;
}

export interface RankingModel {
  /** Name and unit of what is ranked, for a heading; short where there is little room. */
  readonly measure: string;
  readonly width: number;
  readonly height: number;
  readonly columns: {
    readonly name: number;
    readonly threshold: number;
    readonly clipped: number | null;
    readonly mse: number | null;
    readonly sqnr: number;
    readonly from: number;
    readonly to: number;
    readonly accuracy: number;
    readonly changed: number | null;
  };
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** Place of the float network. */
  readonly float: number | null;
  readonly rows: readonly RankingRow[];
}

export const ROW = 27;
export const HEAD = 26;
/** Below these widths columns are left out; they stay in the table. */
const WIDE = 620;
const MEDIUM = 480;

/** Best score first; what is not measured follows by its error. */
export function ranked(arena: Arena, scoreOf: (method: Method) => Score | null, task: Task): Ranked[] {
  const all = arena.methods.map((method): Ranked => ({
    method,
    side: sideOf(arena, method.id),
    score: scoreOf(method),
  }));
  return all.sort((one, other) => {
    if (one.score !== null && other.score !== null)
      return (task.higherIsBetter ? 1 : -1) * (other.score.value - one.score.value);
    if (one.score !== null || other.score !== null) return one.score === null ? 1 : -1;
    return one.method.point.mse - other.method.point.mse;
  });
}

export function rankingModel(rows: readonly Ranked[], float: Score | null, width: number, task: Task): RankingModel {
  const columns = columnsFor(width);
  const scores = [...rows.map(({ score }) => score), float].filter((score) => score !== null);
  const { from, to, ticks, write } = scoreAxis(scores, task);
  const x = (score: number) =>
    columns.from + ((Math.min(Math.max(score, from), to) - from) / (to - from)) * (columns.to - columns.from);
  return {
    measure: columns.changed === null ? task.unit : SCORE_NAMES[task.id].name,
    width,
    height: HEAD + rows.length * ROW + 4,
    columns,
    ticks: ticks.map((at) => ({ x: x(at), label: write(at) })),
    float: float === null ? null : x(float.value),
    rows: rows.map((row, i) => rowOf(row, HEAD + i * ROW + ROW / 2, x, task)),
  };
}

function columnsFor(width: number): RankingModel['columns'] {
  const right = width - 14;
  const isWide = width >= WIDE;
  const isMedium = width >= MEDIUM;
  const name = 44;
  const threshold = isMedium ? 196 : 180;
  const clipped = isMedium ? threshold + 62 : null;
  const mse = clipped !== null && isWide ? clipped + 84 : null;
  const sqnr = (mse ?? clipped ?? threshold) + (isMedium ? 68 : 50);
  const changed = isMedium ? right : null;
  const accuracy = isMedium ? right - 66 : right;
  return {
    name,
    threshold,
    clipped,
    mse,
    sqnr,
    from: sqnr + (isMedium ? 22 : 14),
    to: accuracy - 46,
    accuracy,
    changed,
  };
}

function rowOf(row: Ranked, y: number, x: (score: number) => number, task: Task): RankingRow {
  const { method, score } = row;
  const { point } = method;
  const accuracy = score === null ? '–' : task.format(score.value);
  return {
    ...row,
    y,
    cells: {
      threshold: value(point.threshold),
      clipped: share(point.clippedShare),
      mse: value(point.mse),
      sqnr: decibel(point.sqnrDb, 1),
    },
    accuracy,
    spoken: `${task.metric.toLowerCase()} ${accuracy} ${task.unit}`,
    changed: score === null || score.changed === null ? '–' : count(score.changed),
    dot: score === null ? null : { x: x(score.value), from: x(score.low), to: x(score.high) },
  };
}

export function rankingTable(rows: readonly Ranked[], task: Task): FrameTable {
  return {
    columns: ['method', 'compared as', 'threshold', 'clipped, share', 'MSE', 'SQNR, dB', ...task.columns.heads],
    rows: rows.map(({ method, side, score }) => [
      method.label,
      side?.toUpperCase() ?? '',
      method.point.threshold,
      method.point.clippedShare,
      method.point.mse,
      Number.isFinite(method.point.sqnrDb) ? method.point.sqnrDb : 'no error',
      ...(score === null ? task.columns.heads.map(() => '') : task.columns.cells(score)),
    ]),
  };
}

export function rankingSentence(rows: readonly Ranked[], task: Task): string {
  const measured = rows.filter(({ score }) => score !== null);
  const names = measured.map(({ method, score }) => `${method.label} ${task.format(score!.value)} ${task.unit}`);
  return names.length === 0
    ? `${task.metric}: nothing has been measured yet.`
    : `${task.metric} with each estimator in every layer, best first: ${names.join(', ')}.`;
}
