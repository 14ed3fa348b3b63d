import {
  type Tensor,
  elu,
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
  }
}

/** The ReLU layer of Keras: min(x, maxValue) from `threshold` on, slope * (x - threshold) below. */
function generalRelu(x: Tensor, { maxValue, slope, threshold }: Extract<Activation, { kind: 'general-relu' }>): Tensor {
  const above = maxValue === Infinity ? x : minimum(x, maxValue);
  return where(greaterEqual(x, threshold), above, mul(sub(x, threshold), slope));
}
