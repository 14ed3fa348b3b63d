import { ModelError } from './errors';
import type { Fields } from './fields';
import type { Activation } from './graph';

/** Activations that a layer names in its `activation`, by Keras name. */
const BY_NAME: Readonly<Record<string, Activation>> = {
  linear: { kind: 'linear' },
  relu: { kind: 'relu' },
  relu6: { kind: 'relu6' },
  // keras.activations.leaky_relu; the LeakyReLU layer has another default.
  leaky_relu: { kind: 'leaky-relu', slope: 0.2 },
  elu: { kind: 'elu' },
  sigmoid: { kind: 'sigmoid' },
  tanh: { kind: 'tanh' },
  softmax: { kind: 'softmax' },
  softplus: { kind: 'softplus' },
  swish: { kind: 'swish' },
  silu: { kind: 'swish' },
  gelu: { kind: 'gelu', approximate: false },
  // Of tfjs; what keras.activations.gelu computes with `approximate`.
  gelu_new: { kind: 'gelu', approximate: true },
};

/** The `activation` of a layer; linear when there is none. Throws ModelError `unsupported-option`. */
export function namedActivation(config: Fields): Activation {
  const name = config.raw('activation') ?? 'linear';
  const known = typeof name === 'string' && Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  return known ?? config.unsupported('activation');
}

/** The ReLU layer of Keras with its three parameters. */
export function reluActivation(config: Fields): Activation {
  const maxValue = config.has('max_value') ? config.number('max_value') : Infinity;
  const slope = config.number('negative_slope', 0);
  const threshold = config.number('threshold', 0);
  if (slope === 0 && threshold === 0 && maxValue === Infinity) return { kind: 'relu' };
  if (slope === 0 && threshold === 0 && maxValue === 6) return { kind: 'relu6' };
  return { kind: 'general-relu', maxValue, slope, threshold };
}

/** The LeakyReLU layer: `alpha` in Keras 2, `negative_slope` in Keras 3. */
export function leakyActivation(config: Fields): Activation {
  return { kind: 'leaky-relu', slope: config.number(config.has('alpha') ? 'alpha' : 'negative_slope', 0.3) };
}

/** Softmax along the last axis of an input of `rank` axes without the batch. Throws ModelError `unsupported-option`. */
export function softmaxActivation(config: Fields, rank: number): Activation {
  const axis = config.number('axis', -1);
  if (axis !== -1 && axis !== rank) {
    throw new ModelError(
      'unsupported-option',
      `Softmax along axis ${String(axis)} of ${config.owner} is not supported.`,
    );
  }
  return { kind: 'softmax' };
}
