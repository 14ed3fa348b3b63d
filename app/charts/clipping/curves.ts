import type { ClipTrace } from '../../../src/clipping/trace';
import { share } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import type { Method } from './arena';
import { type Plot, linePath, plotOf, withinY } from './plot';

/** An objective over the thresholds that were tried, with the one that was taken. */
export interface CurveModel {
  readonly plot: Plot;
  readonly path: string;
  readonly chosen: { readonly x: number; readonly y: number } | null;
  /** Lower right: what was tried. */
  readonly note: string;
}

/** A curve is drawn up to so many times the range from its minimum to its right end, or its steep start would flatten it. */
const HEADROOM = 3;

export const SMALL = { left: 44, right: 12, top: 18, bottom: 34 } as const;

/** Values that are drawn: from the smallest to a little above the right end. */
export function yRange(values: ArrayLike<number>): [number, number] {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const end = finite.at(-1) ?? least;
  const top = Math.min(most, Math.max(least + HEADROOM * (end - least), least * 2));
  return top > least ? [Math.max(0, least - 0.15 * (top - least)), top] : [0, Math.max(most, 1e-12) * 2];
}

/** The objective of an estimator over its threshold. */
export function curveModel(trace: ClipTrace, size: Size, note: string): CurveModel {
  const { candidates, values, chosen } = trace;
  const plot = plotOf({ size, x: [0, Math.max(candidates.high.at(-1) ?? 0, 1e-12)], y: yRange(values), margin: SMALL });
  const y = values[chosen] ?? NaN;
  const at = { x: plot.x(candidates.high[chosen] ?? 0), y: withinY(plot, plot.y(y)) };
  return { plot, path: linePath(plot, candidates.high, values), chosen: Number.isFinite(y) ? at : null, note };
}

/** Share of the values beyond each threshold, on a logarithmic axis. */
export function tailModel({ point }: Method, trace: ClipTrace, n: number, size: Size) {
  const least = 10 ** Math.floor(Math.log10(1 / Math.max(n, 10)));
  const beyond = trace.values.map((inside) => Math.max(1 - inside, least));
  const plot = plotOf({
    size,
    x: [0, Math.max(trace.candidates.high.at(-1) ?? 0, point.threshold, 1e-12)],
    y: [least, 1],
    log: true,
    margin: SMALL,
    writeY: (v) =>
      v >= 0.01 ? `${String(Math.round(v * 100))} %` : share(v).replace('< 0.1 %', `${plainPercent(v)} %`),
  });
  const inside = trace.values[trace.chosen] ?? 1;
  return {
    plot,
    path: linePath(plot, trace.candidates.high, beyond),
    chosen: { x: plot.x(point.threshold), y: plot.y(Math.max(1 - inside, least)) },
    note: 'share beyond T',
  };
}

function plainPercent(v: number): string {
  return Number((v * 100).toPrecision(1)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

export function curveTable(trace: ClipTrace | null): FrameTable {
  const columns = ['threshold', trace?.objective.label ?? 'objective', 'taken'];
  if (trace === null) return { columns, rows: [] };
  const rows = Array.from(trace.values, (value, i) => [
    trace.candidates.high[i] ?? 0,
    Number.isFinite(value) ? value : 'not defined',
    i === trace.chosen ? 'yes' : '',
  ]);
  return { columns, rows };
}
