import { multiplyFixed } from './fixed-point';
import { windowAt } from './layer';
import type { IntegerLayer } from './plan';

/** One output of one layer as the expanded equation of the lecture has it. */
export interface IntegerTerms {
  /** Codes of the K inputs of the sum, padding included, and of the weights that they meet. */
  readonly inputs: Int32Array;
  readonly weights: Int32Array;
  readonly inputZeroPoint: number;
  readonly weightZeroPoint: number;
  /** sum q_w q_x. */
  readonly products: number;
  /** Z_w sum q_x, Z_x sum q_w and K Z_w Z_x. */
  readonly weightZeroTerm: number;
  readonly inputZeroTerm: number;
  readonly zeroZeroTerm: number;
  readonly bias: number;
  /** products - weightZeroTerm - inputZeroTerm + zeroZeroTerm + bias: int32. */
  readonly accumulator: number;
  readonly inputScale: number;
  readonly weightScale: number;
  /** What becomes of the sum; null after the last layer, where it stays an int32. */
  readonly output: {
    readonly scale: number;
    readonly zeroPoint: number;
    /** s_w s_x / s_y. */
    readonly multiplier: number;
    readonly m0: number;
    readonly shift: number;
    /** By how much the sum is shifted to the left first. */
    readonly lift: number;
    /** round(accumulator M) by the fixed-point rule, and with the zero point, before and after the bounds. */
    readonly scaled: number;
    readonly unclamped: number;
    readonly code: number;
  } | null;
  /** Real value that the result stands for. */
  readonly value: number;
}

/** The terms of the output at [row, column, channel]; `codes` are those of the whole input. */
export function termsOf(
  layer: IntegerLayer,
  codes: Int32Array,
  [row, column, channel]: readonly [number, number, number],
): IntegerTerms {
  const { geometry, input, kernel, output } = layer;
  const { inputs, weights } = pairsAt(layer, codes, row, column, channel);
  const weightZeroPoint = kernel.zeroPoints[kernel.zeroPoints.length === 1 ? 0 : channel] ?? 0;
  const weightScale = kernel.scales[kernel.scales.length === 1 ? 0 : channel] ?? 1;
  const products = inputs.reduce((sum, x, at) => sum + x * (weights[at] ?? 0), 0);
  const weightZeroTerm = weightZeroPoint * total(inputs);
  const inputZeroTerm = input.zeroPoint * total(weights);
  const zeroZeroTerm = inputs.length * weightZeroPoint * input.zeroPoint;
  const bias = layer.bias[channel % geometry.to[2]] ?? 0;
  const accumulator = products - weightZeroTerm - inputZeroTerm + zeroZeroTerm + bias;
  const scaled = output === null ? null : scaledBy(layer, accumulator, channel);
  return {
    inputs,
    weights,
    inputZeroPoint: input.zeroPoint,
    weightZeroPoint,
    products,
    weightZeroTerm,
    inputZeroTerm,
    zeroZeroTerm,
    bias,
    accumulator,
    inputScale: input.scale,
    weightScale,
    output: scaled,
    value:
      scaled === null
        ? within(accumulator, layer.bounds) * weightScale * input.scale
        : (scaled.code - scaled.zeroPoint) * scaled.scale,
  };
}

function within(sum: number, [low, high]: IntegerLayer['bounds']): number {
  return Math.min(Math.max(sum, low), high);
}

function scaledBy(
  { output, multipliers, fixed, bounds }: IntegerLayer,
  sum: number,
  channel: number,
): IntegerTerms['output'] {
  const at = fixed.length === 1 ? 0 : channel;
  const point = fixed[at];
  if (output === null || point === undefined) return null;
  const { scale, zeroPoint } = output;
  const scaled = multiplyFixed(sum, point);
  const unclamped = scaled + zeroPoint;
  const code = Math.min(Math.max(unclamped, bounds[0]), bounds[1]);
  return { scale, zeroPoint, multiplier: multipliers[at] ?? 0, lift: 0, ...point, scaled, unclamped, code };
}

/** The input codes under the window and the weight codes over it, in the order of the weights. */
function pairsAt(
  { geometry, input, kernel }: IntegerLayer,
  codes: Int32Array,
  row: number,
  column: number,
  channel: number,
) {
  const { depthwise, from, to } = geometry;
  const starts = windowAt(geometry, row, column);
  const [channels, outputs] = [from[2], to[2]];
  const own = Math.floor((channel * channels) / outputs);
  const perPoint = depthwise ? [own] : Array.from({ length: channels }, (_, c) => c);
  const inputs: number[] = [];
  const weights: number[] = [];
  starts.forEach((start, point) => {
    for (const c of perPoint) {
      inputs.push(start < 0 ? input.zeroPoint : (codes[start + c] ?? 0));
      const at = depthwise ? point * outputs + channel : (point * channels + c) * outputs + channel;
      weights.push(kernel.codes[at] ?? 0);
    }
  });
  return { inputs: Int32Array.from(inputs), weights: Int32Array.from(weights) };
}

function total(values: Int32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
