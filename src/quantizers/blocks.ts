import type { ScaleRegions } from '../jobs/reports';
import type { Kernels } from '../kernels/index';
import { rowGroups, toGroupOrder } from './granularity';
import { matrixOf } from './matrix';
import type { WeightTensor } from './types';

/**
 * Blocks of consecutive weights along the reduction axis of a channel, as formats with a built-in granularity share
 * them; in the order [blocks along a channel, channels].
 */
export interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly regions: ScaleRegions;
  readonly count: number;
}

/** Throws RangeError when the block size is not a whole number of at least 1. */
export function blocksOf(tensor: WeightTensor, size: number): Blocks {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Block size must be a whole number of at least 1, not ${size}.`);
  }
  const { rows, columns } = matrixOf(tensor);
  return { rows, columns, regions: { kind: 'group', rowsPerGroup: size }, count: Math.ceil(rows / size) * columns };
}

/** Largest finite magnitude of each block, 0 without any. */
export function blockMaxima(data: Float32Array, blocks: Blocks, kernels: Kernels): Float32Array {
  const { rows, columns, regions } = blocks;
  if (data.length === 0) return new Float32Array(blocks.count);
  const channels = kernels.transposeToChannelMajor(data, rows, columns);
  const segments = kernels.segmentAbsMax(channels, rows, regions.rowsPerGroup);
  return toGroupOrder(segments, { regions, columns, groupsPerColumn: blocks.count / columns });
}

/** 1 for each block that holds a NaN or an infinity. */
export function brokenBlocks(data: Float32Array, blocks: Blocks): Uint8Array {
  const broken = new Uint8Array(blocks.count);
  if (allFinite(data)) return broken;
  for (let row = 0, i = 0; row < blocks.rows; row++) {
    const { first, step } = rowGroups(blocks, row);
    for (let column = 0; column < blocks.columns; column++, i++) {
      if (!Number.isFinite(data[i]!)) broken[first + step * column] = 1;
    }
  }
  return broken;
}

/** Usually so: one multiplication a weight then spares the walk by blocks. */
function allFinite(data: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return sum === 0;
}

/** One entry for each value. `Array.from` with a function walks an iterator, which takes ten times as long. */
export function listOf<T>(values: ArrayLike<number>, entryOf: (value: number, index: number) => T): T[] {
  const list = new Array<T>(values.length);
  for (let i = 0; i < values.length; i++) list[i] = entryOf(values[i]!, i);
  return list;
}
