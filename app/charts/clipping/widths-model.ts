import type { SideId } from '../../../src/experiment/spec';
import type { Score } from '../../store/state';
import type { Task } from '../../../src/tasks/task';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Plot, linePath, plotOf } from './plot';
import { scoreAxis } from './score-axis';

/** One estimator over all bit widths. */
export interface WidthsSeries {
  readonly id: string;
  readonly label: string;
  readonly side: SideId | null;
  /** By bits; a width that is not measured is left out. */
  readonly scores: ReadonlyMap<number, Score>;
}

export interface WidthsLine {
  readonly id: string;
  readonly side: SideId | null;
  readonly path: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly low: number; readonly high: number }[];
  readonly label: { readonly text: string; readonly x: number; readonly y: number } | null;
}

export interface WidthsModel {
  readonly plot: Plot;
  readonly lines: readonly WidthsLine[];
  /** Place of the float network. */
  readonly float: number | null;
  /** Place of the bits that the screen shows. */
  readonly present: number;
}

const LABEL_HEIGHT = 13;
/** The widths at which the lines differ most; labels stand beside the first that is measured. */
const LABEL_SPACE = 96;

export function widthsModel(
  series: readonly WidthsSeries[],
  float: Score | null,
  bits: number,
  size: Size,
  task: Task,
): WidthsModel {
  const all = [...series.flatMap(({ scores }) => [...scores.values()]), ...(float === null ? [] : [float])];
  const axis = scoreAxis(all, task);
  const plot = plotOf({
    size,
    x: [2, 8],
    y: task.id === 'classify' ? [0, 1] : [axis.from, axis.to],
    margin: { left: 40, right: LABEL_SPACE, top: 22, bottom: 36 },
    writeY: (score) => `${axis.write(score)}${task.id === 'classify' ? ' %' : ''}`,
  });
  const drawn = series.filter(({ scores }) => scores.size > 0);
  const lines = drawn.map(({ id, side, scores }) => {
    const widths = [...scores.keys()].sort((a, b) => a - b);
    const points = widths.map((width) => {
      const score = scores.get(width)!;
      return { x: plot.x(width), y: plot.y(score.value), low: plot.y(score.low), high: plot.y(score.high) };
    });
    const path = linePath(
      plot,
      widths,
      widths.map((width) => scores.get(width)!.value),
    );
    return { id, side, path, points };
  });
  const labels = spreadLabels(
    lines.map(({ points }) => points.at(-1)?.y ?? 0),
    plot,
  );
  return {
    plot,
    lines: lines.map((line, i) => ({
      ...line,
      label: { text: drawn[i]?.label ?? '', x: (line.points.at(-1)?.x ?? 0) + 8, y: labels[i] ?? 0 },
    })),
    float: float === null ? null : plot.y(Math.min(Math.max(float.value, axis.from), axis.to)),
    present: plot.x(bits),
  };
}

/** Pushes labels apart so that none covers another, keeping their order. */
function spreadLabels(ys: readonly number[], { top, bottom }: Plot): number[] {
  const order = ys.map((_, i) => i).sort((i, j) => (ys[i] ?? 0) - (ys[j] ?? 0));
  const placed = new Array<number>(ys.length).fill(0);
  let next = top;
  for (const i of order) {
    placed[i] = Math.max(ys[i] ?? 0, next);
    next = placed[i] + LABEL_HEIGHT;
  }
  let most = bottom;
  for (const i of [...order].reverse()) {
    placed[i] = Math.min(placed[i]!, most);
    most = placed[i] - LABEL_HEIGHT;
  }
  return placed;
}

export function widthsTable(series: readonly WidthsSeries[], task: Task): FrameTable {
  return {
    columns: ['method', 'bits', ...task.columns.heads],
    rows: series.flatMap(({ label, scores }) =>
      [...scores].map(([bits, score]) => [label, bits, ...task.columns.cells(score)]),
    ),
  };
}

export function widthsSentence(series: readonly WidthsSeries[], task: Task): string {
  const measured = series.reduce((sum, { scores }) => sum + scores.size, 0);
  if (measured === 0) return `${task.metric} over bits with each estimator, not yet measured.`;
  const parts = series.flatMap(({ label, scores }) => {
    const widths = [...scores.keys()].sort((a, b) => a - b);
    const [first] = widths;
    return first === undefined
      ? []
      : [`${label} ${task.format(scores.get(first)!.value)} ${task.unit} at ${String(first)} bits`];
  });
  return `${task.metric} with each estimator in every layer over bits, ${String(measured)} points measured: ${parts.join(', ')}.`;
}
