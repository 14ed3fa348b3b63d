import type { LayerReport } from '../../../src/jobs/reports';
import type { Box } from '../frame/Inspector';
import { channelOrder } from '../ranges/model';

/** How the matrix of a layer lies on the screen: channels sorted by range, the longer side along the width. */
export interface Grid {
  /** Columns of the matrix run down the screen. */
  readonly transposed: boolean;
  /** Cells across and down. */
  readonly across: number;
  readonly down: number;
  readonly order: readonly number[];
  /** Rows of the tensor in one cell. */
  readonly pool: number;
}

/** One cell of the map in terms of the matrix. */
export interface CellPlace {
  /** Row of the error map. */
  readonly row: number;
  /** Output channel. */
  readonly channel: number;
  /** Place of the channel in the order of the display. */
  readonly rank: number;
}

export function gridOf({ errorMap, channels, rows }: LayerReport): Grid {
  const transposed = errorMap.rows > errorMap.columns;
  return {
    transposed,
    across: transposed ? errorMap.rows : errorMap.columns,
    down: transposed ? errorMap.columns : errorMap.rows,
    order: channelOrder(channels.absMax),
    pool: Math.max(1, Math.ceil(rows / Math.max(errorMap.rows, 1))),
  };
}

/** The cell with an index that runs along the display, row by row. */
export function placeOf(index: number, { across, transposed, order }: Grid): CellPlace {
  const i = index % across;
  const j = Math.floor(index / across);
  const rank = transposed ? j : i;
  return { row: transposed ? i : j, rank, channel: order[rank] ?? 0 };
}

/** The index of the cell at a place inside a box. */
export function indexIn(box: Box, { across, down }: Grid, x: number, y: number): number {
  const at = (v: number, extent: number, cells: number) =>
    Math.min(Math.max(Math.floor((v / extent) * cells), 0), cells - 1);
  return at(y, box.height, down) * across + at(x, box.width, across);
}
