import type { ClipTrace } from '../../../src/clipping/trace';
import { klDistributions } from '../../../src/clipping/kl-divergence';
import { count, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { SMALL, yRange } from './curves';
import { type Plot, linePath, nearestIndex, plotOf, withinY } from './plot';

export interface KlModel {
  readonly curve: Plot;
  readonly path: string;
  readonly best: { readonly x: number; readonly y: number };
  readonly cursor: { readonly x: number; readonly y: number | null };
  /** Index of the candidate under the cursor, of so many. */
  readonly index: number;
  readonly candidates: number;
  readonly distributions: Plot;
  readonly p: string;
  readonly q: string;
  readonly text: string;
}

/** Height of the divergence curve; the rest is for P and Q. */
const CURVE_SHARE = 0.54;
/** P and Q are drawn in so many columns at most. */
const COLUMNS = 128;

/** The candidate whose number of bins is nearest to the setting; the best one for 0. */
export function klIndex({ detail, chosen }: ClipTrace, kept: number): number {
  return detail.kind !== 'kl' || kept === 0 ? chosen : nearestIndex(detail.bins, kept);
}

/** The divergence of every candidate, and the two distributions of one of them. */
export function klModel(trace: ClipTrace, kept: number, size: Size): KlModel | null {
  const { detail, values, chosen } = trace;
  if (detail.kind !== 'kl') return null;
  const { bins, histogram, levels, absMax } = detail;
  const index = klIndex(trace, kept);
  const split = Math.round(size.height * CURVE_SHARE);
  const reach: [number, number] = [0, Math.max(absMax, 1e-12)];
  const curve = plotOf({
    size: { ...size, height: split },
    x: reach,
    y: yRange(values),
    margin: { ...SMALL, bottom: 14 },
  });
  const xs = Array.from(bins, (i) => (i * absMax) / histogram.length);
  const here = values[index] ?? Infinity;
  const { p, q } = klDistributions(histogram, bins[index] ?? 0, levels);
  const [pColumns, qColumns] = [columnsOf(p, histogram.length), columnsOf(q, histogram.length)];
  const most = Math.max(...pColumns, ...qColumns, 1e-12);
  const distributions = plotOf({
    size,
    x: reach,
    y: [0, most],
    margin: { ...SMALL, top: split + 12 },
    tickGap: { y: 200 },
  });
  return {
    curve,
    path: linePath(curve, xs, values),
    best: { x: curve.x(xs[chosen] ?? 0), y: withinY(curve, curve.y(values[chosen] ?? 0)) },
    cursor: { x: curve.x(xs[index] ?? 0), y: Number.isFinite(here) ? withinY(curve, curve.y(here)) : null },
    index,
    candidates: bins.length,
    distributions,
    p: stepPath(distributions, pColumns, true),
    q: stepPath(distributions, qColumns, false),
    text: `${count(bins[index] ?? 0)} of ${count(histogram.length)} bins, T = ${value(xs[index] ?? 0)}: ${nats(here)}`,
  };
}

function nats(divergence: number): string {
  return Number.isFinite(divergence) ? `${value(divergence)} nat` : 'Q is 0 where P is not';
}

/** Sums over equal runs of bins of the whole histogram; bins that were not kept hold nothing. */
function columnsOf(distribution: Float64Array, bins: number): Float64Array {
  const columns = new Float64Array(Math.min(COLUMNS, bins));
  const perBin = columns.length / bins;
  distribution.forEach((mass, bin) => {
    columns[Math.floor(bin * perBin)]! += mass;
  });
  return columns;
}

function stepPath({ left, right, bottom, y }: Plot, columns: Float64Array, closed: boolean): string {
  const width = (right - left) / Math.max(columns.length, 1);
  const place = (at: number) => Math.round(at * 10) / 10;
  const steps = Array.from(columns, (mass, i) => `V${place(y(mass))}H${place(left + (i + 1) * width)}`);
  return `M${left},${bottom}${steps.join('')}${closed ? `V${bottom}Z` : ''}`;
}

export function klTable(trace: ClipTrace | null): FrameTable {
  const columns = ['bins kept', 'threshold', 'divergence, nat', 'taken'];
  if (trace?.detail.kind !== 'kl') return { columns, rows: [] };
  const { bins } = trace.detail;
  const rows = Array.from(trace.values, (divergence, i) => [
    bins[i] ?? 0,
    trace.candidates.high[i] ?? 0,
    Number.isFinite(divergence) ? divergence : 'not defined',
    i === trace.chosen ? 'yes' : '',
  ]);
  return { columns, rows };
}
