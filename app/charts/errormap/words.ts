import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { count, value } from '../frame/format';
import { type ReportPair, type ShownReport, shownReports } from '../frame/reports';
import type { FrameTable } from '../frame/table';
import type { CellPlace, Grid } from './grid';

/** "1 scale, step 1.43", "128 scales, step 0.06 to 1.30". */
export function scaleText({ metrics, codebook, roundError, thresholds, clip }: LayerReport): string {
  if (codebook !== null) return `one codebook of ${codebook.centroids.length} values`;
  if (metrics.scaleCount === 0) return 'no scale';
  const scales = `${count(metrics.scaleCount)} ${metrics.scaleCount === 1 ? 'scale' : 'scales'}`;
  if (roundError.step === 0) return scales;
  if (metrics.scaleCount === 1) return `${scales}, step ${value(roundError.step)}`;
  const range = clip.high - clip.low;
  const stepAt = (i: number) => (roundError.step * ((thresholds.high[i] ?? 0) - (thresholds.low[i] ?? 0))) / range;
  return `${scales}, step ${value(stepAt(0))} to ${value(stepAt(thresholds.high.length - 1))}`;
}

/** What lies along the two sides of the map. */
export function axesText({ layout, shape, rows, columns }: LayerReport): string {
  const order = 'channels by range';
  if (layout === 'dense') return `${count(rows)} inputs × ${count(columns)} outputs, ${order}`;
  const [height = 0, width = 0, inputs = 0] = shape;
  if (layout === 'depthwise') return `${height * width} taps × ${count(columns)} channels, ${order}`;
  return `${height} × ${width} taps of ${count(inputs)} inputs × ${count(columns)} outputs, ${order}`;
}

/** "input 312, output 5". */
export function cellName({ layout, shape, rows }: LayerReport, { row, channel }: CellPlace, { pool }: Grid): string {
  const first = row * pool;
  const last = Math.min(first + pool, rows) - 1;
  const range = last > first ? `${first} to ${last}` : String(first);
  if (layout === 'dense') return `input ${range}, output ${channel}`;
  const [, width = 1, inputs = 1] = shape;
  if (layout === 'depthwise') return `tap ${tapOf(first, width)}, channel ${channel}`;
  if (last > first) return `rows ${range}, output ${channel}`;
  return `tap ${tapOf(Math.floor(first / inputs), width)} of input ${first % inputs}, output ${channel}`;
}

function tapOf(tap: number, width: number): string {
  return `(${Math.floor(tap / width)}, ${tap % width})`;
}

/** What the inspector says about one weight, side by side. */
export function cellLines(place: CellPlace, grid: Grid, shown: readonly ShownReport[]): string[] {
  const [first] = shown;
  if (first === undefined) return [];
  const own = shown.map(({ side, report }) => {
    const { errorMap, channels, roundError, clip, regions } = report;
    const error = errorMap.values[place.row * errorMap.columns + place.channel] ?? 0;
    const shared = regions.kind === 'channel' || regions.kind === 'tensor';
    const step = roundError.step * ((channels.threshold[place.channel] ?? 0) / clip.high);
    const inSteps = shared && step > 0 && Number.isFinite(step) ? `, ${(error / step).toFixed(2)} of a step` : '';
    return `${side.toUpperCase()}: |w − ŵ| = ${value(error)}${inSteps}`;
  });
  return [
    cellName(first.report, place, grid),
    ...own,
    `channel range: max |w| = ${value(first.report.channels.absMax[place.channel] ?? 0)}`,
  ];
}

/** The chart in one sentence. */
export function sentence(layer: string, reports: ReportPair, sides: readonly SideId[]): string {
  const parts = shownReports(reports, sides).map(({ side, report }) => {
    const { mse, maxError } = report.metrics;
    return `${side.toUpperCase()}: ${scaleText(report)}, rms error ${value(Math.sqrt(mse))}, largest ${value(maxError)}`;
  });
  if (parts.length === 0) return `Absolute error of the weights of ${layer}, not yet measured.`;
  return `Absolute error of the weights of ${layer}. ${parts.join('. ')}.`;
}

/** Per output channel: every cell would be too long to read. */
export function errorTable(order: readonly number[], reports: ReportPair): FrameTable {
  const rms = (report: LayerReport | null, channel: number) =>
    report === null ? '' : Number((report.channels.rmse[channel] ?? 0).toPrecision(5));
  return {
    columns: ['channel', 'rms error A', 'rms error B'],
    rows: order.map((channel) => [channel, rms(reports.a, channel), rms(reports.b, channel)]),
  };
}
