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

  /**
   * @param kernels values of each kernel of the model, in its order.
   * @param biases biases by node where they are not the trained ones.
   */
  constructor(
    model: Model,
    kernels: readonly Float32Array[],
    private readonly biases: ReadonlyMap<number, Float32Array> = new Map(),
  ) {
    this.byNode = model.nodes.map((node, index) => this.upload(model, node, index, kernels));
  }

  of(node: number): OpWeights {
    const weights = this.byNode[node];
    if (weights === undefined) throw new RangeError(`The network has no node ${String(node)}.`);
    return weights;
  }

  dispose(): void {
    for (const each of this.owned) each.dispose();
  }

  private upload(model: Model, { op }: GraphNode, node: number, kernels: readonly Float32Array[]): OpWeights {
    const kernelAt = (index: number): Tensor => {
      const [values, kernel] = [kernels[index], model.kernels[index]];
      if (values === undefined || kernel === undefined)
        throw new RangeError(`The network has no kernel ${String(index)}.`);
      return this.make(values, kernel.info.shape);
    };
    const bias = this.biases.get(node);
    const own = bias === undefined || !('bias' in op) ? op : { ...op, bias };
    return opWeights(own, kernelAt, (values) => this.make(values, [values.length]));
  }

  private make(values: Float32Array, shape: readonly number[]): Tensor {
    const made = tensor(values, [...shape]);
    this.owned.push(made);
    return made;
  }
}

/** The weights of an operation, each array turned into a tensor. */
export function opWeights(
  op: Op,
  kernel: (index: number) => Tensor,
  vector: (values: Float32Array) => Tensor,
): OpWeights {
  const optional = (values: Float32Array | null): Tensor | null => (values === null ? null : vector(values));
  return {
    kernels: kernelIndices(op).map(kernel),
    bias: 'bias' in op ? optional(op.bias) : null,
    norm:
      'gamma' in op
        ? {
            mean: 'mean' in op ? vector(op.mean) : null,
            variance: 'variance' in op ? vector(op.variance) : null,
            gamma: optional(op.gamma),
            beta: optional(op.beta),
          }
        : null,
  };
}

/** Indices of the kernels of an operation, in the order in which it uses them. */
export function kernelIndices(op: Op): readonly number[] {
  if (op.kind === 'separable') return [op.depthwise, op.pointwise];
  return 'kernel' in op ? [op.kernel] : [];
}
