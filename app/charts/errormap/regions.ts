import type { LayerReport } from '../../../src/jobs/reports';
import type { Box } from '../frame/Inspector';
import type { CellPlace, Grid } from './grid';

/** Lines closer than this would cover what they separate. */
const MIN_GAP = 3;

/** Cells along the reduction axis that share a scale. */
function cellsPerGroup({ regions, errorMap }: LayerReport, { pool }: Grid): number {
  if (regions.kind !== 'group') return errorMap.rows;
  return Math.max(regions.rowsPerGroup / pool, 1);
}

/** Borders between scale groups inside the frame of a map; empty when one scale serves all or lines would touch. */
export function regionPath(report: LayerReport, grid: Grid, box: Box): string {
  const { kind } = report.regions;
  if (kind === 'tensor' || kind === 'none') return '';
  const { rows, columns } = report.errorMap;
  const group = cellsPerGroup(report, grid);
  const [channelExtent, rowExtent] = grid.transposed ? [box.height, box.width] : [box.width, box.height];
  const channels = lines(columns, 1, channelExtent, grid.transposed ? 'H' : 'V', box);
  const groups = group < rows ? lines(rows, group, rowExtent, grid.transposed ? 'V' : 'H', box) : '';
  return channels + groups;
}

function lines(cells: number, every: number, extent: number, direction: 'H' | 'V', box: Box): string {
  const pitch = (extent / cells) * every;
  if (pitch < MIN_GAP) return '';
  let path = '';
  for (let at = every; at < cells; at += every) {
    const offset = ((at / cells) * extent).toFixed(1);
    path +=
      direction === 'V'
        ? `M${box.left + Number(offset)} ${box.top}v${box.height}`
        : `M${box.left} ${box.top + Number(offset)}h${box.width}`;
  }
  return path;
}

/** The part of a map that shares the scale of a cell. */
export function sharedBox(report: LayerReport, grid: Grid, box: Box, { row, rank }: CellPlace): Box {
  const { kind } = report.regions;
  if (kind === 'tensor' || kind === 'none') return box;
  const { rows, columns } = report.errorMap;
  const group = cellsPerGroup(report, grid);
  const first = Math.floor(row / group) * group;
  const along = { from: first / rows, to: Math.min(first + group, rows) / rows };
  const across = { from: rank / columns, to: (rank + 1) / columns };
  const [x, y] = grid.transposed ? [along, across] : [across, along];
  return {
    left: box.left + x.from * box.width,
    top: box.top + y.from * box.height,
    width: (x.to - x.from) * box.width,
    height: (y.to - y.from) * box.height,
  };
}
