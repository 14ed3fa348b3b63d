import type { Borders, Op, Pair } from '../../model/graph';

/** How a layer reads its input: what each of its output positions sees. */
export interface Reading {
  /** [height, width, channels] of an image, or [1, 1, features]. */
  readonly shape: readonly [number, number, number];
  /** [height, width] of the kernel. */
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly borders: Borders;
  /** Each channel is read by itself. */
  readonly depthwise: boolean;
}

const NO_BORDERS: Borders = { rows: [0, 0], columns: [0, 0] };
const ONE: Pair = [1, 1];

/** How an operation reads inputs of a shape; null for one without a kernel, or with several. */
export function readingOf(op: Op, inputShape: readonly number[], kernelShape: readonly number[]): Reading | null {
  if (op.kind === 'dense') {
    const features = kernelShape[0] ?? 1;
    const positions = inputShape.reduce((product, dim) => product * dim, 1) / features;
    return {
      shape: [positions, 1, features],
      ...{ kernel: ONE, strides: ONE, dilation: ONE, borders: NO_BORDERS, depthwise: false },
    };
  }
  if (op.kind !== 'conv2d' && op.kind !== 'depthwise') return null;
  const [height = 1, width = 1, channels = 1] = inputShape;
  const { strides, dilation, borders } = op;
  return {
    shape: [height, width, channels],
    kernel: [kernelShape[0] ?? 1, kernelShape[1] ?? 1],
    ...{ strides, dilation, borders, depthwise: op.kind === 'depthwise' },
  };
}

/** Output positions of one image, [rows, columns]. */
export function positionsOf({ shape, kernel, strides, dilation, borders }: Reading): Pair {
  const along = (size: number, around: Pair, taps: number, stride: number, spread: number) =>
    Math.floor((size + around[0] + around[1] - (taps - 1) * spread - 1) / stride) + 1;
  return [
    along(shape[0], borders.rows, kernel[0], strides[0], dilation[0]),
    along(shape[1], borders.columns, kernel[1], strides[1], dilation[1]),
  ];
}

/**
 * What the chosen output positions see, [positions, taps of the kernel × channels], channels fastest: the order of the rows
 * of a kernel. `chosen` counts positions over all images. Outside of an image there are zeros.
 */
export function patches(values: Float32Array, reading: Reading, chosen: ArrayLike<number>): Float32Array {
  const { shape, kernel, strides, dilation, borders } = reading;
  const [height, width, channels] = shape;
  const [rows, columns] = positionsOf(reading);
  const size = kernel[0] * kernel[1] * channels;
  const out = new Float32Array(chosen.length * size);
  for (let p = 0; p < chosen.length; p++) {
    const image = Math.floor(chosen[p]! / (rows * columns));
    const inside = chosen[p]! % (rows * columns);
    const top = Math.floor(inside / columns) * strides[0] - borders.rows[0];
    const left = (inside % columns) * strides[1] - borders.columns[0];
    for (let i = 0, to = p * size; i < kernel[0]; i++) {
      const y = top + i * dilation[0];
      for (let j = 0; j < kernel[1]; j++, to += channels) {
        const x = left + j * dilation[1];
        if (y < 0 || y >= height || x < 0 || x >= width) continue;
        const from = ((image * height + y) * width + x) * channels;
        for (let c = 0; c < channels; c++) out[to + c] = values[from + c]!;
      }
    }
  }
  return out;
}
