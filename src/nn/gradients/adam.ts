import { type Tensor, add, div, mul, sqrt, square, sub, tidy } from '@tensorflow/tfjs-core';
import { runOwn } from './own';

/** A parameter with the running means of its gradient and of the gradient's square, all of one shape. */
export interface AdamState<T extends Tensor = Tensor> {
  readonly value: T;
  readonly m: T;
  readonly v: T;
}

export interface AdamSettings {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Number of this step, from 1. */
  readonly step: number;
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1) in new tensors; the caller disposes of the old ones. New, because
 * XNNPACK goes on using what it packed for a tensor whose values were overwritten.
 */
export function adamStep<T extends Tensor>(
  state: AdamState<T>,
  gradient: Tensor,
  settings: AdamSettings,
): AdamState<T> {
  const { rate, beta1, beta2, epsilon, step } = settings;
  const [scale1, scale2] = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
  const inputs = { value: state.value, m: state.m, v: state.v, gradient };
  const own = runOwn('AdamStep', inputs, { rate, beta1, beta2, epsilon, scale1, scale2 });
  const [value, m, v] = own ?? composed(state, gradient, settings, [scale1, scale2]);
  return { value: value as T, m: m as T, v: v as T };
}

function composed(state: AdamState, gradient: Tensor, settings: AdamSettings, [scale1, scale2]: number[]): Tensor[] {
  const { rate, beta1, beta2, epsilon } = settings;
  return tidy(() => {
    const m = add(mul(state.m, beta1), mul(gradient, 1 - beta1));
    const v = add(mul(state.v, beta2), mul(square(gradient), 1 - beta2));
    const direction = div(mul(m, scale1!), add(sqrt(mul(v, scale2!)), epsilon));
    return [sub(state.value, mul(direction, rate)), m, v];
  });
}
