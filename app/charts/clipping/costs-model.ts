import type { SideId } from '../../../src/experiment/spec';
import { share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { type Box, type Point, placeLabel } from '../accuracy/place';
import { type Arena, type Method, methodOf, sideOf } from './arena';
import { type Plot, areaPath, linePath, plotOf, withinY } from './plot';

export interface CostMark extends Point {
  readonly id: string;
  readonly side: SideId | null;
  readonly text: string;
  readonly label: Box | null;
}

export interface CostModel {
  readonly plot: Plot;
  readonly total: string;
  readonly rounding: string;
  readonly clipping: string;
  readonly marks: readonly CostMark[];
  readonly areas: readonly {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly anchor: 'start' | 'middle';
  }[];
}

/** The curve is drawn up to this many times its minimum, or what min-max costs when that is more. */
const HEADROOM = 5;
const ABOVE_MINMAX = 1.3;
const CHARACTER = 6.3;
const LABEL_HEIGHT = 14;

/** Mean squared error over the threshold, split into what is clipped and what is rounded; null before the search ran. */
export function costModel(arena: Arena, size: Size): CostModel | null {
  const trace = methodOf(arena, 'mse')?.trace ?? null;
  if (trace?.detail.kind !== 'mse' || trace.values.length < 2) return null;
  const { values, candidates } = trace;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const top = Math.min(most, Math.max(HEADROOM * least, ABOVE_MINMAX * (values.at(-1) ?? 0)));
  const largest = candidates.high.at(-1) ?? 1;
  const plot = plotOf({
    size,
    x: [0, largest],
    y: [0, top > 0 ? top : 1],
    margin: { left: 56, right: 18, top: 30, bottom: 38 },
  });
  const zeros = values.map(() => 0);
  const areas = areaNames(plot, candidates.high, trace.detail.round, values);
  return {
    plot,
    total: linePath(plot, candidates.high, values),
    rounding: areaPath(plot, candidates.high, zeros, trace.detail.round),
    clipping: areaPath(plot, candidates.high, trace.detail.round, values),
    marks: place(arena, plot, curveOf(plot, candidates.high, values), areas),
    areas,
  };
}

function curveOf(plot: Plot, xs: Float64Array, ys: Float64Array): Point[] {
  return Array.from(xs, (x, i) => ({ x: plot.x(x), y: withinY(plot, plot.y(ys[i] ?? 0)) }));
}

/** A and B first: they keep the best places for their labels. */
function place(arena: Arena, plot: Plot, curve: readonly Point[], areas: CostModel['areas']): CostMark[] {
  const rank = (method: Method) => ({ a: 0, b: 1, none: 2 })[sideOf(arena, method.id) ?? 'none'];
  const order = [...arena.methods].sort((one, other) => rank(one) - rank(other));
  const points = order.map(({ point }) => ({
    x: plot.x(Math.min(point.threshold, plot.x.domain()[1] ?? 0)),
    y: withinY(plot, plot.y(point.mse)),
  }));
  const dots = points.map(({ x, y }): Box => ({ x: x - 5, y: y - 5, width: 10, height: 10 }));
  const boxes = areas.map(({ text, x, y, anchor }): Box => {
    const width = text.length * CHARACTER;
    return { x: anchor === 'middle' ? x - width / 2 : x, y: y - 11, width, height: LABEL_HEIGHT };
  });
  const bounds = { x: plot.left, y: 0, width: plot.right - plot.left + 12, height: plot.bottom };
  return order.map((method, i) => {
    const side = sideOf(arena, method.id);
    const text = side === null ? method.label : `${side.toUpperCase()} ${method.label}`;
    const others = dots.filter((_, j) => j !== i);
    const label = placeLabel(points[i]!, text.length * CHARACTER, LABEL_HEIGHT, 8, {
      bounds,
      boxes: [...boxes, ...others],
      lines: [curve],
    });
    const isFree = side !== null || ![...boxes, ...others].some((box) => overlaps(box, label));
    if (isFree) boxes.push(label);
    return { id: method.id, side, text, ...points[i]!, label: isFree ? label : null };
  });
}

function overlaps(a: Box, b: Box): boolean {
  const apart = 6;
  return a.x < b.x + b.width + apart && b.x < a.x + a.width + apart && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Names beside the steep start and inside the area on the right, where that is high enough. */
function areaNames(plot: Plot, xs: Float64Array, round: Float64Array, all: Float64Array): CostModel['areas'] {
  const [, top = 1] = plot.y.domain();
  const steep = all.findIndex((mse) => mse < 0.6 * top);
  const right = Math.round(xs.length * 0.86);
  const height = plot.bottom - withinY(plot, plot.y(round[right] ?? 0));
  return [
    ...(height > 26
      ? [{ text: 'rounding', x: plot.x(xs[right] ?? 0), y: plot.bottom - height / 2 + 4, anchor: 'middle' as const }]
      : []),
    ...(steep > 0
      ? [{ text: 'clipping', x: plot.x(xs[steep] ?? 0) + 10, y: plot.y(0.6 * top), anchor: 'start' as const }]
      : []),
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
