import { type Tensor, type Tensor1D, mean, ones, reshape, square, sub, zeros } from '@tensorflow/tfjs-core';
import { batchNormTraining } from '../gradients/ops';

/** Mean and (biased) variance of each channel, the last axis, over all others. */
export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface Affine {
  readonly gamma: Tensor | null;
  readonly beta: Tensor | null;
  readonly epsilon: number;
}

/** Statistics of a batch, differentiable. */
export function momentsOf(x: Tensor): Moments {
  const rows = reshape(x, [-1, x.shape.at(-1) ?? 1]);
  const average = mean(rows, 0);
  return { mean: average, variance: mean(square(sub(rows, average)), 0) };
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta with the statistics of the batch itself. */
export function normalizeByBatch(x: Tensor, { gamma, beta, epsilon }: Affine): { y: Tensor } & Moments {
  const channels = x.shape.at(-1) ?? 1;
  return batchNormTraining(
    x,
    (gamma ?? ones([channels])) as Tensor1D,
    (beta ?? zeros([channels])) as Tensor1D,
    epsilon,
  );
}
