import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import type { Box } from '../frame/Inspector';
import { type ReportPair, shownReports } from '../frame/reports';
import type { Size } from '../frame/useSize';
import { type Grid, gridOf } from './grid';
import type { Cells } from './paint';
import { regionPath } from './regions';
import { axesText, scaleText } from './words';

export interface MapModel {
  readonly side: SideId;
  readonly report: LayerReport;
  readonly box: Box;
  readonly cells: Cells;
  /** Borders between weights that do not share a scale. */
  readonly regions: string;
  readonly scales: string;
  readonly rms: number;
}

export interface ErrorMapModel {
  readonly size: Size;
  readonly grid: Grid;
  readonly maps: readonly MapModel[];
  readonly legendY: number;
  readonly axes: string;
}

const LEFT = 46;
const RIGHT = 14;
const LABEL = 20;
const GAP = 14;
const LEGEND = 46;

/** Stacked maps of |w − ŵ| on one colour scale. */
export function errorMapModel(reports: ReportPair, sides: readonly SideId[], size: Size): ErrorMapModel | null {
  const shared = reports.a ?? reports.b;
  if (shared === null || shared.errorMap.values.length === 0) return null;
  const grid = gridOf(shared);
  const shown = shownReports(reports, sides);
  const n = Math.max(shown.length, 1);
  const height = Math.max(Math.floor((size.height - LEGEND - n * LABEL - (n - 1) * GAP) / n), 20);
  const width = Math.max(size.width - LEFT - RIGHT, 1);
  return {
    size,
    grid,
    maps: shown.map(({ side, report }, k) => {
      const box = { left: LEFT, top: LABEL + k * (height + LABEL + GAP), width, height };
      return {
        side,
        report,
        box,
        cells: cellsOf(report, grid),
        regions: regionPath(report, grid, box),
        scales: scaleText(report),
        rms: Math.sqrt(report.metrics.mse),
      };
    }),
    legendY: size.height - LEGEND + 18,
    axes: axesText(shared),
  };
}

function cellsOf({ errorMap }: LayerReport, { transposed, across, down, order }: Grid): Cells {
  const { columns, values } = errorMap;
  const indexOf = transposed
    ? (i: number, j: number) => i * columns + (order[j] ?? 0)
    : (i: number, j: number) => j * columns + (order[i] ?? 0);
  return { columns: across, rows: down, indexOf, values };
}
