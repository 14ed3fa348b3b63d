import { type Recipe, type Side, recipeFor } from '../../experiment/spec';
import type { Kernels } from '../../kernels/index';
import type { Model } from '../../model/graph';
import { placeOf } from '../../quantizers/granularity';
import type { MadeCodes, QuantizerState } from '../../quantizers/types';
import { quantizerOf } from '../../quantizers/registry';
import { type RoundingChoices, roundingChoices } from '../../rounding/choices';
import type { FollowingActivation } from '../../rounding/output-loss';
import { kernelIndices } from '../network';
import { type Reading, readingOf } from './patches';

/** A layer that can be rounded by its outputs: a kernel that one operation reads, on a grid with scales. */
export interface Roundable {
  readonly layer: string;
  readonly kernel: number;
  /** The operation that reads the kernel, and the node that feeds it. */
  readonly node: number;
  readonly inputNode: number;
  readonly reading: Reading;
  readonly recipe: Recipe;
  readonly state: QuantizerState;
  readonly choices: RoundingChoices;
  /** Weights that an output is summed over, and outputs: the kernel is [rows, columns]. */
  readonly rows: number;
  readonly columns: number;
  readonly bias: Float32Array | null;
  /** What its outputs go through first. */
  readonly following: FollowingActivation;
}

/** The layers of a model that have a grid under a side, in flow order. Its rounder plays no part. */
export function roundablesOf(model: Model, side: Side, kernels: Kernels): readonly Roundable[] {
  return model.nodes.flatMap((node, index): Roundable[] => {
    const [kernel, ...others] = kernelIndices(node.op);
    const inputNode = node.inputs[0];
    if (kernel === undefined || others.length > 0 || inputNode === undefined) return [];
    const { info, data } = model.kernels[kernel]!;
    const reading = readingOf(node.op, model.nodes[inputNode]!.shape, info.shape);
    const recipe = recipeFor(side, info.name);
    if (reading === null || !hasGrid(recipe.quantizer.id)) return [];
    const quantizer = quantizerOf(recipe.quantizer.id);
    const state = quantizer.fit({ data, shape: info.shape, layout: info.layout }, recipe, { kernels, seed: side.seed });
    const rows = reading.kernel[0] * reading.kernel[1] * (reading.depthwise ? 1 : reading.shape[2]);
    const place = { layer: info.name, kernel, node: index, inputNode, reading, rows, columns: data.length / rows };
    const bias = 'bias' in node.op ? node.op.bias : null;
    const choices = choicesOn(data, state);
    return [{ ...place, recipe, state, choices, bias, following: followingOf(model, index) }];
  });
}

/** Quantizers whose values are s (q − z). */
const hasGrid = (quantizer: string): boolean => quantizer === 'uniform' || quantizer === 'vsquant';

function choicesOn(data: Float32Array, state: QuantizerState): RoundingChoices {
  const groupOf = (index: number) => placeOf(state, index).group;
  const { scales, zeroPoints, qmin, qmax } = state;
  // A vector flushed to zero has scale 0; every code of it is 0, so any scale will do.
  const scaleOf = (index: number) => scales?.[groupOf(index)] || 1;
  return roundingChoices(data, { scaleOf, zeroPointOf: (index) => zeroPoints?.[groupOf(index)] ?? 0, qmin, qmax });
}

/** Values of a layer's grid, in the order of its kernel, with their codes. */
export function madeOn({ recipe, state, choices }: Roundable, values: ArrayLike<number>): MadeCodes {
  const codes = Int32Array.from(choices.scale, (scale, index) => {
    return Math.round(values[index]! / scale) + (state.zeroPoints?.[placeOf(state, index).group] ?? 0);
  });
  return { recipe, state, codes, values: Float32Array.from(values) };
}

/** A ReLU of the operation itself, or one that alone reads its output. */
function followingOf({ nodes }: Model, index: number): FollowingActivation {
  const isRelu = (node: Model['nodes'][number] | undefined): boolean =>
    node !== undefined && 'activation' in node.op && node.op.activation.kind === 'relu';
  if (isRelu(nodes[index])) return 'relu';
  const readers = nodes.filter(({ inputs }) => inputs.includes(index));
  return readers.length === 1 && readers[0]?.op.kind === 'activation' && isRelu(readers[0]) ? 'relu' : 'none';
}

/** Values of a kernel as the recipe of its layer gives them. Throws RangeError for a recipe with a problem. */
export function recipeValues(model: Model, side: Side, kernels: Kernels, index: number): Float32Array {
  const { info, data } = model.kernels[index]!;
  const recipe = recipeFor(side, info.name);
  const quantizer = quantizerOf(recipe.quantizer.id);
  const weight = { data, shape: info.shape, layout: info.layout };
  const context = { kernels, seed: side.seed };
  const problem = quantizer.problem(recipe);
  if (problem !== null) throw new RangeError(problem);
  return quantizer.encode(weight, quantizer.fit(weight, recipe, context), recipe, context).values;
}
