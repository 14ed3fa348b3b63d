import { tensor } from '@tensorflow/tfjs-core';
import type { Model } from '../model/graph';
import { forward } from './forward';
import { NetworkWeights } from './network';

/** A network in tfjs with one batch to run, to be disposed of. */
export interface TfjsNetwork {
  /** Runs the batch to its outputs. `mark` is told of each node that is done, and with null of the input and the outputs. */
  run(mark: (node: number | null) => void): void;
  dispose(): void;
}

/** @param input values of `count` items, [count, ...]. */
export function placeTfjsNetwork(model: Model, input: Float32Array, count: number): TfjsNetwork {
  const weights = new NetworkWeights(
    model,
    model.kernels.map(({ data }) => data),
  );
  const shape = [count, ...model.nodes[0]!.shape];
  return {
    run: (mark) => {
      const known = new Map([[0, tensor(input, shape)]]);
      mark(null);
      const output = forward({
        model,
        weights,
        known,
        from: 1,
        tap: (node, made) => {
          mark(node);
          return made;
        },
      });
      output.dataSync();
      output.dispose();
      mark(null);
    },
    dispose: () => {
      weights.dispose();
    },
  };
}
