import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { share, value } from '../frame/format';
import { type ReportPair, shownReports } from '../frame/reports';
import type { FrameTable } from '../frame/table';

/**
 * What the model of uniform noise predicts for the rounding error: Δ² / 12, averaged over the steps of all scale groups
 * (Bennett 1948; lecture, linear quantization). The steps are in proportion to the ranges of the groups. Null without steps.
 */
export function predictedMse({ roundError, thresholds, clip }: LayerReport): number | null {
  const range = clip.high - clip.low;
  if (roundError.step === 0 || !Number.isFinite(range) || range === 0) return null;
  const { low, high } = thresholds;
  const squares = high.reduce((sum, h, i) => sum + ((h - (low[i] ?? 0)) / range) ** 2, 0);
  return (roundError.step ** 2 / 12) * (squares / Math.max(high.length, 1));
}

/** Mean squared error of the weights that are not clipped: what the prediction speaks of. */
export function roundingMse({ metrics }: LayerReport): number {
  const kept = metrics.n - metrics.clippedCount;
  return kept > 0 ? (metrics.roundMse * metrics.n) / kept : 0;
}

export function notesOf(side: SideId, report: LayerReport): readonly string[] {
  const { metrics, roundError } = report;
  const name = side.toUpperCase();
  if (metrics.mse === 0) return [`${name}: no error`];
  const measured = roundingMse(report);
  const predicted = predictedMse(report);
  const first = `${name}: rounding MSE ${value(measured)}, measured`;
  const clipped =
    metrics.clippedCount > 0 ? [`clipping is ${share(metrics.clipMse / metrics.mse)} of the whole MSE`] : [];
  if (predicted === null) return [first, 'no even step, so no Δ²/12', ...clipped];
  const many = metrics.scaleCount > 1 ? 'median Δ' : 'Δ';
  return [first, `Δ²/12 predicts ${value(predicted)}; ${many} = ${value(roundError.step)}`, ...clipped];
}

/** The chart in one sentence. */
export function sentence(layer: string, reports: ReportPair, sides: readonly SideId[]): string {
  const parts = shownReports(reports, sides).map(({ side, report }) => notesOf(side, report).join(', '));
  return parts.length > 0
    ? `Distribution of the error ŵ − w in ${layer}. ${parts.join('. ')}.`
    : `Distribution of the error in ${layer}, not yet measured.`;
}

export function roundErrorTable(reports: ReportPair): FrameTable {
  const rows = shownReports(reports, ['a', 'b']).flatMap(({ side, report }) => {
    const { counts, limit } = report.roundError;
    const edge = (i: number) => Number((-limit + (2 * limit * i) / counts.length).toPrecision(5));
    return Array.from(counts, (n, i) => [side.toUpperCase(), edge(i), edge(i + 1), n]);
  });
  return { columns: ['side', 'error from', 'to', 'weights'], rows };
}
