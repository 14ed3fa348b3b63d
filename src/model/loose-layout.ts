/** Tensors of any library in the order of this engine: reduction axes first, output channels last. */
import type { Layout } from '../quantizers/types';
import { sizeOf } from './graph';

/** Where a library puts the output channels of a matrix and of a convolution. */
export interface AxisOrder {
  /** [in, out] as TensorFlow and NumPy have it, or [out, in] as PyTorch does. Also decides 1, 3 and more axes. */
  readonly matrix: 'in-out' | 'out-in';
  /** [height, width, in, out], or [out, in, height, width]. */
  readonly convolution: 'hwio' | 'oihw';
}

interface Arranged {
  readonly shape: readonly number[];
  readonly layout: Layout;
  readonly data: Float32Array;
}

/**
 * A tensor as a kernel. Four axes are a convolution; all others become a matrix [all axes but one, output channels]. A vector
 * has one output channel, and so has a single number.
 */
export function arrange(data: Float32Array, shape: readonly number[], order: AxisOrder): Arranged {
  if (shape.length === 4) return convolution(data, shape, order.convolution);
  if (shape.length < 2) return { shape: [data.length, 1], layout: 'dense', data };
  const outFirst = order.matrix === 'out-in';
  const channels = (outFirst ? shape[0] : shape.at(-1)) ?? 1;
  const rest = channels === 0 ? 0 : data.length / channels;
  const arranged = outFirst ? transposed(data, channels, rest) : data;
  return { shape: [rest, channels], layout: 'dense', data: arranged };
}

function convolution(data: Float32Array, shape: readonly number[], order: AxisOrder['convolution']): Arranged {
  if (order === 'hwio') return { shape, layout: 'conv2d', data };
  const [out = 1, channels = 1, height = 1, width = 1] = shape;
  // [out, in, height * width] becomes [height * width, in, out].
  const area = height * width;
  const moved = new Float32Array(sizeOf(shape));
  for (let o = 0; o < out; o++)
    for (let c = 0; c < channels; c++)
      for (let at = 0; at < area; at++)
        moved[(at * channels + c) * out + o] = data[(o * channels + c) * area + at] ?? 0;
  return { shape: [height, width, channels, out], layout: 'conv2d', data: moved };
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const moved = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) moved[column * rows + row] = data[row * columns + column] ?? 0;
  return moved;
}
