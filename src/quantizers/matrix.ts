import type { Layout, WeightTensor } from './types';

export interface MatrixSize {
  /** Length of the reduction axis, flattened. */
  readonly rows: number;
  /** Output channels. */
  readonly columns: number;
}

const RANK: Readonly<Record<Layout, number>> = { dense: 2, conv2d: 4, depthwise: 4 };

/**
 * The row-major matrix that a weight tensor is. A tensor of rank 1 is one channel.
 * Throws RangeError when the shape does not fit the layout or the data.
 */
export function matrixOf(tensor: WeightTensor): MatrixSize {
  const { shape, layout, data } = tensor;
  const size = shape.length === 1 ? { rows: product(shape), columns: 1 } : sizeByLayout(shape, layout);
  if (size.rows * size.columns !== data.length) {
    throw new RangeError(
      `Shape [${shape.join(', ')}] has ${String(product(shape))} values, the data ${String(data.length)}.`,
    );
  }
  return size;
}

function sizeByLayout(shape: readonly number[], layout: Layout): MatrixSize {
  if (shape.length !== RANK[layout])
    throw new RangeError(`A ${layout} kernel has rank ${String(RANK[layout])}, not ${String(shape.length)}.`);
  const kept = layout === 'depthwise' ? 2 : shape.length - 1;
  return { rows: product(shape.slice(0, kept)), columns: product(shape.slice(kept)) };
}

function product(shape: readonly number[]): number {
  return shape.reduce((p, n) => p * n, 1);
}
