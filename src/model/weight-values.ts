import type { MadeCodes } from '../quantizers/types';
import type { Model, Op } from './graph';

/** Weights in place of those that a model ships with. Plain data: survives structuredClone. */
export interface WeightValues {
  /** Names of the lists: "conv1/kernel", "conv1/bias". */
  readonly names: readonly string[];
  /** Every list of numbers of the model: kernels in flow order, then the lists of its nodes in flow order. */
  readonly arrays: readonly Float32Array[];
  /** How each kernel was quantized when it was made; null: float. In flow order. */
  readonly kernels: readonly (MadeCodes | null)[];
}

/** The numbers of a model as a set. `kernels`: how each was quantized. */
export function weightValuesOf(model: Model, kernels: WeightValues['kernels']): WeightValues {
  const named = arraysOf(model);
  return { names: named.map(([name]) => name), arrays: named.map(([, array]) => array.slice()), kernels };
}

/** The model with the weights of a set. Throws RangeError for a set of another network. */
export function withWeightValues(model: Model, set: WeightValues): Model {
  const shipped = arraysOf(model);
  const fits =
    set.arrays.length === shipped.length &&
    set.kernels.length === model.kernels.length &&
    shipped.every(([name, array], index) => {
      return set.names[index] === name && set.arrays[index]?.length === array.length;
    }) &&
    set.kernels.every((made, index) => made === null || made.values.length === model.kernels[index]?.data.length);
  if (!fits) throw new RangeError('These weights belong to another network.');
  let at = 0;
  const next = (): Float32Array => set.arrays[at++] ?? new Float32Array(0);
  return {
    ...model,
    kernels: model.kernels.map((kernel, index) => ({ ...kernel, data: next(), made: set.kernels[index] ?? undefined })),
    nodes: model.nodes.map((node) => ({
      ...node,
      op: { ...node.op, ...Object.fromEntries(opArrays(node.op).map(([key]) => [key, next()])) },
    })),
  };
}

function arraysOf({ kernels, nodes }: Model): readonly (readonly [string, Float32Array])[] {
  return [
    ...kernels.map(({ info, data }) => [`${info.name}/kernel`, data] as const),
    ...nodes.flatMap(({ name, op }) => opArrays(op).map(([key, data]) => [`${name}/${key}`, data] as const)),
  ];
}

/** The lists of numbers of an operation that are not kernels, with their names. */
export function opArrays(op: Op): [string, Float32Array][] {
  return Object.entries(op).filter((entry): entry is [string, Float32Array] => entry[1] instanceof Float32Array);
}
