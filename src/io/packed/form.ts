/** How a packed kernel is described in the header of its file. */
import type { FieldSource, Reading } from '../../quantizers/layout';

export const PACKED_FORM = 'quantization-playground packed 1';

/**
 * Which weights read the same stored number. Units are counted along the inputs of a channel first:
 * number = (unit along the inputs) x columns + column.
 */
export type Share =
  | { readonly kind: 'tensor' }
  | { readonly kind: 'channel' }
  /** Blocks of so many consecutive rows of a channel. */
  | { readonly kind: 'block'; readonly rows: number }
  /** Parts of so many rows, which begin anew in every block. */
  | { readonly kind: 'part'; readonly rows: number; readonly blockRows: number }
  /** So many blocks, in their order. */
  | { readonly kind: 'blocks'; readonly rows: number; readonly count: number };

/** A stored number without its bits. */
export type PackedField = Pick<FieldSource, 'id' | 'bits'> & {
  /** The entries of a codebook lie in the file as a tensor of their own: none here. */
  readonly reading: Reading;
};

export interface PackedKernel {
  readonly name: string;
  /** As the engine has it: [in, out], [height, width, in, out] or [height, width, in, multiplier]. */
  readonly shape: readonly number[];
  /** The matrix that it is read as, row-major. */
  readonly rows: number;
  readonly columns: number;
  /** Fields of each weight, side by side in `<name>/codes`, the first in the highest bits. */
  readonly own: readonly PackedField[];
  /** Fields that weights share, each in `<name>/<id>`. */
  readonly shared: readonly (PackedField & { readonly share: Share })[];
}

/** Number of the unit that the weight in a row and column belongs to. */
export function unitOf(share: Share, row: number, column: number, columns: number): number {
  switch (share.kind) {
    case 'tensor':
      return 0;
    case 'channel':
      return column;
    case 'block':
      return Math.floor(row / share.rows) * columns + column;
    case 'part': {
      const { rows, blockRows } = share;
      const part = Math.floor(row / blockRows) * Math.ceil(blockRows / rows) + Math.floor((row % blockRows) / rows);
      return part * columns + column;
    }
    case 'blocks':
      return Math.floor((Math.floor(row / share.rows) * columns + column) / share.count);
  }
}

/** How many units a matrix has: one more than the number of the last. */
export function unitsIn(share: Share, rows: number, columns: number): number {
  return rows * columns === 0 ? 0 : unitOf(share, rows - 1, columns - 1, columns) + 1;
}
