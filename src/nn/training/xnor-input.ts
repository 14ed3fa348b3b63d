/** Binary inputs of a layer (Rastegari et al. 2016, sections 3.2 and 3.3; Hubara et al. 2016). */
import {
  type Tensor,
  type Tensor4D,
  abs,
  add,
  cast,
  conv2d,
  div,
  fill,
  greaterEqual,
  lessEqual,
  mean,
  mul,
  pad,
  sqrt,
  sub,
  tensor1d,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { GraphNode, Op } from '../../model/graph';
import { activate } from '../activation';
import { differentiable } from '../gradients/own';
import { type OpWeights, compute } from '../operations';
import type { ActivationQuantizer } from './activation-quantizer';
import { normalizeByBatch } from './batch-norm';

const EPSILON = 1e-3;
/** Share of the old statistics that each batch keeps. */
const KEEP = 0.9;

type Convolution = Extract<Op, { readonly kind: 'conv2d' | 'depthwise' }>;

/**
 * What a layer takes in, normalized per channel (after a ReLU every sign would be +1) and replaced by its signs. The mean
 * magnitudes under each window, the map K, multiply the sums of the layer. A sign cannot be 0: around an image stands +1,
 * whose magnitude in K is 0.
 */
export class XnorInput implements ActivationQuantizer {
  readonly learned = null;
  readonly decay = 0;
  private means: Float32Array | null = null;
  private variances: Float32Array | null = null;
  /** Mean magnitude over the channels of each position, [batch, ..., 1], of the pass under way. */
  private sizes: Tensor | null = null;

  apply(x: Tensor, _learned: Tensor | null, observes: boolean): Tensor {
    const normal = this.normalized(x, observes);
    this.sizes = mean(abs(normal), -1, true);
    return signs(normal);
  }

  multiply(node: GraphNode, x: Tensor, weights: OpWeights): Tensor {
    const { op } = node;
    if (this.sizes === null || (op.kind !== 'conv2d' && op.kind !== 'dense'))
      throw new RangeError(`${node.name} cannot take signs.`);
    const sums = op.kind === 'dense' ? product(node, x, weights) : product(node, framed(x, op), weights);
    const scaled = mul(sums, op.kind === 'dense' ? this.sizes : windowMeans(this.sizes as Tensor4D, op, weights));
    return activate(weights.bias === null ? scaled : add(scaled, weights.bias), op.activation);
  }

  start(): void {
    // The first batch of the training itself gives the statistics.
  }

  state(): readonly number[] {
    return [...(this.means ?? []), ...(this.variances ?? [])];
  }

  restore(state: readonly number[]): void {
    const half = state.length / 2;
    this.means = half === 0 ? null : Float32Array.from(state.slice(0, half));
    this.variances = half === 0 ? null : Float32Array.from(state.slice(half));
  }

  private normalized(x: Tensor, observes: boolean): Tensor {
    if (!observes && this.means !== null && this.variances !== null)
      return div(sub(x, tensor1d(this.means)), sqrt(add(tensor1d(this.variances), EPSILON)));
    const batch = normalizeByBatch(x, { gamma: null, beta: null, epsilon: EPSILON });
    this.means = followed(this.means, batch.mean.dataSync() as Float32Array);
    this.variances = followed(this.variances, batch.variance.dataSync() as Float32Array);
    return batch.y;
  }
}

function followed(old: Float32Array | null, now: Float32Array): Float32Array {
  return old === null ? now.slice() : old.map((value, i) => KEEP * value + (1 - KEEP) * (now[i] ?? 0));
}

/** sign(x) with sign(0) = +1, whose gradient passes where |x| <= 1. */
function signs(x: Tensor): Tensor {
  return differentiable(
    [x],
    () => ({ value: sub(mul(cast(greaterEqual(x, 0), 'float32'), 2), 1), saved: [x] }),
    (dy, [input = x]) => [where(lessEqual(abs(input), 1), dy, zerosLike(dy))],
  );
}

/** The sums alone: no bias, no activation, and of a convolution no border, which `framed` has added. */
function product(node: GraphNode, x: Tensor, { kernels }: OpWeights): Tensor {
  const bare = { bias: null, activation: { kind: 'linear' } as const };
  const none = { rows: [0, 0], columns: [0, 0] } as const;
  const op = node.op.kind === 'conv2d' ? { ...node.op, ...bare, borders: none } : { ...node.op, ...bare };
  return compute({ ...node, op: op }, [x], { kernels, bias: null, norm: null });
}

function framed(x: Tensor, { borders }: Convolution): Tensor {
  return pad(x, around(borders), 1);
}

/** K: the mean of the sizes under each window. */
function windowMeans(sizes: Tensor4D, op: Convolution, { kernels }: OpWeights): Tensor {
  const [height = 1, width = 1] = kernels[0]?.shape ?? [];
  const box: Tensor4D = fill([height, width, 1, 1], 1 / (height * width));
  return conv2d(pad(sizes, around(op.borders)), box, [...op.strides], 'valid', 'NHWC', [...op.dilation]);
}

function around({ rows, columns }: Convolution['borders']): [number, number][] {
  return [[0, 0], [...rows], [...columns], [0, 0]];
}
