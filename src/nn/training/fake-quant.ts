/** Fake quantization of activations as differentiable operations of tfjs. */
import {
  type Tensor,
  add,
  cast,
  clipByValue,
  div,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  mul,
  round,
  sub,
  sum,
  tensor1d,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Ste } from '../../training/settings';
import { type ScaledGrid, fakeQuantize } from '../gradients/ops';
import { differentiable } from '../gradients/own';

/** Codes qmin to qmax of a step `scale`, and the code of 0. */
export interface Grid {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly qmin: number;
  readonly qmax: number;
}

/** scale * (clip(round(x / scale) + zeroPoint, qmin, qmax) - zeroPoint), with a straight-through gradient. */
export function quantizeOnGrid(x: Tensor, given: Grid, ste: Ste): Tensor {
  const grid = scaledGrid(given, ste);
  return fakeQuantize(x, tensor1d([grid.scale]), grid);
}

/** The codes without their zero point. */
export function scaledGrid({ scale, zeroPoint, qmin, qmax }: Grid, ste: Ste): ScaledGrid {
  return { scale, qmin: qmin - zeroPoint, qmax: qmax - zeroPoint, ste };
}

/** LSQ (Esser et al. 2020): the gradient of the scale is multiplied by `gradientScale`. */
export function learnedFakeQuantize(
  x: Tensor,
  scale: Tensor,
  { low, high }: { readonly low: number; readonly high: number },
  gradientScale: number,
): Tensor {
  return differentiable(
    [x, scale],
    () => ({ value: mul(clipByValue(round(div(x, scale)), low, high), scale), saved: [x, scale] }),
    (dy, [input, step]) => {
      const steps = div(at(input), at(step));
      const inside = logicalAnd(greater(steps, low), less(steps, high));
      const dx = where(inside, dy, zerosLike(dy));
      const ofRounding = mul(dx, sub(round(steps), steps));
      const ofEnds = add(
        mul(cast(lessEqual(steps, low), 'float32'), low),
        mul(cast(greaterEqual(steps, high), 'float32'), high),
      );
      return [dx, mul(sum(add(ofRounding, mul(dy, ofEnds))), gradientScale)];
    },
  );
}

/** PACT (Choi et al. 2018): clipped to [0, alpha] and cut into 2^bits levels; alpha is learned. */
export function pact(x: Tensor, alpha: Tensor, bits: number): Tensor {
  const top = 2 ** bits - 1;
  return differentiable(
    [x, alpha],
    () => ({ value: div(mul(round(div(mul(pactClip(x, alpha), top), alpha)), alpha), top), saved: [x, alpha] }),
    (dy, [input, end]) => {
      const isAbove = greaterEqual(at(input), at(end));
      const isInside = logicalAnd(greaterEqual(at(input), 0), less(at(input), at(end)));
      return [where(isInside, dy, zerosLike(dy)), sum(where(isAbove, dy, zerosLike(dy)))];
    },
  );
}

/** clip(x, 0, alpha). */
export function pactClip(x: Tensor, alpha: Tensor): Tensor {
  return where(greaterEqual(x, alpha), add(zerosLike(x), alpha), clipByValue(x, 0, Infinity));
}

/** DoReFa-Net (Zhou et al. 2016, equation 11): clipped to [0, 1] and cut into 2^bits levels. */
export function dorefaActivations(x: Tensor, bits: number): Tensor {
  const top = 2 ** bits - 1;
  return quantizeOnGrid(x, { scale: 1 / top, zeroPoint: 0, qmin: 0, qmax: top }, 'clipped');
}

function at(tensor: Tensor | undefined): Tensor {
  if (tensor === undefined) throw new RangeError('A gradient lacks a tensor that was saved for it.');
  return tensor;
}
