import { type Tensor, type Tensor1D, add, mul, rsqrt, sqrt, sub, zeros } from '@tensorflow/tfjs-core';
import type { GraphNode, Op } from '../../model/graph';
import { opWeights } from '../network';
import { biasAdd } from '../gradients/ops';
import { compute } from '../operations';
import type { ActivationQuantizer } from './activation-quantizer';
import { momentsOf, normalizeByBatch } from './batch-norm';
import type { Fold, PassPlan } from './plan';

/** The numbers of a network on the backend for one pass. */
export interface BoundWeights {
  /** A kernel as the network sees it: quantized, and with its batch normalization where it is folded. */
  kernel(index: number): Tensor;
  /** The float kernel that is being learned. */
  latent(index: number): Tensor;
  /** Any other array of the model, by identity. */
  vector(original: Float32Array): Tensor;
  /** The learned number of an activation quantizer. */
  learned(site: number): Tensor | null;
}

export interface PassOptions {
  /** Batch normalization by the batch instead of by the running statistics. */
  readonly byBatch: boolean;
  /** Ranges of activations follow what passes by. */
  readonly observes: boolean;
  /** Computes as where gradients are taken: with kernels of our own, where tfjs would add a bias before the products. */
  readonly differentiates: boolean;
}

/** Statistics of one batch at a batch normalization. */
export interface BatchStatistics {
  readonly norm: NormOp;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Values per channel. */
  readonly count: number;
}

type NormOp = Fold['norm'];

/** One forward pass; collects the statistics of its batch. Everything it makes belongs to the tidy around it. */
export class Pass {
  readonly statistics: BatchStatistics[] = [];

  constructor(
    private readonly plan: PassPlan,
    private readonly weights: BoundWeights,
    private readonly activations: ReadonlyMap<number, ActivationQuantizer>,
    private readonly options: PassOptions,
    /** Sees what arrives at a place of activation quantization. */
    private readonly visit: (quantizer: ActivationQuantizer, x: Tensor) => void = () => undefined,
  ) {}

  /** Output of the last node, [batch, ...]. */
  run(input: Tensor): Tensor {
    const values: Tensor[] = [input];
    const valueAt = (index: number): Tensor => {
      const value = values[index];
      if (value === undefined) throw new RangeError(`Node ${index} is not computed yet.`);
      return value;
    };
    this.plan.nodes.forEach((node, index) => {
      if (index === 0 || this.plan.absorbed.has(index)) return;
      values[index] = this.rectified(node, index, valueAt) ?? this.quantized(index, this.node(node, index, valueAt));
    });
    return valueAt(this.plan.nodes.length - 1);
  }

  private node(node: GraphNode, index: number, valueAt: (index: number) => Tensor): Tensor {
    const fold = this.plan.folds.get(index);
    if (fold !== undefined) {
      const source = this.plan.nodes[node.inputs[0] ?? 0];
      return source === undefined ? valueAt(0) : this.folded(fold, source, valueAt(source.inputs[0] ?? 0));
    }
    if (node.op.kind === 'batch-norm' && this.options.byBatch)
      return this.byBatch(node.op, valueAt(node.inputs[0] ?? 0));
    const source = node.inputs[0] ?? 0;
    const weights = this.weightsOf(node.op);
    const product = this.activations.get(source)?.multiply?.(node, valueAt(source), weights);
    return product ?? compute(node, node.inputs.map(valueAt), weights);
  }

  /**
   * A ReLU with the bias before and the rounding behind it in few kernels. Where a gradient is taken, tfjs takes them apart, into
   * eight passes over the outputs. Null for any other node.
   */
  private rectified(node: GraphNode, index: number, valueAt: (index: number) => Tensor): Tensor | null {
    if (!this.options.differentiates) return null;
    const { op } = node;
    if (!('activation' in op) || op.activation.kind !== 'relu') return null;
    const source = node.inputs[0] ?? 0;
    if (op.kind === 'activation') {
      const sums = valueAt(source);
      return this.onGrid(index, sums, zeros([sums.shape.at(-1) ?? 1]));
    }
    if (op.kind === 'separable' || op.bias === null) return null;
    if (this.activations.get(source)?.multiply !== undefined) return null;
    const x = valueAt(source);
    const weights = this.weightsOf(op);
    const bare = { ...node, op: { ...op, bias: null, activation: { kind: 'linear' } } } as const;
    return this.onGrid(index, compute(bare, [x], { ...weights, bias: null }), weights.bias as Tensor1D);
  }

  /** relu(sums + bias), rounded where the output of the node is. */
  private onGrid(index: number, sums: Tensor, bias: Tensor1D): Tensor {
    const own = this.activations.get(index)?.rectified?.(sums, bias, this.options.observes);
    return own ?? this.quantized(index, biasAdd(sums, bias, 'relu'));
  }

  private weightsOf(op: Op) {
    return opWeights(
      op,
      (index) => this.weights.kernel(index),
      (values) => this.weights.vector(values),
    );
  }

  private quantized(index: number, output: Tensor): Tensor {
    const quantizer = this.activations.get(index);
    if (quantizer === undefined) return output;
    this.visit(quantizer, output);
    return quantizer.apply(output, this.weights.learned(index), this.options.observes);
  }

  private byBatch(norm: NormOp, x: Tensor): Tensor {
    const { y, mean, variance } = normalizeByBatch(x, this.affine(norm));
    this.note(norm, x, mean, variance);
    return y;
  }

  /**
   * A convolution with its batch normalization folded into the quantized kernel by the running statistics. While training by
   * the batch, the result is scaled to what the statistics of the batch would have given (Krishnamoorthi 2018, section 3.2.2).
   */
  private folded({ op, norm }: Fold, source: GraphNode, x: Tensor): Tensor {
    const bare = { ...source, op: { ...op, bias: null } };
    const y = compute(bare, [x], { kernels: [this.weights.kernel(op.kernel)], bias: null, norm: null });
    const { gamma, beta, epsilon } = this.affine(norm);
    const running = add(this.weights.vector(norm.variance), epsilon);
    const bias = op.bias === null ? null : this.weights.vector(op.bias);
    if (!this.options.byBatch)
      return shifted(y, { bias, mean: this.weights.vector(norm.mean), gain: gained(rsqrt(running), gamma), beta });
    const float = compute(bare, [x], { kernels: [this.weights.latent(op.kernel)], bias: null, norm: null });
    const { mean, variance } = momentsOf(float);
    this.note(norm, x, bias === null ? mean : add(mean, bias), variance, float);
    const inverse = rsqrt(add(variance, epsilon));
    const corrected = mul(y, mul(sqrt(running), inverse));
    return shifted(corrected, { bias: null, mean, gain: gained(inverse, gamma), beta });
  }

  private affine({ gamma, beta, epsilon }: NormOp) {
    return {
      gamma: gamma === null ? null : this.weights.vector(gamma),
      beta: beta === null ? null : this.weights.vector(beta),
      epsilon,
    };
  }

  private note(norm: NormOp, x: Tensor, mean: Tensor, variance: Tensor, output = x): void {
    const read = (t: Tensor): Float32Array => (t.dataSync() as Float32Array).slice();
    const channels = output.shape.at(-1) ?? 1;
    this.statistics.push({ norm, mean: read(mean), variance: read(variance), count: output.size / channels });
  }
}

function gained(inverse: Tensor, gamma: Tensor | null): Tensor {
  return gamma === null ? inverse : mul(inverse, gamma);
}

/** y + beta + (bias - mean) gain, per channel. */
function shifted(y: Tensor, parts: { bias: Tensor | null; mean: Tensor; gain: Tensor; beta: Tensor | null }): Tensor {
  const { bias, mean, gain, beta } = parts;
  const offset = mul(bias === null ? mul(mean, -1) : sub(bias, mean), gain);
  return add(y, beta === null ? offset : add(offset, beta));
}
