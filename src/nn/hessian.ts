import { type Tensor, engine, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Model } from '../model/graph';
import { uniformStream } from '../numerics/random';
import type { Batch } from '../training/examples';
import { lossOf } from './training/loss';
import { Pass } from './training/pass';
import { planPasses } from './training/plan';

/** Step of the difference, as a share of the root mean square of a layer's weights. */
const STEP = 1e-2;

/** One value v^T H v for each kernel of the model and each probe. */
export type ProbeForms = readonly (readonly number[])[];

/**
 * Hutchinson's estimate of the trace of the Hessian of the mean cross-entropy (Yao et al. 2020, HAWQ-V2, section 3.2), by
 * kernel: v^T H v for vectors of +-1. H v is the central difference of the gradient along v, which for all kernels at once has
 * steps in proportion to their weights; terms between kernels have mean 0. Float32: good to a few percent.
 * Yields after every gradient. The own kernels for training must be registered.
 */
export function* hessianProbes(
  model: Model,
  batch: Batch,
  probes: number,
  seed: number,
): Generator<{ done: number; total: number }, ProbeForms, void> {
  const next = uniformStream(seed, 'hessian-probes');
  const steps = model.kernels.map(({ data }) => STEP * rootMeanSquare(data));
  const total = 2 * probes;
  const forms: (readonly number[])[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const signs = model.kernels.map(({ data }) => Int8Array.from(data, () => (next() < 0.5 ? -1 : 1)));
    const moved = (direction: number): readonly Float32Array[] =>
      model.kernels.map(({ data }, k) => data.map((w, at) => w + direction * steps[k]! * signs[k]![at]!));
    const above = gradients(model, moved(1), batch);
    yield { done: 2 * probe + 1, total };
    const below = gradients(model, moved(-1), batch);
    forms.push(
      signs.map((row, k) => {
        const sum = row.reduce((all, sign, at) => all + sign * (above[k]![at]! - below[k]![at]!), 0);
        return sum / (2 * steps[k]!);
      }),
    );
    yield { done: 2 * probe + 2, total };
  }
  return forms;
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Gradient of the loss to every kernel. */
function gradients(
  model: Model,
  kernels: readonly Float32Array[],
  { inputs, targets }: Batch,
): readonly Float32Array[] {
  return tidy(() => {
    const leaves = kernels.map((values, k) => tensor(values, [...model.kernels[k]!.info.shape]));
    const vectors = new Map<Float32Array, Tensor>();
    const vector = (values: Float32Array): Tensor => {
      const known = vectors.get(values) ?? tensor(values, [values.length]);
      vectors.set(values, known);
      return known;
    };
    const kernel = (index: number): Tensor => leaves[index]!;
    const weights = { kernel, latent: kernel, vector, learned: () => null };
    const input = tensor(inputs, [targets.length, ...model.nodes[0]!.shape], 'float32');
    const { grads } = engine().gradients(
      () => {
        const pass = new Pass(planPasses(model, null), weights, new Map(), { byBatch: false, observes: false });
        return lossOf('cross-entropy', pass.run(input), targets);
      },
      leaves,
      undefined,
      true,
    );
    return grads.map((gradient) => (gradient!.dataSync() as Float32Array).slice());
  });
}
