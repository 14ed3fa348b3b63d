import { type Tensor, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { roundHalfEven } from '../../numerics/round';
import { biasAdd } from './activations';
import { type QuantizationGrid, fakeQuantize, observedRange } from './fake-quantize';
import { differentiable, hasOwn, runOwn } from './own';

const RELU = { low: 0, high: Infinity };

/** One scale for a whole tensor, and its codes. */
export interface ScaledGrid extends QuantizationGrid {
  readonly scale: number;
}

/**
 * fakeQuantize(relu(x + bias)) on the grid that `gridFor` makes of [smallest, largest] value of that ReLU: one pass over the
 * values finds their range, one rounds them, and one takes the gradient back to x and bias, where tfjs would take eight.
 * @param bias along the last axis of `x`.
 */
export function rectifiedFakeQuantize(
  x: Tensor,
  bias: Tensor1D,
  gridFor: (range: readonly [low: number, high: number]) => ScaledGrid,
): Tensor {
  if (!hasOwn('BiasAdd')) {
    const y = biasAdd(x, bias, 'relu');
    const grid = gridFor(pairOf(observedRange(y)));
    return fakeQuantize(y, tensor1d([grid.scale]), grid);
  }
  let grid: ScaledGrid;
  return differentiable(
    [x, bias],
    () => {
      const [y, range] = runOwn('BiasAdd', { x, bias }, RELU) as [Tensor, Tensor];
      grid = gridFor(pairOf(range));
      return { value: fakeQuantize(y, tensor1d([grid.scale]), grid), saved: [y] };
    },
    (dy, [y]) => gradients(dy, y!, grid),
  );
}

/** [gradient to x, gradient to the bias]: what is above 0 and within the grid passes it on. */
function gradients(dy: Tensor, y: Tensor, grid: ScaledGrid): Tensor[] {
  const high = grid.ste === 'pass-through' ? Infinity : firstOutside(grid);
  return runOwn('BiasAddGrad', { dy, y }, { low: 0, high })!;
}

/**
 * The smallest positive float32 whose quotient by the scale is above qmax, or whose rounded quotient is: in a comparison with
 * it no division is left. Quotients grow with their dividends, so one search by neighbours finds it.
 */
export function firstOutside({ scale, qmax, ste }: ScaledGrid): number {
  const divisor = Math.fround(scale);
  // A scale too small for a float32 has no code but 0.
  if (qmax <= 0 || divisor === 0) return 0;
  const isInside = (bits: number): boolean => {
    const quotient = Math.fround(floatOf(bits) / divisor);
    return (ste === 'torch' ? roundHalfEven(quotient) : quotient) <= qmax;
  };
  let bits = bitsOf((ste === 'torch' ? qmax + 0.5 : qmax) * divisor);
  while (isInside(bits)) bits++;
  while (!isInside(bits - 1)) bits--;
  return floatOf(bits);
}

const floats = new Float32Array(1);
const words = new Int32Array(floats.buffer);

/** Positive numbers are ordered as their bits are. */
function bitsOf(value: number): number {
  floats[0] = value;
  return words[0]!;
}

function floatOf(bits: number): number {
  words[0] = bits;
  return floats[0]!;
}

function pairOf(range: Tensor): readonly [number, number] {
  const [low = NaN, high = NaN] = range.dataSync<'float32'>();
  return [low, high];
}
