/** A layer output by output: kernels are stored with the outputs fastest. */
import type { RoundingChoices } from '../../rounding/choices';
import type { PatchPair } from './moments';
import type { Roundable } from './roundable';

/** Kernel values [rows, columns] as [columns, rows]: output by output. */
export function outputMajor(values: ArrayLike<number>, { rows, columns }: Roundable): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!,
  );
}

/** The other way round. */
export function kernelOrder(values: ArrayLike<number>, { rows, columns }: Roundable): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => values[(at % columns) * rows + Math.floor(at / columns)]!,
  );
}

/** The choices of some outputs, output by output. */
export function choicesOf(layer: Roundable, from: number, to: number): RoundingChoices {
  const { choices, rows } = layer;
  const part = (values: Float64Array) => outputMajor(values, layer).subarray(from * rows, to * rows);
  const { weights, scale, base, low, high } = choices;
  return { weights: part(weights), scale: part(scale), base: part(base), low: part(low), high: part(high) };
}

/** Mean over positions of something of every input of the float network, [taps × channels]. */
export function inputMeans({ float, positions }: PatchPair, of: (x: number) => number): Float64Array {
  const size = float.length / positions;
  const means = new Float64Array(size);
  for (let at = 0; at < float.length; at++) means[at % size]! += of(float[at]!) / positions;
  return means;
}

/** Of numbers [taps × channels] those of the inputs that one output is summed over. */
export function ofOutput(all: Float64Array, { rows, columns, reading }: Roundable, column: number): Float64Array {
  if (!reading.depthwise) return all;
  const channels = reading.shape[2];
  const channel = Math.floor(column / (columns / channels));
  return Float64Array.from({ length: rows }, (_, tap) => all[tap * channels + channel]!);
}

/** The input channel that the weight at an index of the kernel is multiplied by. */
export function channelOf({ columns, reading }: Roundable): (index: number) => number {
  const channels = reading.shape[2];
  return reading.depthwise
    ? (index) => Math.floor((index % columns) / (columns / channels))
    : (index) => Math.floor(index / columns) % channels;
}
