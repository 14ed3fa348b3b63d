import type { Borders, Pair } from '../model/graph';
import { type FixedPoint, multiplyFixed } from './fixed-point';

/** Geometry of one layer with weights; a dense layer is a convolution over an image of one point. */
export interface Geometry {
  /** Every input channel has outputs of its own. */
  readonly depthwise: boolean;
  /** [height, width, channels]. */
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly borders: Borders;
}

/** Codes of the weights: row-major [kh, kw, in, out], depthwise [kh, kw, in, multiplier]. */
export interface WeightCodes {
  readonly codes: Int32Array;
  /** Zero point: one for all, or one a channel. */
  readonly zeroPoints: readonly number[];
}

/** Codes and scale of the values between two layers. */
export interface ValueCodes {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly qmin: number;
  readonly qmax: number;
}

/** The window of an output position: for each of its points the start of its channels in the input, -1 in the padding. */
export function windowAt(geometry: Geometry, row: number, column: number): Int32Array {
  const { from, size, strides, dilation, borders } = geometry;
  const [height, width, channels] = from;
  const starts = new Int32Array(size[0] * size[1]);
  for (let i = 0; i < size[0]; i++) {
    for (let j = 0; j < size[1]; j++) {
      const y = row * strides[0] + i * dilation[0] - borders.rows[0];
      const x = column * strides[1] + j * dilation[1] - borders.columns[0];
      const inside = y >= 0 && x >= 0 && y < height && x < width;
      starts[i * size[1] + j] = inside ? (y * width + x) * channels : -1;
    }
  }
  return starts;
}

/** Weights with their zero point taken away. */
export function centred({ codes, zeroPoints }: WeightCodes, channels: number): Int32Array {
  return codes.map((code, at) => code - (zeroPoints.length === 1 ? zeroPoints[0]! : zeroPoints[at % channels]!));
}

/**
 * int32 sums q_b + sum (q_x - Z_x)(q_w - Z_w) of every output, row-major [rows, columns, out]. The padding has the code Z_x,
 * real 0, and so adds nothing. @param weights `centred` codes.
 */
export function accumulate(
  geometry: Geometry,
  inputs: Int32Array,
  zeroPoint: number,
  weights: Int32Array,
  bias: Int32Array,
): Int32Array {
  const [rows, columns, outputs] = geometry.to;
  const sums = new Int32Array(rows * columns * outputs);
  const channels = geometry.from[2];
  for (let at = 0; at < rows * columns; at++) {
    const into = sums.subarray(at * outputs, (at + 1) * outputs);
    into.set(bias);
    const starts = windowAt(geometry, Math.floor(at / columns), at % columns);
    starts.forEach((start, point) => {
      if (start < 0) return;
      if (geometry.depthwise) addDepthwise(into, inputs, start, zeroPoint, weights, point * outputs, channels);
      else addPoint(into, inputs, start, zeroPoint, weights, point * channels * outputs, channels);
    });
  }
  return sums;
}

function addPoint(
  into: Int32Array,
  inputs: Int32Array,
  start: number,
  zeroPoint: number,
  weights: Int32Array,
  offset: number,
  channels: number,
): void {
  const outputs = into.length;
  for (let c = 0; c < channels; c++) {
    const x = inputs[start + c]! - zeroPoint;
    if (x === 0) continue;
    const row = offset + c * outputs;
    for (let o = 0; o < outputs; o++) into[o] = into[o]! + x * weights[row + o]!;
  }
}

function addDepthwise(
  into: Int32Array,
  inputs: Int32Array,
  start: number,
  zeroPoint: number,
  weights: Int32Array,
  offset: number,
  channels: number,
): void {
  const multiplier = into.length / channels;
  for (let o = 0; o < into.length; o++) {
    into[o] = into[o]! + (inputs[start + Math.floor(o / multiplier)]! - zeroPoint) * weights[offset + o]!;
  }
}

/**
 * Codes of the next layer: round(acc M) + Z_y, kept within the codes and the activation's bounds.
 * @param multipliers one, or one a channel (channels come last).
 */
export function requantize(
  sums: Int32Array,
  multipliers: readonly FixedPoint[],
  { zeroPoint }: Pick<ValueCodes, 'zeroPoint'>,
  [low, high]: Pair,
): Int32Array {
  const channels = multipliers.length;
  return sums.map((sum, at) => {
    const code = multiplyFixed(sum, multipliers[at % channels]!) + zeroPoint;
    return Math.min(Math.max(code, low), high);
  });
}
