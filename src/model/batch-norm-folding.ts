import type { WeightTensor } from '../quantizers/types';
import { usersOf } from './flow';
import { type GraphNode, type Model, type Op, tensorOf } from './graph';

/** Batch normalization with fixed statistics: gamma (y - mean) / sqrt(variance + epsilon) + beta, one entry per channel. */
export interface FixedNorm {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly gamma: Float32Array | null;
  readonly beta: Float32Array | null;
  readonly epsilon: number;
}

/**
 * The layer that gives for every input what `kernel` and `bias` followed by `norm` give (Jacob et al. 2018, eq. 14):
 * k = gamma / sqrt(variance + epsilon), weights times k of their output channel, bias' = beta + (bias - mean) k.
 * Computed in float64, rounded once. The channels of a depthwise kernel are its columns [in * multiplier] too.
 */
export function foldInto(
  kernel: WeightTensor,
  bias: Float32Array | null,
  norm: FixedNorm,
): { readonly weights: Float32Array; readonly bias: Float32Array } {
  const channels = norm.mean.length;
  const gains = Float64Array.from(norm.variance, (variance, channel) => {
    return (norm.gamma?.[channel] ?? 1) / Math.sqrt(variance + norm.epsilon);
  });
  const gain = (channel: number): number => gains[channel] ?? 1;
  return {
    weights: kernel.data.map((weight, index) => weight * gain(index % channels)),
    bias: norm.mean.map(
      (mean, channel) => (norm.beta?.[channel] ?? 0) + ((bias?.[channel] ?? 0) - mean) * gain(channel),
    ),
  };
}

type NormNode = GraphNode & { readonly op: Extract<Op, { readonly kind: 'batch-norm' }> };
type WeightedOp = Extract<Op, { readonly kind: 'conv2d' | 'depthwise' | 'separable' | 'dense' }>;

/**
 * The same network without the batch normalizations that directly follow a layer with a kernel; an activation after such a
 * normalization moves into that layer. Others stay, for instance one after an addition. Nothing of the given model changes.
 */
export function foldBatchNorm(model: Model): Model {
  const uses = usersOf(model.nodes);
  const nodes = [...model.nodes];
  const kernels = [...model.kernels];
  /** Nodes that go, and the node that gives their output from now on. */
  const replaced = new Map<number, number>();
  let biasBytes = model.biasBytes;
  model.nodes.forEach((node, index) => {
    const source = node.inputs[0] ?? -1;
    const before = nodes[source];
    if (!isNorm(node) || before === undefined || !isFoldable(before.op) || uses[source]?.length !== 1) return;
    const which = lastKernel(before.op);
    const kernel = kernels[which];
    if (kernel === undefined) return;
    const { weights, bias } = foldInto(tensorOf(kernel), before.op.bias, node.op);
    kernels[which] = { ...kernel, data: weights };
    biasBytes += bias.byteLength - bytesOf(before.op.bias) - normBytes(node.op);
    replaced.set(index, source);
    const next = uses[index]?.length === 1 ? nodes[uses[index][0] ?? -1] : undefined;
    const activation = next?.op.kind === 'activation' ? next.op.activation : null;
    if (activation !== null) replaced.set(uses[index]?.[0] ?? -1, source);
    nodes[source] = { ...before, op: { ...before.op, bias, activation: activation ?? before.op.activation } };
  });
  return { ...model, nodes: withoutReplaced(nodes, replaced), kernels, biasBytes };
}

function isNorm(node: GraphNode): node is NormNode {
  return node.op.kind === 'batch-norm';
}

function isFoldable(op: Op): op is WeightedOp {
  const weighted = op.kind === 'conv2d' || op.kind === 'depthwise' || op.kind === 'separable' || op.kind === 'dense';
  return weighted && op.activation.kind === 'linear';
}

function lastKernel(op: WeightedOp): number {
  return op.kind === 'separable' ? op.pointwise : op.kernel;
}

function bytesOf(values: Float32Array | null): number {
  return values?.byteLength ?? 0;
}

function normBytes({ mean, variance, gamma, beta }: FixedNorm): number {
  return bytesOf(mean) + bytesOf(variance) + bytesOf(gamma) + bytesOf(beta);
}

function withoutReplaced(nodes: readonly GraphNode[], replaced: ReadonlyMap<number, number>): readonly GraphNode[] {
  const kept = nodes.flatMap((_, index) => (replaced.has(index) ? [] : [index]));
  const moved = new Map(kept.map((old, index) => [old, index]));
  const resolve = (index: number): number => moved.get(replaced.get(index) ?? index) ?? 0;
  return kept.flatMap((old) => {
    const node = nodes[old];
    return node === undefined ? [] : [{ ...node, inputs: node.inputs.map(resolve) }];
  });
}
