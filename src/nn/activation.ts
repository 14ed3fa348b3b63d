import {
  type Tensor,
  add,
  elu,
  erf,
  greaterEqual,
  leakyRelu,
  minimum,
  mul,
  relu,
  relu6,
  sigmoid,
  softmax,
  softplus,
  sub,
  tanh,
  where,
} from '@tensorflow/tfjs-core';
import type { Activation } from '../model/graph';

/** The activation that tfjs can fold into a convolution or a matrix product with the same result; null otherwise. */
export function fusable(activation: Activation): 'linear' | 'relu' | 'relu6' | null {
  const { kind } = activation;
  return kind === 'linear' || kind === 'relu' || kind === 'relu6' ? kind : null;
}

/** Applies an activation. Softmax runs along the last axis. */
export function activate(x: Tensor, activation: Activation): Tensor {
  switch (activation.kind) {
    case 'linear':
      return x.clone();
    case 'relu':
      return relu(x);
    case 'relu6':
      return relu6(x);
    case 'leaky-relu':
      return leakyRelu(x, activation.slope);
    case 'general-relu':
      return generalRelu(x, activation);
    case 'elu':
      return elu(x);
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'softmax':
      return softmax(x);
    case 'softplus':
      return softplus(x);
    case 'swish':
      return mul(x, sigmoid(x));
    case 'gelu':
      return activation.approximate ? tanhGelu(x) : mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
  }
}

/** Hendrycks and Gimpel 2016, section 2: x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
function tanhGelu(x: Tensor): Tensor {
  const cubic = mul(x, add(mul(mul(x, x), 0.044715), 1));
  return mul(mul(x, 0.5), add(tanh(mul(cubic, Math.sqrt(2 / Math.PI))), 1));
}

/** The ReLU layer of Keras: min(x, maxValue) from `threshold` on, slope * (x - threshold) below. */
function generalRelu(x: Tensor, { maxValue, slope, threshold }: Extract<Activation, { kind: 'general-relu' }>): Tensor {
  const above = maxValue === Infinity ? x : minimum(x, maxValue);
  return where(greaterEqual(x, threshold), above, mul(sub(x, threshold), slope));
}
