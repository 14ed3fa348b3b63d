/**
 * Our own form of a network: operations with every parameter resolved, weights attached, shapes known. Shapes leave out the
 * batch axis; images are [height, width, channels],
 * texts [time, channels].
 */
import type { CardEssentials, Preprocess } from './card';
import type { MadeCodes, WeightTensor } from '../quantizers/types';
import type { LayerInfo } from './types';

export type Activation =
  | { readonly kind: 'linear' | 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'softmax' | 'elu' | 'softplus' | 'swish' }
  /** x Phi(x) with the normal distribution function itself, or with its approximation by tanh. */
  | { readonly kind: 'gelu'; readonly approximate: boolean }
  | { readonly kind: 'leaky-relu'; readonly slope: number }
  /** x above `threshold` (at most `maxValue`), slope * (x - threshold) below it. */
  | { readonly kind: 'general-relu'; readonly maxValue: number; readonly slope: number; readonly threshold: number };

export type Padding = 'same' | 'valid';

/** [height, width]. */
export type Pair = readonly [number, number];

/** Zeros around an image: [top, bottom] and [left, right]. */
export interface Borders {
  readonly rows: Pair;
  readonly columns: Pair;
}

interface Window {
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly borders: Borders;
}

interface Weighted {
  readonly bias: Float32Array | null;
  readonly activation: Activation;
}

/** `kernel` and the like are indices into the kernels of the model. */
export type Op =
  | { readonly kind: 'input' }
  | ({ readonly kind: 'conv2d' | 'depthwise'; readonly kernel: number } & Window & Weighted)
  | ({ readonly kind: 'separable'; readonly depthwise: number; readonly pointwise: number } & Window & Weighted)
  | ({ readonly kind: 'dense'; readonly kernel: number } & Weighted)
  | {
      readonly kind: 'pool';
      readonly mode: 'max' | 'average';
      readonly size: Pair;
      readonly strides: Pair;
      readonly padding: Padding;
    }
  | { readonly kind: 'global-pool'; readonly mode: 'max' | 'average'; readonly keepDims: boolean }
  | { readonly kind: 'reshape' | 'identity' | 'add' }
  | { readonly kind: 'pad'; readonly borders: Borders }
  | { readonly kind: 'upsample'; readonly interpolation: 'nearest' | 'bilinear' }
  /** `axis` counts the batch axis as 0. */
  | { readonly kind: 'concatenate'; readonly axis: number }
  | {
      readonly kind: 'batch-norm';
      readonly mean: Float32Array;
      readonly variance: Float32Array;
      readonly gamma: Float32Array | null;
      readonly beta: Float32Array | null;
      readonly epsilon: number;
    }
  | {
      readonly kind: 'layer-norm';
      readonly gamma: Float32Array | null;
      readonly beta: Float32Array | null;
      readonly epsilon: number;
    }
  /** Rows of its kernel: by the indices in the input, or the first ones. */
  | { readonly kind: 'embedding' | 'positions'; readonly kernel: number }
  /** Causal self-attention; the input holds q, k and v side by side. */
  | { readonly kind: 'attention'; readonly heads: number }
  | { readonly kind: 'activation'; readonly activation: Activation };

export interface GraphNode {
  readonly name: string;
  readonly op: Op;
  /** Indices of the nodes whose outputs it takes. */
  readonly inputs: readonly number[];
  /** Shape of its output. */
  readonly shape: readonly number[];
}

/** A kernel that can be quantized. */
export interface Kernel {
  readonly info: LayerInfo;
  readonly data: Float32Array;
  /** Absent: nothing but its values is known of it. */
  readonly made?: MadeCodes | undefined;
}

export interface Model {
  readonly card: CardEssentials;
  readonly preprocess: Preprocess;
  /** In flow order: inputs come before the nodes that use them. The first is the input, the last the output. */
  readonly nodes: readonly GraphNode[];
  /** In flow order. */
  readonly kernels: readonly Kernel[];
  /** Bytes of all float32 weights that are not kernels: biases and batch normalization. */
  readonly biasBytes: number;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** A kernel as quantizers take it. */
export function tensorOf({ info, data, made }: Kernel): WeightTensor {
  return { data, shape: info.shape, layout: info.layout, made };
}
