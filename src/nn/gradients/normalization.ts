import {
  type GradConfig,
  type Tensor,
  type Tensor1D,
  add,
  mean as meanOf,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  tidy,
} from '@tensorflow/tfjs-core';
import { differentiable, runOwn } from './own';

export interface Normalized<T extends Tensor> {
  readonly y: T;
  /** Of the batch, per channel. */
  readonly mean: Tensor1D;
  /** Of the batch, per channel, divided by the number of values (not by one less). */
  readonly variance: Tensor1D;
}

/**
 * Normalizes every channel (last axis) with the statistics of the batch: gamma * (x - mean) / sqrt(variance + epsilon) +
 * beta. Gradients flow through y, mean and variance, to x, gamma and beta.
 */
export function batchNormTraining<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
): Normalized<T> {
  const own = runOwn('BatchNormTraining', { x, gamma, beta }, { epsilon });
  if (own !== null) return { y: own[0] as T, mean: own[1] as Tensor1D, variance: own[2] as Tensor1D };
  const rows = reshape(x, [-1, gamma.size]);
  const mean = meanOf<Tensor1D>(rows, 0);
  const centred = sub(rows, mean);
  const variance = meanOf<Tensor1D>(square(centred), 0);
  const y = add(mul(centred, mul(rsqrt(add(variance, epsilon)), gamma)), beta);
  return { y: reshape(y, x.shape) as T, mean, variance };
}

/** Normalizes the last axis of every row: gamma * (x - mean) / sqrt(variance + epsilon) + beta. */
export function layerNorm<T extends Tensor>(x: T, gamma: Tensor1D, beta: Tensor1D, epsilon: number): T {
  return differentiable<T>(
    [x, gamma, beta],
    () => {
      const own = runOwn('LayerNorm', { x, gamma, beta }, { epsilon });
      return { value: own?.[0] ?? add(mul(standardized(x, epsilon).value, gamma), beta), saved: [x, gamma] };
    },
    (dy, saved) => layerNormGradients(dy, saved[0]!, saved[1]!, epsilon),
  );
}

/** (x - mean) / sqrt(variance + epsilon) along the last axis, and the factor it was scaled by. */
function standardized(x: Tensor, epsilon: number): { value: Tensor; factor: Tensor } {
  const centred = sub(x, meanOf(x, -1, true));
  const factor = rsqrt(add(meanOf(square(centred), -1, true), epsilon));
  return { value: mul(centred, factor), factor };
}

/** [to x, to gamma, to beta]. */
function layerNormGradients(dy: Tensor, x: Tensor, gamma: Tensor, epsilon: number): Tensor[] {
  const own = runOwn('LayerNormGrad', { dy, x, gamma }, { epsilon });
  if (own !== null) return own;
  return tidy(() => {
    const { value, factor } = standardized(x, epsilon);
    const d = mul(dy, gamma);
    const along = mul(value, meanOf(mul(d, value), -1, true));
    const dx = mul(sub(sub(d, meanOf(d, -1, true)), along), factor);
    const rows = (t: Tensor): Tensor => reshape(t, [-1, gamma.size]);
    return [dx, sum(rows(mul(dy, value)), 0), sum(rows(dy), 0)];
  });
}

/** The kernel has three outputs, which `customGrad` does not allow, so its gradient goes by its name. */
export const batchNormGradient: GradConfig = {
  kernelName: 'BatchNormTraining',
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dys, saved, attributes) => {
    const [dy, dmean, dvariance] = dys as Tensor[];
    const [x, gamma, mean, variance] = saved;
    const inputs = {
      x: x!,
      dy: dy!,
      gamma: gamma!,
      mean: mean!,
      variance: variance!,
      dmean: dmean!,
      dvariance: dvariance!,
    };
    const epsilon = attributes.epsilon as number;
    // At once and not inside the functions below: tfjs disposes of what one of them makes and does not return.
    const [dx, dgamma, dbeta] = runOwn('BatchNormTrainingGrad', inputs, { epsilon })!;
    return { x: () => dx!, gamma: () => dgamma!, beta: () => dbeta! };
  },
};
