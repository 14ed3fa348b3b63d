import type { SideId } from '../../../src/experiment/spec';
import type { Score } from '../../store/state';
import { count, decibel, fixed, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import { type Arena, type Method, sideOf } from './arena';

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
  readonly accuracy: string;
  readonly changed: string;
  /** Places of the accuracy and of its interval. */
  readonly dot: { readonly x: number; readonly from: number; readonly to: number } | null;
}

export interface RankingModel {
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
  /** Accuracy of the float network. */
  readonly float: number | null;
  readonly rows: readonly RankingRow[];
}

export const ROW = 27;
export const HEAD = 26;
/** Below these widths columns are left out; they stay in the table. */
const WIDE = 620;
const MEDIUM = 480;

/** Best accuracy first; what is not measured follows by its error. */
export function ranked(arena: Arena, scoreOf: (method: Method) => Score | null): Ranked[] {
  const all = arena.methods.map((method): Ranked => ({
    method,
    side: sideOf(arena, method.id),
    score: scoreOf(method),
  }));
  return all.sort((one, other) => {
    if (one.score !== null && other.score !== null) return accuracyOf(other.score) - accuracyOf(one.score);
    if (one.score !== null || other.score !== null) return one.score === null ? 1 : -1;
    return one.method.point.mse - other.method.point.mse;
  });
}

function accuracyOf({ correct, n }: Score): number {
  return n > 0 ? correct / n : 0;
}

export function rankingModel(rows: readonly Ranked[], float: Score | null, width: number): RankingModel {
  const columns = columnsFor(width);
  const low = Math.min(...rows.flatMap(({ score }) => (score === null ? [] : [score.low])), float?.low ?? 1, 0.9);
  const from = Math.max(0, Math.floor(low * 10 - 0.2) / 10);
  const x = (accuracy: number) => columns.from + ((accuracy - from) / (1 - from)) * (columns.to - columns.from);
  const every = 1 - from > 0.55 ? 0.2 : 0.1;
  const first = Math.ceil(from / every - 1e-9) * every;
  const ticks = Array.from({ length: Math.floor((1 - first) / every + 1e-9) + 1 }, (_, i) => first + i * every);
  return {
    width,
    height: HEAD + rows.length * ROW + 4,
    columns,
    ticks: ticks.map((at) => ({ x: x(at), label: String(Math.round(at * 100)) })),
    float: float === null ? null : x(accuracyOf(float)),
    rows: rows.map((row, i) => rowOf(row, HEAD + i * ROW + ROW / 2, x)),
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

function rowOf(row: Ranked, y: number, x: (accuracy: number) => number): RankingRow {
  const { method, score } = row;
  const { point } = method;
  return {
    ...row,
    y,
    cells: {
      threshold: value(point.threshold),
      clipped: share(point.clippedShare),
      mse: value(point.mse),
      sqnr: decibel(point.sqnrDb, 1),
    },
    accuracy: score === null ? '–' : fixed(accuracyOf(score) * 100, 1),
    changed: score === null || score.changed === null ? '–' : count(score.changed),
    dot: score === null ? null : { x: x(accuracyOf(score)), from: x(score.low), to: x(score.high) },
  };
}

export function rankingTable(rows: readonly Ranked[]): FrameTable {
  return {
    columns: [
      'method',
      'compared as',
      'threshold',
      'clipped, share',
      'MSE',
      'SQNR, dB',
      'accuracy',
      'interval from',
      'interval to',
      'n',
      'predictions changed',
    ],
    rows: rows.map(({ method, side, score }) => [
      method.label,
      side?.toUpperCase() ?? '',
      method.point.threshold,
      method.point.clippedShare,
      method.point.mse,
      Number.isFinite(method.point.sqnrDb) ? method.point.sqnrDb : 'no error',
      score === null ? '' : accuracyOf(score),
      score?.low ?? '',
      score?.high ?? '',
      score?.n ?? '',
      score?.changed ?? '',
    ]),
  };
}

export function rankingSentence(rows: readonly Ranked[]): string {
  const measured = rows.filter(({ score }) => score !== null);
  const names = measured.map(({ method, score }) => `${method.label} ${fixed(accuracyOf(score!) * 100, 1)} %`);
  return names.length === 0
    ? 'No accuracy has been measured yet.'
    : `Accuracy with each estimator in every layer, best first: ${names.join(', ')}.`;
}
