import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from 'd3';
import type { Tick } from '../frame/Axes';
import { tick } from '../frame/format';
import type { Size } from '../frame/useSize';

/** Axes of a small plot. */
export interface Plot {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number> | ScaleLogarithmic<number, number>;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** What the labels of the y axis are to be multiplied with, such as "× 10⁻⁴"; empty for plain numbers. */
  readonly yFactor: string;
}

export interface PlotInput {
  readonly size: Size;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly log?: boolean;
  /** Space around the axes. */
  readonly margin?: Partial<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  /** Pixels that an axis label takes at least. */
  readonly tickGap?: { readonly x?: number; readonly y?: number };
  readonly writeY?: (value: number) => string;
}

/** A plot below this height has no room for three labels. */
const LOW = 44;

const MARGIN = { left: 42, right: 10, top: 16, bottom: 20 };

export function plotOf({ size, x, y, log = false, margin, tickGap, writeY }: PlotInput): Plot {
  const space = { ...MARGIN, ...margin };
  const right = Math.max(size.width - space.right, space.left + 1);
  const bottom = Math.max(size.height - space.bottom, space.top + 1);
  const across = scaleLinear([...x], [space.left, right]);
  const up = (log ? scaleLog : scaleLinear)([...y], [bottom, space.top]);
  const columns = Math.max(2, Math.floor((right - space.left) / (tickGap?.x ?? 56)));
  const rows = Math.max(bottom - space.top < LOW ? 1 : 2, Math.floor((bottom - space.top) / (tickGap?.y ?? 34)));
  const ups = log ? decades(y, rows) : up.ticks(rows);
  const power = log || writeY !== undefined ? 0 : sharedPower(ups);
  const write = writeY ?? ((value: number) => tick(Number((value / 10 ** power).toPrecision(6))));
  return {
    size,
    left: space.left,
    right,
    top: space.top,
    bottom,
    x: across,
    y: up,
    xTicks: across.ticks(columns).map((at) => ({ at: across(at), label: tick(at) })),
    yTicks: ups.map((at) => ({ at: up(at), label: write(at) })),
    yFactor: power === 0 ? '' : `× 10${superscript(power)}`,
  };
}

/** The power of ten that small ticks share, so that each label stays short; 0 when they are short already. */
function sharedPower(ticks: readonly number[]): number {
  const most = Math.max(...ticks.map(Math.abs), 0);
  return most > 0 && most < 0.01 ? Math.floor(Math.log10(most) + 1e-9) : 0;
}

function superscript(power: number): string {
  return Array.from(String(power), (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');
}

/** Powers of ten in a range, at most so many. */
function decades([low, high]: readonly [number, number], most: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((to - from + 1) / most));
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, i) => from + i)
    .filter((power) => (to - power) % every === 0)
    .map((power) => 10 ** power);
}

/** A line through points. It is interrupted where a value is not finite, and cut where it leaves the plot at the top. */
export function linePath(plot: Plot, xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let path = '';
  let before: readonly [number, number] | null = null;
  for (let i = 0; i < xs.length; i++) {
    const value = ys[i] ?? NaN;
    if (!Number.isFinite(value)) {
      before = null;
      continue;
    }
    const at = [plot.x(xs[i] ?? 0), plot.y(value)] as const;
    path += segment(before, at, plot.top);
    before = at;
  }
  return path;
}

/** The part of a step that lies below the upper edge. */
function segment(from: readonly [number, number] | null, to: readonly [number, number], top: number): string {
  const isInside = to[1] >= top - 0.05;
  if (from === null) return isInside ? `M${pair(to)}` : '';
  const wasInside = from[1] >= top - 0.05;
  if (isInside && wasInside) return `L${pair(to)}`;
  if (!isInside && !wasInside) return '';
  const share = (top - from[1]) / (to[1] - from[1]);
  const edge = [from[0] + share * (to[0] - from[0]), top] as const;
  return isInside ? `M${pair(edge)}L${pair(to)}` : `L${pair(edge)}`;
}

function pair([x, y]: readonly [number, number]): string {
  return `${tenth(x)},${tenth(y)}`;
}

/** The area between two curves over the same places. */
export function areaPath(plot: Plot, xs: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>): string {
  const n = xs.length;
  if (n < 2) return '';
  const point = (i: number, ys: ArrayLike<number>) =>
    `${tenth(plot.x(xs[i] ?? 0))},${tenth(withinY(plot, plot.y(ys[i] ?? 0)))}`;
  const forth = Array.from({ length: n }, (_, i) => point(i, high));
  const back = Array.from({ length: n }, (_, i) => point(n - 1 - i, low));
  return `M${[...forth, ...back].join('L')}Z`;
}

export function withinY({ top, bottom }: Plot, y: number): number {
  return Math.min(Math.max(y, top), bottom);
}

/** Index of the place nearest to a value in ascending places. */
export function nearestIndex(ascending: ArrayLike<number>, at: number): number {
  let best = 0;
  for (let i = 1; i < ascending.length; i++)
    if (Math.abs((ascending[i] ?? 0) - at) < Math.abs((ascending[best] ?? 0) - at)) best = i;
  return best;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
