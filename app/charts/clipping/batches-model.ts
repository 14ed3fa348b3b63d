import type { ClipBatches } from '../../../src/jobs/clip-batches';
import { value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';
import { SMALL } from './curves';
import { type Plot, linePath, plotOf } from './plot';

export interface BatchesModel {
  readonly plot: Plot;
  /** Largest |x| of each batch. */
  readonly dots: readonly { readonly x: number; readonly y: number; readonly isBad: boolean }[];
  readonly running: string;
  readonly smoothed: string;
  readonly ends: { readonly running: number; readonly smoothed: number };
  readonly labels: { readonly running: number; readonly smoothed: number };
}

const LABEL_GAP = 13;

export function batchesModel({ low, high, running, smoothed, bad }: ClipBatches, size: Size): BatchesModel {
  const n = running.length;
  const largest = Array.from(high, (top, i) => Math.max(top, -(low[i] ?? 0)));
  const numbers = Array.from({ length: n }, (_, i) => i + 1);
  const most = Math.max(...running, ...smoothed, 1e-12);
  const least = Math.min(...largest, ...smoothed);
  const floor = least > 0.4 * most ? Math.max(0, least - 0.5 * (most - least)) : 0;
  const plot = plotOf({ size, x: [1, Math.max(n, 2)], y: [floor, most], margin: { ...SMALL, right: 66 } });
  const ends = { running: plot.y(running.at(-1) ?? 0), smoothed: plot.y(smoothed.at(-1) ?? 0) };
  const gap = ends.smoothed - ends.running;
  const shift = Math.abs(gap) < LABEL_GAP ? (LABEL_GAP - Math.abs(gap)) / 2 : 0;
  return {
    plot,
    dots: largest.map((at, i) => ({ x: plot.x(i + 1), y: plot.y(at), isBad: i === bad })),
    running: linePath(plot, numbers, running),
    smoothed: linePath(plot, numbers, smoothed),
    ends,
    labels: { running: ends.running - shift, smoothed: ends.smoothed + shift },
  };
}

export function batchesSentence(batches: ClipBatches | null): string {
  if (batches === null || batches.running.length === 0)
    return 'There are no batches: the values are all there at once.';
  const { running, smoothed, bad } = batches;
  const artificial =
    bad === null ? '' : ` Batch ${String(bad + 1)} was made eight times as large, which is artificial.`;
  return `Over ${String(running.length)} batches the running maximum ends at ${value(running.at(-1) ?? 0)}, the moving average at ${value(smoothed.at(-1) ?? 0)}.${artificial}`;
}

export function batchesTable(batches: ClipBatches | null): FrameTable {
  const columns = ['batch', 'smallest', 'largest', 'running maximum', 'moving average', 'artificial'];
  if (batches === null) return { columns, rows: [] };
  const { low, high, running, smoothed, bad } = batches;
  return {
    columns,
    rows: Array.from(running, (most, i) => [
      i + 1,
      low[i] ?? 0,
      high[i] ?? 0,
      most,
      smoothed[i] ?? 0,
      i === bad ? 'yes' : '',
    ]),
  };
}
