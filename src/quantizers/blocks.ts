import type { ScaleRegions } from '../jobs/reports';
import { rowGroups } from './granularity';
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

/** Largest finite magnitude of each block, or of each group of any partition; 0 without any. */
export function blockMaxima(data: Float32Array, blocks: Blocks): Float32Array {
  const maxima = new Float32Array(blocks.count);
  for (let row = 0, i = 0; row < blocks.rows; row++) {
    const { first, step } = rowGroups(blocks, row);
    for (let column = 0; column < blocks.columns; column++, i++) {
      const magnitude = Math.abs(data[i]!);
      const block = first + step * column;
      if (magnitude > maxima[block]! && magnitude < Infinity) maxima[block] = magnitude;
    }
  }
  return maxima;
}

/** 1 for each block that holds a NaN or an infinity. */
export function brokenBlocks(data: Float32Array, blocks: Blocks): Uint8Array {
  const broken = new Uint8Array(blocks.count);
  for (let row = 0, i = 0; row < blocks.rows; row++) {
    const { first, step } = rowGroups(blocks, row);
    for (let column = 0; column < blocks.columns; column++, i++) {
      if (!Number.isFinite(data[i]!)) broken[first + step * column] = 1;
    }
  }
  return broken;
}
