import {
  type Tensor,
  add,
  clipByValue,
  logicalAnd,
  greater,
  less,
  mul,
  sigmoid,
  sub,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { differentiable, runOwn } from './own';

/** How far the sigmoid reaches beyond 0 and 1 before it is clipped; Nagel et al. 2020 take 1.1 and -0.1. */
export interface Stretch {
  readonly zeta: number;
  readonly gamma: number;
}

const PUBLISHED: Stretch = { zeta: 1.1, gamma: -0.1 };

/** h(V) = clip(sigmoid(V) * (zeta - gamma) + gamma, 0, 1) of AdaRound (Nagel et al. 2020, eq. 23); flat where clipped. */
export function rectifiedSigmoid<T extends Tensor>(v: T, { zeta, gamma }: Stretch = PUBLISHED): T {
  return differentiable<T>(
    [v],
    () => {
      const own = runOwn('RectifiedSigmoid', { v }, { zeta, gamma });
      return { value: own?.[0] ?? clipByValue(stretched(sigmoid(v), zeta, gamma), 0, 1), saved: [v] };
    },
    (dy, saved) => [slope(dy, saved[0]!, zeta, gamma)],
  );
}

function slope(dy: Tensor, v: Tensor, zeta: number, gamma: number): Tensor {
  const own = runOwn('RectifiedSigmoidGrad', { dy, v }, { zeta, gamma });
  if (own !== null) return own[0]!;
  return tidy(() => {
    const s = sigmoid(v);
    const h = stretched(s, zeta, gamma);
    const inside = logicalAnd(greater(h, 0), less(h, 1));
    return where(inside, mul(dy, mul(mul(s, sub(1, s)), zeta - gamma)), zerosLike(dy));
  });
}

function stretched(s: Tensor, zeta: number, gamma: number): Tensor {
  return add(mul(s, zeta - gamma), gamma);
}
