import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';

/** The reports of one layer under both recipes; null before the first. */
export type ReportPair = Readonly<Record<SideId, LayerReport | null>>;

export interface ShownReport {
  readonly side: SideId;
  readonly report: LayerReport;
}

/** The sides that are shown and have a report, in order. */
export function shownReports(reports: ReportPair, sides: readonly SideId[]): readonly ShownReport[] {
  return sides.flatMap((side) => {
    const report = reports[side];
    return report === null ? [] : [{ side, report }];
  });
}
