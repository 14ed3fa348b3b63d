import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Model } from '../model/graph';
import type { NetworkWeights } from './network';
import { type Feed, compute } from './operations';

/** Sees, and may replace, the output of a node. A replacement is a new tensor; returning the output keeps it. */
export type Tap = (node: number, output: Tensor) => Tensor;

export interface ForwardInput {
  readonly model: Model;
  readonly weights: Pick<NetworkWeights, 'of'>;
  /** Outputs that are already known, by node; consumed. Nodes before `from` that are missing here must not be needed. */
  readonly known: ReadonlyMap<number, Tensor>;
  /** First node to compute. */
  readonly from: number;
  /** Last node to compute; by default the end of the graph. */
  readonly last?: number;
  readonly tap?: Tap | undefined;
  readonly feed?: Feed | undefined;
}

/**
 * Runs the layer graph from a node to the last one and returns its output, [batch, ...]. Each intermediate tensor, the given ones
 * included, is disposed of after its last use, so that memory holds what the graph needs at one time and no more.
 */
export function forward(given: ForwardInput): Tensor {
  const { model, weights, known, from, tap, feed, last = model.nodes.length - 1 } = given;
  const values = new Map(known);
  const lastUse = lastUses(model);
  try {
    for (let index = from; index <= last; index++) {
      values.set(index, step({ model, weights, tap, feed }, index, values));
      for (const [node, value] of values) {
        if (node !== last && (lastUse[node] ?? 0) <= index) {
          value.dispose();
          values.delete(node);
        }
      }
    }
    const output = values.get(last);
    if (output === undefined) throw new RangeError('The graph has no output.');
    values.delete(last);
    return output;
  } finally {
    for (const value of values.values()) value.dispose();
  }
}

function step(
  { model, weights, tap, feed }: Pick<ForwardInput, 'model' | 'weights' | 'tap' | 'feed'>,
  index: number,
  values: ReadonlyMap<number, Tensor>,
): Tensor {
  const node = model.nodes[index];
  if (node === undefined) throw new RangeError(`The graph has no node ${String(index)}.`);
  const inputs = node.inputs.map((input) => {
    const value = values.get(input);
    if (value === undefined) throw new RangeError(`Node ${node.name} needs an output that is not known.`);
    return value;
  });
  return tidy(() => {
    const output = compute(node, inputs, weights.of(index), feed);
    return tap === undefined ? output : tap(index, output);
  });
}

/** For each node the last node that takes its output. */
function lastUses(model: Model): readonly number[] {
  const last = model.nodes.map((_, index) => index);
  model.nodes.forEach((node, index) => {
    for (const input of node.inputs) last[input] = index;
  });
  return last;
}
