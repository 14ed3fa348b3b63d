import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport, TensorMetrics } from '../../../src/jobs/reports';
import { count, decibel, share } from '../frame/format';
import { type ReportPair, shownReports } from '../frame/reports';
import type { FrameTable } from '../frame/table';

/** What the chart says about one side, the first line in its colour. */
export function notesOf(side: SideId, report: LayerReport): readonly string[] {
  const { metrics } = report;
  const name = side.toUpperCase();
  if (metrics.mse === 0) return [`${name}: no error`, 'every weight is exact'];
  const zeroed = `${share(metrics.zeroedCount / Math.max(metrics.n, 1))} become 0`;
  const clipped = `${count(metrics.clippedCount)} of ${count(metrics.n)} clipped`;
  return [...headline(name, report, zeroed, clipped), errorSplit(metrics)];
}

function headline(
  name: string,
  { metrics, codebook }: LayerReport,
  zeroed: string,
  clipped: string,
): readonly string[] {
  const used = `${name}: ${count(metrics.usedLevels)} of ${count(metrics.totalLevels)}`;
  if (codebook !== null)
    return [`${used} centroids used`, `${metrics.entropyBits.toFixed(2)} bits of entropy per code`];
  if (metrics.scaleCount > 1) return [`${name}: ${zeroed}`, clipped];
  return [`${used} codes used`, metrics.clippedCount > 0 ? `${zeroed}, ${clipped}` : zeroed];
}

/** "13.2 dB; error 30 % clipping". */
function errorSplit({ sqnrDb, clipMse, mse, clippedCount }: TensorMetrics): string {
  const noise = `${decibel(sqnrDb, 1)} dB`;
  return clippedCount === 0 ? `${noise}; error all rounding` : `${noise}; error ${share(clipMse / mse)} clipping`;
}

/** The chart in one sentence. */
export function sentence(layer: string, reports: ReportPair, sides: readonly SideId[]): string {
  const parts = shownReports(reports, sides).map(({ side, report }) => notesOf(side, report).join(', '));
  const n = (reports.a ?? reports.b)?.metrics.n;
  const subject = n === undefined ? `Weights of ${layer}` : `Histogram of the ${count(n)} weights of ${layer}`;
  return parts.length > 0 ? `${subject}. ${parts.join('. ')}.` : `${subject}, not yet measured.`;
}

export function histogramTable(reports: ReportPair): FrameTable {
  const shared = (reports.a ?? reports.b)?.histogram;
  const columns = ['from', 'to', 'float weights', 'clipped in A', 'quantized in A', 'clipped in B', 'quantized in B'];
  if (shared === undefined) return { columns, rows: [] };
  const { low, high, float } = shared;
  const edge = (i: number) => Number((low + ((high - low) * i) / float.length).toPrecision(5));
  const cells = (report: LayerReport | null, i: number) =>
    report === null ? ['', ''] : [report.histogram.clipped[i] ?? 0, report.histogram.quantized[i] ?? 0];
  return {
    columns,
    rows: Array.from(float, (n, i) => [edge(i), edge(i + 1), n, ...cells(reports.a, i), ...cells(reports.b, i)]),
  };
}
