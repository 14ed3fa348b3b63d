import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { GraphNode } from '../../model/graph';
import type { OpWeights } from '../operations';

/** Fake quantization at one place of the network. */
export interface ActivationQuantizer {
  /**
   * @param learned tensor of `learned`, where there is one.
   * @param observes whether what it sees may change its range.
   */
  apply(x: Tensor, learned: Tensor | null, observes: boolean): Tensor;
  /** The same as `apply` on relu(sums + bias), with less work. */
  rectified?(sums: Tensor, bias: Tensor1D, observes: boolean): Tensor;
  /** One learned number, null when there is none. NaN until `start` has seen a batch. */
  readonly learned: Float32Array | null;
  /** Weight decay of the learned number alone. */
  readonly decay: number;
  /** Sets what depends on a first batch. */
  start(x: Tensor): void;
  /** Everything it remembers besides the learned number, for a checkpoint. */
  state(): readonly number[];
  restore(state: readonly number[]): void;
  /** What a layer makes of the output of `apply`, where the scales of that output come after the product. */
  multiply?(node: GraphNode, x: Tensor, weights: OpWeights): Tensor;
}
