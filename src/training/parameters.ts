import type { Model } from '../model/graph';
import { opArrays } from '../model/weight-values';

/** A list of numbers of a model that training changes, by the array that the model holds. */
export interface Parameter {
  readonly name: string;
  readonly kind: 'kernel' | 'vector';
  /** The array in the model; its identity is the key of the parameter. */
  readonly original: Float32Array;
  /** The value now, a copy. */
  readonly values: Float32Array;
}

/** What training does not change by a gradient: the statistics of batch normalization. */
const STATISTICS: ReadonlySet<string> = new Set(['mean', 'variance']);

/** Every kernel, bias, gain and shift of a model: kernels first, both in flow order. */
export function parametersOf(model: Model): readonly Parameter[] {
  const kernels = model.kernels.map(({ info, data }) => parameter(info.name, 'kernel', data));
  const vectors = model.nodes.flatMap(({ name, op }) =>
    opArrays(op)
      .filter(([key]) => !STATISTICS.has(key))
      .map(([key, data]) => parameter(`${name}/${key}`, 'vector', data)),
  );
  return [...kernels, ...vectors];
}

function parameter(name: string, kind: Parameter['kind'], original: Float32Array): Parameter {
  return { name, kind, original, values: original.slice() };
}

/** The model with other numbers: every array is replaced by what `valueOf` gives for it. */
export function withValues(model: Model, valueOf: (original: Float32Array) => Float32Array): Model {
  return {
    ...model,
    kernels: model.kernels.map((kernel) => ({ ...kernel, data: valueOf(kernel.data) })),
    nodes: model.nodes.map((node) => ({
      ...node,
      op: { ...node.op, ...Object.fromEntries(opArrays(node.op).map(([key, data]) => [key, valueOf(data)])) },
    })),
  };
}
