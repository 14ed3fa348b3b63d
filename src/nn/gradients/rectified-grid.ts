import { type Tensor, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { biasAdd, biasGradients } from './activations';
import { type QuantizationGrid, fakeQuantize, observedRange } from './fake-quantize';
import { differentiable, hasOwn, runOwn } from './own';

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
  if (!hasOwn('BiasGridGrad')) {
    const y = biasAdd(x, bias, 'relu');
    const grid = gridFor(pairOf(observedRange(y)));
    return fakeQuantize(y, tensor1d([grid.scale]), grid);
  }
  let grid: ScaledGrid;
  return differentiable(
    [x, bias],
    () => {
      const [y, range] = runOwn('BiasAdd', { x, bias }, { activation: 'relu' }) as [Tensor, Tensor];
      grid = gridFor(pairOf(range));
      return { value: fakeQuantize(y, tensor1d([grid.scale]), grid), saved: [y] };
    },
    (dy, [y]) => gradients(dy, y!, grid),
  );
}

/** [gradient to x, gradient to the bias]. */
function gradients(dy: Tensor, y: Tensor, { scale, qmin, qmax, ste = 'clipped' }: ScaledGrid): Tensor[] {
  if (ste === 'pass-through') return biasGradients(dy, y, 'relu');
  return runOwn('BiasGridGrad', { dy, y }, { scale, qmin, qmax, rounded: ste === 'torch' })!;
}

function pairOf(range: Tensor): readonly [number, number] {
  const [low = NaN, high = NaN] = range.dataSync<'float32'>();
  return [low, high];
}
