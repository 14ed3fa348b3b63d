import type { ScaleRegions } from '../jobs/reports';
import { groupOf } from './granularity';
import { matrixOf } from './matrix';
import type { WeightTensor } from './types';

/** Blocks of consecutive weights along the reduction axis of a channel, as formats with a built-in granularity share them. */
export interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly regions: ScaleRegions;
  readonly perColumn: number;
  readonly count: number;
}

/** Throws RangeError when the block size is not a whole number of at least 1. */
export function blocksOf(tensor: WeightTensor, size: number): Blocks {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`Block size must be a whole number of at least 1, not ${String(size)}.`);
  const { rows, columns } = matrixOf(tensor);
  const perColumn = Math.ceil(rows / size);
  return { rows, columns, regions: { kind: 'group', rowsPerGroup: size }, perColumn, count: perColumn * columns };
}

/** Indices of the weights of a block, in the order [blocks along a channel, channels]. */
export function blockIndices({ rows, columns, regions }: Blocks, block: number): number[] {
  const start = Math.floor(block / columns) * regions.rowsPerGroup;
  const column = block % columns;
  const indices: number[] = [];
  for (let row = start; row < Math.min(start + regions.rowsPerGroup, rows); row++) indices.push(row * columns + column);
  return indices;
}

/** Block of every weight, in the order of the tensor. */
export function blockOfIndex(blocks: Blocks, index: number): number {
  return groupOf(blocks, Math.floor(index / blocks.columns), index % blocks.columns);
}
