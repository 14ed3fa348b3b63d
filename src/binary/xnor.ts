import { packSigns, signDot } from './pack';

/** Values [channels, height, width], row-major. */
export interface Maps {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: ArrayLike<number>;
}

/** Kernels [outputs, channels, height, width], row-major. */
export interface Filters extends Maps {
  readonly outputs: number;
}

/** Mean of |X| over the channels of every position, [height, width] (Rastegari et al. 2016, section 3.2). */
export function channelMeans({ channels, height, width, data }: Maps): Float64Array {
  const area = height * width;
  return Float64Array.from({ length: area }, (_, p) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += Math.abs(data[c * area + p]!);
    return sum / channels;
  });
}

/** Scale of every output position: the mean of the channel means under the window, stride 1, no padding. */
export function inputScales(means: Float64Array, input: Maps, filters: Filters): Float64Array {
  const size = filters.height * filters.width;
  return overWindows(input, filters, (row, column) => {
    let sum = 0;
    for (let i = 0; i < filters.height; i++) {
      for (let j = 0; j < filters.width; j++) sum += means[(row + i) * input.width + column + j]!;
    }
    return sum / size;
  });
}

/** α of every filter: the mean of |W|. */
export function filterScales({ outputs, data }: Filters): Float64Array {
  const size = data.length / outputs;
  return Float64Array.from({ length: outputs }, (_, o) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += Math.abs(data[o * size + i]!);
    return sum / size;
  });
}

/**
 * sign(X) ⋆ sign(W) on packed bits: cross-correlation, stride 1, no padding (zeros have no sign). One list an output,
 * row-major over positions.
 */
export function signConvolution(input: Maps, filters: Filters): readonly Float64Array[] {
  const size = filters.data.length / filters.outputs;
  const kernels = Array.from({ length: filters.outputs }, (_, o) =>
    packSigns(Array.from({ length: size }, (_value, i) => filters.data[o * size + i]!)),
  );
  const windows = new Map<string, Uint32Array>();
  overWindows(input, filters, (row, column) => {
    windows.set(`${row},${column}`, packSigns(windowValues(input, filters, row, column)));
    return 0;
  });
  return kernels.map((kernel) =>
    overWindows(input, filters, (row, column) => signDot(windows.get(`${row},${column}`)!, kernel, size).dot),
  );
}

/** The same on real values. */
export function floatConvolution(input: Maps, filters: Filters): readonly Float64Array[] {
  const size = filters.data.length / filters.outputs;
  return Array.from({ length: filters.outputs }, (_, o) =>
    overWindows(input, filters, (row, column) =>
      windowValues(input, filters, row, column).reduce((sum, x, i) => sum + x * filters.data[o * size + i]!, 0),
    ),
  );
}

function windowValues(input: Maps, filters: Filters, row: number, column: number): number[] {
  const values: number[] = [];
  for (let c = 0; c < input.channels; c++) {
    for (let i = 0; i < filters.height; i++) {
      for (let j = 0; j < filters.width; j++) {
        values.push(input.data[(c * input.height + row + i) * input.width + column + j]!);
      }
    }
  }
  return values;
}

function overWindows(input: Maps, filters: Filters, value: (row: number, column: number) => number): Float64Array {
  const [rows, columns] = [input.height - filters.height + 1, input.width - filters.width + 1];
  return Float64Array.from({ length: rows * columns }, (_, p) => value(Math.floor(p / columns), p % columns));
}
