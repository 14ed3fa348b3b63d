import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type Model, sizeOf } from '../../model/graph';
import { liveBefore } from '../cuts';
import { forward } from '../forward';
import { NetworkWeights } from '../network';

/** Images that go through the network together. */
const CHUNK = 32;

/**
 * What calibration images become on their way through a network, layer by layer: only what the rest of the network still
 * needs is kept, and no layer is computed twice.
 */
export class Flow {
  private values: ReadonlyMap<number, Float32Array>;
  private from = 1;

  /** @param inputs preprocessed images, one after the other. */
  constructor(
    private readonly model: Model,
    inputs: Float32Array,
    private readonly images: number,
  ) {
    this.values = new Map([[0, inputs]]);
  }

  /**
   * Output of a node for all images, once everything before `to` is computed with given kernels. Yields between images.
   * Throws RangeError for an output that is no longer needed from `to` on.
   */
  *until(to: number, node: number, kernels: readonly Float32Array[]): Generator<void, Float32Array, void> {
    if (to > this.from) {
      this.values = yield* this.advanced(to, kernels);
      this.from = to;
    }
    const found = this.values.get(node);
    if (found === undefined) throw new RangeError(`The output of node ${String(node)} is gone.`);
    return found;
  }

  private *advanced(
    to: number,
    kernels: readonly Float32Array[],
  ): Generator<void, ReadonlyMap<number, Float32Array>, void> {
    const live = liveBefore(this.model, to);
    const size = (node: number): number => sizeOf(this.model.nodes[node]?.shape ?? []);
    const next = new Map(live.map((node) => [node, new Float32Array(this.images * size(node))]));
    const weights = new NetworkWeights(this.model, kernels);
    try {
      for (let first = 0; first < this.images; first += CHUNK) {
        const count = Math.min(CHUNK, this.images - first);
        for (const [node, values] of this.values)
          next.get(node)?.set(values.subarray(first * size(node), (first + count) * size(node)), first * size(node));
        const tap = (node: number, output: Tensor): Tensor => {
          next.get(node)?.set(output.dataSync(), first * size(node));
          return output;
        };
        const known = new Map([...this.values].map(([node, values]) => [node, this.chunk(node, values, first, count)]));
        forward({ model: this.model, weights, known, from: this.from, last: to - 1, tap }).dispose();
        yield;
      }
    } finally {
      weights.dispose();
    }
    return next;
  }

  private chunk(node: number, values: Float32Array, first: number, count: number): Tensor {
    const shape = this.model.nodes[node]?.shape ?? [];
    const size = sizeOf(shape);
    return tensor(values.slice(first * size, (first + count) * size), [count, ...shape]);
  }
}
