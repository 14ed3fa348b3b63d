import {
  type Tensor,
  type Tensor1D,
  abs,
  clipByValue,
  concat1d,
  div,
  equal,
  greaterEqual,
  lessEqual,
  logicalAnd,
  max,
  min,
  mul,
  onesLike,
  reshape,
  round,
  tidy,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { differentiable, runOwn } from './own';

/**
 * What the gradient does at the rounding and clipping, which have none. `clipped`: passes where qmin <= x/s <= qmax.
 * `pass-through`: passes everywhere. `torch`: passes where the rounded x/s is in range, half a step farther out.
 */
export type StraightThrough = 'clipped' | 'pass-through' | 'torch';

/** An affine zero point z moves the range: clip(round(x/s) + z, a, b) - z = clip(round(x/s), a - z, b - z). */
export interface QuantizationGrid {
  /** Lowest and highest integer, in multiples of the scale. */
  readonly qmin: number;
  readonly qmax: number;
  /** `clipped` unless told otherwise. */
  readonly ste?: StraightThrough;
}

/**
 * s * clip(round(x/s), qmin, qmax), ties to even. Gradient to x by the straight-through estimator, none to the scale.
 * @param scale one positive scale, or one per channel: the values of `x` belong to the channels in turn, so the channel is
 * the last axis of every kernel but the depthwise one, whose last axis is 1.
 */
export function fakeQuantize<T extends Tensor>(x: T, scale: Tensor1D, grid: QuantizationGrid): T {
  const channels = scale.size;
  if (x.size % channels !== 0)
    throw new RangeError(`${channels} scales do not fit a tensor of shape [${x.shape.join(', ')}].`);
  const { qmin, qmax, ste = 'clipped' } = grid;
  return differentiable<T>(
    [x],
    () => {
      const own = runOwn('FakeQuantize', { x, scale }, { qmin, qmax });
      return { value: own?.[0] ?? composedForward(x, scale, qmin, qmax), saved: [x, scale] };
    },
    (dy, saved) => [straightThrough(dy, saved[0]!, saved[1]!, { qmin, qmax, ste })],
  );
}

function composedForward(x: Tensor, scale: Tensor, qmin: number, qmax: number): Tensor {
  const rows = reshape(x, [-1, scale.size]);
  return reshape(mul(clipByValue(round(div(rows, scale)), qmin, qmax), scale), x.shape);
}

function straightThrough(dy: Tensor, x: Tensor, scale: Tensor, grid: Required<QuantizationGrid>): Tensor {
  const { qmin, qmax, ste } = grid;
  if (ste === 'pass-through') return dy.clone();
  const own = runOwn('FakeQuantizeGrad', { dy, x, scale }, { qmin, qmax, rounded: ste === 'torch' });
  if (own !== null) return own[0]!;
  return tidy(() => {
    // By division, as in the forward pass: the value that set the scale would fall out of range by a rounding error.
    const quotient = div(reshape(x, [-1, scale.size]), scale);
    const position = ste === 'torch' ? round(quotient) : quotient;
    const inside = logicalAnd(greaterEqual(position, qmin), lessEqual(position, qmax));
    return where(reshape(inside, x.shape), dy, zerosLike(dy));
  });
}

/**
 * max|x| / qmax of the tensor (`channels` = 1) or of each channel, counted as in `fakeQuantize`; 1 where all is 0.
 * No gradient flows through it.
 */
export function absMaxScale(x: Tensor, channels: number, qmax: number): Tensor1D {
  return constantOf(x, () => runOwn('AbsMaxScale', { x }, { channels, qmax })?.[0] ?? composedScale(x, channels, qmax));
}

function composedScale(x: Tensor, channels: number, qmax: number): Tensor {
  return tidy(() => {
    const scale = div(max(abs(reshape(x, [-1, channels])), 0), qmax);
    return where(equal(scale, 0), onesLike(scale), scale);
  });
}

/** [smallest, largest] value of `x`, for the observers of activations. No gradient flows through it. */
export function observedRange(x: Tensor): Tensor1D {
  return constantOf(x, () => runOwn('ObservedRange', { x })?.[0] ?? composedRange(x));
}

function composedRange(x: Tensor): Tensor {
  return tidy(() => concat1d([reshape(min(x), [1]), reshape(max(x), [1])]));
}

/** A function of `x` that gradients take for a constant. */
function constantOf(x: Tensor, f: () => Tensor): Tensor1D {
  const { shape } = x;
  return differentiable<Tensor1D>(
    [x],
    () => ({ value: f(), saved: [] }),
    () => [zeros(shape)],
  );
}
