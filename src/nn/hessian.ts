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
 * Hutchinson's estimate of the trace of the Hessian of the mean cross-entropy (Yao et al. 2020, HAWQ-V2, section 3.2), one
 * kernel at a time: v^T H v for vectors v of +-1, where H v is the difference of the gradient along v; what the difference
 * leaves out changes its sign with v and has mean 0. Float32: good to a few percent.
 * Yields after every gradient. The own kernels for training must be registered.
 */
export function* hessianProbes(
  model: Model,
  batch: Batch,
  probes: number,
  seed: number,
): Generator<{ done: number; total: number }, ProbeForms, void> {
  const next = uniformStream(seed, 'hessian-probes');
  const float = model.kernels.map(({ data }) => data);
  const total = probes * float.length;
  const start = gradients(model, float, batch);
  const forms: number[][] = [];
  for (let probe = 0; probe < probes; probe++) {
    const row: number[] = [];
    for (let kernel = 0; kernel < float.length; kernel++) {
      yield { done: probe * float.length + kernel, total };
      const weights = float[kernel]!;
      const signs = Int8Array.from(weights, () => (next() < 0.5 ? -1 : 1));
      const step = STEP * rootMeanSquare(weights);
      const moved = weights.map((weight, at) => weight + step * signs[at]!);
      const after = gradients(model, float.with(kernel, moved), batch)[kernel]!;
      row.push(signs.reduce((sum, sign, at) => sum + sign * (after[at]! - start[kernel]![at]!), 0) / step);
    }
    forms.push(row);
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
        const options = { byBatch: false, observes: false, differentiates: true };
        const pass = new Pass(planPasses(model, null), weights, new Map(), options);
        return lossOf('cross-entropy', pass.run(input), targets);
      },
      leaves,
      undefined,
      true,
    );
    return grads.map((gradient) => (gradient.dataSync() as Float32Array).slice());
  });
}
