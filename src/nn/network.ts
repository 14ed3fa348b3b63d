import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { GraphNode, Model, Op } from '../model/graph';
import type { OpWeights } from './operations';

/**
 * The weights of a network on the backend, to be disposed of. Every instance makes new tensors: XNNPACK keeps its packed
 * copy of a kernel by the identity of the tensor, so a tensor whose values were overwritten would go on giving old results.
 */
export class NetworkWeights {
  private readonly byNode: readonly OpWeights[];
  private readonly owned: Tensor[] = [];

  /** @param kernels values of each kernel of the model, in its order. */
  constructor(model: Model, kernels: readonly Float32Array[]) {
    this.byNode = model.nodes.map((node) => this.upload(model, node, kernels));
  }

  of(node: number): OpWeights {
    const weights = this.byNode[node];
    if (weights === undefined) throw new RangeError(`The network has no node ${String(node)}.`);
    return weights;
  }

  dispose(): void {
    for (const each of this.owned) each.dispose();
  }

  private upload(model: Model, { op }: GraphNode, kernels: readonly Float32Array[]): OpWeights {
    return {
      kernels: kernelIndices(op).map((index) => {
        const [values, kernel] = [kernels[index], model.kernels[index]];
        if (values === undefined || kernel === undefined)
          throw new RangeError(`The network has no kernel ${String(index)}.`);
        return this.make(values, kernel.info.shape);
      }),
      bias: 'bias' in op ? this.vector(op.bias) : null,
      norm:
        'gamma' in op
          ? {
              mean: 'mean' in op ? this.vector(op.mean) : null,
              variance: 'variance' in op ? this.vector(op.variance) : null,
              gamma: this.vector(op.gamma),
              beta: this.vector(op.beta),
            }
          : null,
    };
  }

  private vector(values: Float32Array | null): Tensor | null {
    return values === null ? null : this.make(values, [values.length]);
  }

  private make(values: Float32Array, shape: readonly number[]): Tensor {
    const made = tensor(values, [...shape]);
    this.owned.push(made);
    return made;
  }
}

/** Indices of the kernels of an operation, in the order in which it uses them. */
export function kernelIndices(op: Op): readonly number[] {
  if (op.kind === 'separable') return [op.depthwise, op.pointwise];
  return 'kernel' in op ? [op.kernel] : [];
}
