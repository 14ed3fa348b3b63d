import type { GraphNode, Model } from './graph';

/**
 * Values that take the place of those that a network would have: rounded together, trained, or made in any other way. Plain
 * data, in the shapes and the order of the model that it belongs to.
 */
export interface WeightSet {
  /** Equal ids, equal values. */
  readonly id: string;
  /** What the network computes with, by kernel of the model; null leaves what the recipe gives. */
  readonly kernels: readonly (Float32Array | null)[];
  /** Biases, gains, shifts and statistics by "node/field", such as "conv1/bias"; the others stay as they are. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
}

/** The model with the vectors of a set; its kernels stay. Throws RangeError for a vector that the model does not have. */
export function withVectors(model: Model, { vectors }: Pick<WeightSet, 'vectors'>): Model {
  const left = new Map(Object.entries(vectors));
  if (left.size === 0) return model;
  const nodes = model.nodes.map((node): GraphNode => {
    const own = Object.entries(node.op).flatMap(([field, value]) => {
      const key = `${node.name}/${field}`;
      const values = left.get(key);
      if (values === undefined || !(value instanceof Float32Array) || value.length !== values.length) return [];
      left.delete(key);
      return [[field, values] as const];
    });
    return own.length === 0 ? node : { ...node, op: { ...node.op, ...Object.fromEntries(own) } };
  });
  const [unknown] = left.keys();
  if (unknown !== undefined) throw new RangeError(`The network has no vector ${unknown} of that length.`);
  return { ...model, nodes };
}
