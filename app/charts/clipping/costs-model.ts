import type { ClipTrace } from '../../../src/clipping/trace';
import type { SideId } from '../../../src/experiment/spec';
import { share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Arena, type Method, methodOf, sideOf } from './arena';
import { type Flag, placeFlags } from './flags';
import { type Plot, type PlotInput, areaPath, linePath, plotOf, withinY } from './plot';

/** An estimator on the curve, with its name above the plot and a line from there to the curve. */
export interface CostMark extends Flag {
  readonly side: SideId | null;
  readonly text: string;
  /** Place on the curve. */
  readonly y: number;
  /** Baseline of the name, and the upper end of the line. */
  readonly labelY: number;
  readonly top: number;
}

export interface CostModel {
  readonly plot: Plot;
  readonly total: string;
  readonly rounding: string;
  readonly clipping: string;
  readonly marks: readonly CostMark[];
  readonly areas: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

/** The curve is drawn up to this many times its minimum, or what min-max costs when that is more. */
const HEADROOM = 5;
const ABOVE_MINMAX = 1.3;
const CHARACTER = 6.2;
const BOLD = 6.9;
/** What a capital is wider than other characters. */
const CAPITAL = 2.4;
const LANE = 16;
/** Kept free even when fewer are used, so that the plot stands still while a threshold is dragged past others. */
const MIN_LANES = 3;
/** Between the lowest names and the plot: the title of the axis. */
const TITLE = 24;
const SIDES = { left: 56, right: 18, bottom: 38 };

/** Mean squared error over the threshold, split into what is clipped and what is rounded; null before the search ran. */
export function costModel(arena: Arena, size: Size): CostModel | null {
  const trace = methodOf(arena, 'mse')?.trace ?? null;
  if (trace?.detail.kind !== 'mse' || trace.values.length < 2) return null;
  const { values, candidates } = trace;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const top = Math.min(most, Math.max(HEADROOM * least, ABOVE_MINMAX * (values.at(-1) ?? 0)));
  const largest = candidates.high.at(-1) ?? 1;
  const yTop = top > 0 ? top : 1;
  const across = { size, x: [0, largest], y: [0, yTop] } as const;
  const flags = flagsOf(arena, plotOf({ ...across, margin: SIDES }));
  const lanes = Math.max(MIN_LANES, ...flags.map(({ lane }) => lane + 1));
  const still = curvesOf(trace, trace.detail.round, { ...across, margin: { ...SIDES, top: lanes * LANE + TITLE } });
  return { ...still, marks: flags.map((flag, i) => markOf(arena, arena.methods[i]!, flag, still.plot)) };
}

const drawn = new WeakMap<ClipTrace, { readonly key: string; readonly curves: Omit<CostModel, 'marks'> }>();

/** All but the estimators: the same objects for the same search in the same room, while a threshold is dragged. */
function curvesOf(trace: ClipTrace, round: Float64Array, room: PlotInput): Omit<CostModel, 'marks'> {
  const key = JSON.stringify(room);
  const known = drawn.get(trace);
  if (known?.key === key) return known.curves;
  const { values, candidates } = trace;
  const plot = plotOf(room);
  const zeros = values.map(() => 0);
  const curves = {
    plot,
    total: linePath(plot, candidates.high, values),
    rounding: areaPath(plot, candidates.high, zeros, round),
    clipping: areaPath(plot, candidates.high, round, values),
    areas: areaNames(plot, candidates.high, round, values),
  };
  drawn.set(trace, { key, curves });
  return curves;
}

function textOf(arena: Arena, method: Method): string {
  const side = sideOf(arena, method.id);
  return side === null ? method.label : `${side.toUpperCase()} ${method.label}`;
}

/** Names are short and full of capitals, which are wider. */
function widthOf(text: string, character: number): number {
  return text.length * character + text.replace(/[^A-Z]/g, '').length * CAPITAL;
}

function flagsOf(arena: Arena, plot: Plot): Flag[] {
  const [, largest = 0] = plot.x.domain();
  const inputs = arena.methods.map((method) => ({
    id: method.id,
    x: plot.x(Math.min(method.point.threshold, largest)),
    width: widthOf(textOf(arena, method), sideOf(arena, method.id) === null ? CHARACTER : BOLD),
  }));
  return placeFlags(inputs, { left: 4, right: plot.size.width - 2 });
}

function markOf(arena: Arena, method: Method, flag: Flag, plot: Plot): CostMark {
  const labelY = plot.top - TITLE + 6 - flag.lane * LANE;
  return {
    ...flag,
    side: sideOf(arena, method.id),
    text: textOf(arena, method),
    y: withinY(plot, plot.y(method.point.mse)),
    labelY,
    top: labelY - 10,
  };
}

/** Names inside the steep start and the area on the right, where there is room. */
function areaNames(plot: Plot, xs: Float64Array, round: Float64Array, all: Float64Array): CostModel['areas'] {
  const [, top = 1] = plot.y.domain();
  const steep = all.findIndex((mse) => mse < 0.6 * top);
  const width = steep > 0 ? plot.x(xs[steep] ?? 0) - plot.left : 0;
  const right = Math.round(xs.length * 0.86);
  const height = plot.bottom - withinY(plot, plot.y(round[right] ?? 0));
  return [
    ...(height > 26 ? [{ text: 'rounding', x: plot.x(xs[right] ?? 0), y: plot.bottom - height / 2 + 4 }] : []),
    ...(width > 52 ? [{ text: 'clipping', x: plot.left + width / 2, y: plot.y(0.5 * top) }] : []),
  ];
}

export function costSentence(arena: Arena): string {
  const parts = [arena.a, arena.b].flatMap((id, i) => {
    const method = methodOf(arena, id);
    if (method === null) return [];
    const { mse, clipMse } = method.point;
    const part = mse > 0 ? `, ${share(clipMse / mse)} of it clipping` : '';
    return [`${i === 0 ? 'A' : 'B'}, ${method.label}, costs ${value(mse)}${part}`];
  });
  const best = methodOf(arena, 'mse');
  const least =
    best === null ? '' : ` The least of the search is ${value(best.point.mse)} at ${value(best.point.threshold)}.`;
  return `Mean squared error over the threshold at ${arena.codes.bits} bits. ${parts.join('; ')}.${least}`;
}

export function costTable(arena: Arena): FrameTable {
  const trace = methodOf(arena, 'mse')?.trace;
  const columns = ['threshold', 'MSE', 'clipping', 'rounding'];
  if (trace?.detail.kind !== 'mse') return { columns, rows: [] };
  const { clip, round } = trace.detail;
  const rows = Array.from(trace.values, (mse, i) => [trace.candidates.high[i] ?? 0, mse, clip[i] ?? 0, round[i] ?? 0]);
  return { columns, rows };
}
