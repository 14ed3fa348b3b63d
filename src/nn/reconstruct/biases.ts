import type { Model } from '../../model/graph';

/** A model with other biases, by node. */
export function withBiases(model: Model, biases: ReadonlyMap<number, Float32Array>): Model {
  const nodes = model.nodes.map((node, index) => {
    const bias = biases.get(index);
    return bias === undefined || !('bias' in node.op) ? node : { ...node, op: { ...node.op, bias } };
  });
  return { ...model, nodes };
}
