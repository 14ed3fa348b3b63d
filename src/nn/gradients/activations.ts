import {
  type Tensor,
  type Tensor1D,
  add,
  clipByValue,
  greater,
  less,
  logicalAnd,
  mul,
  relu,
  reshape,
  sigmoid,
  sub,
  sum,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { differentiable, runOwn } from './own';

export type BiasActivation = 'linear' | 'relu' | 'relu6';

const BOUNDS: Readonly<Record<BiasActivation, { readonly low: number; readonly high: number }>> = {
  linear: { low: -Infinity, high: Infinity },
  relu: { low: 0, high: Infinity },
  relu6: { low: 0, high: 6 },
};

/** act(x + bias), the bias along the last axis. The activations are flat at their corners, as in PyTorch. */
export function biasAdd<T extends Tensor>(x: T, bias: Tensor1D, activation: BiasActivation = 'linear'): T {
  return differentiable<T>(
    [x, bias],
    () => {
      const value = runOwn('BiasAdd', { x, bias }, BOUNDS[activation])?.[0] ?? activate(add(x, bias), activation);
      return { value, saved: activation === 'linear' ? [] : [value] };
    },
    (dy, saved) => biasGradients(dy, saved[0] ?? dy, activation),
  );
}

function activate(x: Tensor, activation: BiasActivation): Tensor {
  if (activation === 'linear') return x;
  return activation === 'relu' ? relu(x) : clipByValue(x, 0, 6);
}

/** [gradient to x, gradient to the bias]. */
function biasGradients(dy: Tensor, y: Tensor, activation: BiasActivation): Tensor[] {
  const own = runOwn('BiasAddGrad', { dy, y }, BOUNDS[activation]);
  if (own !== null) return own;
  const channels = dy.shape[dy.rank - 1] ?? 1;
  const dx = activation === 'linear' ? dy.clone() : tidy(() => where(active(y, activation), dy, zerosLike(dy)));
  return [dx, tidy(() => sum(reshape(dx, [-1, channels]), 0))];
}

function active(y: Tensor, activation: BiasActivation): Tensor {
  const positive = greater(y, 0);
  return activation === 'relu' ? positive : logicalAnd(positive, less(y, 6));
}

/** sqrt(2 / pi) and the cubic term of the approximation. */
const [SLOPE, CUBIC] = [0.7978845608028654, 0.044715];

/** The tanh form of Hendrycks & Gimpel 2016 (`gelu_new` in Keras): x/2 * (1 + tanh(u)) = x * sigmoid(2u). */
export function gelu<T extends Tensor>(x: T): T {
  return differentiable<T>(
    [x],
    () => ({ value: runOwn('Gelu', { x })?.[0] ?? mul(x, gate(x)), saved: [x] }),
    (dy, saved) => [geluGradient(dy, saved[0]!)],
  );
}

function gate(x: Tensor): Tensor {
  return sigmoid(mul(mul(x, add(mul(mul(x, x), CUBIC), 1)), 2 * SLOPE));
}

function geluGradient(dy: Tensor, x: Tensor): Tensor {
  const own = runOwn('GeluGrad', { dy, x });
  if (own !== null) return own[0]!;
  return tidy(() => {
    const g = gate(x);
    const steepness = mul(add(mul(mul(x, x), 3 * CUBIC), 1), 2 * SLOPE);
    return mul(dy, mul(g, add(mul(mul(x, sub(1, g)), steepness), 1)));
  });
}
