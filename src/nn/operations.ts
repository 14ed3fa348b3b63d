/** One operation of the layer graph in tfjs. Batches come first: images are [batch, height, width, channels]. */
import {
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  add,
  avgPool,
  batchNorm,
  concat,
  conv2d,
  depthwiseConv2d as bareDepthwise,
  fused,
  image,
  matMul,
  max,
  maxPool,
  mean,
  pad,
  reshape,
} from '@tensorflow/tfjs-core';
import type { Activation, Borders, GraphNode, Op } from '../model/graph';
import { activate, fusable } from './activation';
import { attend, embed, layerNorm, positions } from './sequence';

/** The weights of one operation on the backend: kernels in their order, then what else it has. */
export interface OpWeights {
  readonly kernels: readonly Tensor[];
  readonly bias: Tensor | null;
  readonly norm: {
    /** Null where the statistics are those of the input. */
    readonly mean: Tensor | null;
    readonly variance: Tensor | null;
    readonly gamma: Tensor | null;
    readonly beta: Tensor | null;
  } | null;
}

type Sides = [[number, number], [number, number], [number, number], [number, number]];

/** The types of tfjs leave out that this call, too, takes the padding of each side. */
const depthwiseConv2d = fused.depthwiseConv2d as unknown as (
  given: Omit<Parameters<typeof fused.depthwiseConv2d>[0], 'pad'> & { pad: Sides },
) => Tensor4D;

const bareDepthwiseConv2d = bareDepthwise as unknown as (
  ...given: [Tensor4D, Tensor4D, [number, number], Sides, 'NHWC', [number, number]]
) => Tensor4D;

/** Sees, and may replace, what a kernel is multiplied with; a replacement is a new tensor. */
export type Feed = (kernel: number, input: Tensor) => Tensor;

type OpOf<Kind extends Op['kind']> = Extract<Op, { readonly kind: Kind }>;

/** Output of `node` for its inputs; the caller disposes of everything. `feed` may replace what a kernel is multiplied with. */
export function compute(
  node: GraphNode,
  inputs: readonly Tensor[],
  weights: OpWeights,
  feed: Feed = (_kernel, input) => input,
): Tensor {
  const { op } = node;
  const x = at(inputs, 0);
  switch (op.kind) {
    case 'conv2d':
    case 'depthwise':
    case 'separable':
      return convolve(op, x as Tensor4D, weights, feed);
    case 'dense':
      return multiply(op, feed(op.kernel, x), weights);
    case 'pool':
      return (op.mode === 'max' ? maxPool : avgPool)(x as Tensor4D, [...op.size], [...op.strides], op.padding);
    case 'global-pool':
      return (op.mode === 'max' ? max : mean)(x, [1, 2], op.keepDims);
    case 'reshape':
      return reshape(x, [-1, ...node.shape]);
    case 'pad':
      return pad(x, aroundImages(op.borders));
    case 'upsample':
      return upsample(op, x as Tensor4D, node.shape);
    case 'add':
      return inputs.slice(1).reduce((sum: Tensor, input) => add(sum, input), x);
    case 'concatenate':
      return concat([...inputs], op.axis);
    case 'batch-norm':
      return normalize(op, x, weights);
    case 'layer-norm':
      return layerNorm(x, weights.norm?.gamma ?? null, weights.norm?.beta ?? null, op.epsilon);
    case 'embedding':
      return embed(x, at(weights.kernels, 0) as Tensor2D);
    case 'positions':
      return positions(x, at(weights.kernels, 0) as Tensor2D);
    case 'attention':
      return attend(x, op.heads);
    case 'activation':
      return activate(x, op.activation);
    case 'input':
    case 'identity':
      return x.clone();
  }
}

/**
 * Convolutions get their padding in numbers: told `same`, the WebAssembly backend returns zeros where the stride is larger
 * than the kernel.
 */
function convolve(
  op: OpOf<'conv2d' | 'depthwise' | 'separable'>,
  input: Tensor4D,
  weights: OpWeights,
  feed: Feed,
): Tensor {
  const x = feed(op.kind === 'separable' ? op.depthwise : op.kernel, input) as Tensor4D;
  const window = {
    strides: [...op.strides] as [number, number],
    pad: aroundImages(op.borders),
    dilations: [...op.dilation] as [number, number],
  };
  const kernel = at(weights.kernels, 0) as Tensor4D;
  const end = ending(op.activation, weights.bias);
  if (op.kind !== 'separable') {
    if (end.isNothing) {
      const { strides, pad: sides, dilations } = window;
      const bare = op.kind === 'conv2d' ? conv2d : bareDepthwiseConv2d;
      return bare(x, kernel, strides, sides, 'NHWC', dilations);
    }
    const given = { x, filter: kernel, ...window, ...end.fused };
    return end.apply(op.kind === 'conv2d' ? fused.conv2d(given) : depthwiseConv2d(given));
  }
  const spread = feed(op.pointwise, depthwiseConv2d({ x, filter: kernel, ...window })) as Tensor4D;
  const pointwise = at(weights.kernels, 1) as Tensor4D;
  return end.apply(fused.conv2d({ x: spread, filter: pointwise, strides: 1, pad: 'valid', ...end.fused }));
}

function aroundImages({ rows, columns }: Borders): Sides {
  return [[0, 0], [...rows], [...columns], [0, 0]];
}

/** Matrix product over the last axis. */
function multiply(op: OpOf<'dense'>, x: Tensor, weights: OpWeights): Tensor {
  const kernel = at(weights.kernels, 0) as Tensor2D;
  const end = ending(op.activation, weights.bias);
  const rows = reshape(x, [-1, kernel.shape[0]]);
  const product = end.isNothing ? matMul(rows, kernel) : end.apply(fused.matMul({ a: rows, b: kernel, ...end.fused }));
  return reshape(product, [...x.shape.slice(0, -1), kernel.shape[1]]);
}

/** What follows a sum of products: bias and, where tfjs computes the very same, the activation go into the same call. */
function ending(activation: Activation, bias: Tensor | null) {
  const inside = fusable(activation);
  const fusedPart = { activation: inside ?? ('linear' as const), ...(bias === null ? {} : { bias }) };
  return {
    // Fused, a product computes both of its gradients, wanted or not.
    isNothing: bias === null && inside === 'linear',
    fused: fusedPart,
    apply: (y: Tensor): Tensor => (inside === null ? activate(y, activation) : y),
  };
}

/**
 * Corners of the images are not aligned and pixel centres not halved, as in the layers of tfjs; the `bilinear` of Keras
 * itself halves them.
 */
function upsample(op: OpOf<'upsample'>, x: Tensor4D, [height = 0, width = 0]: readonly number[]): Tensor {
  const resize = op.interpolation === 'nearest' ? image.resizeNearestNeighbor : image.resizeBilinear;
  return resize(x, [height, width]);
}

function normalize(op: OpOf<'batch-norm'>, x: Tensor, { norm }: OpWeights): Tensor {
  if (!norm?.mean || !norm.variance) throw new RangeError('Batch normalization without its statistics.');
  return batchNorm(x, norm.mean, norm.variance, norm.beta ?? undefined, norm.gamma ?? undefined, op.epsilon);
}

function at(tensors: readonly Tensor[], index: number): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new RangeError(`An operation lacks its tensor ${String(index)}.`);
  return tensor;
}
