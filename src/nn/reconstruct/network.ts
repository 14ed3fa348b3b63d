import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type Side, recipeFor } from '../../experiment/spec';
import type { Kernels } from '../../kernels/index';
import type { Model } from '../../model/graph';
import { uniformStream } from '../../numerics/random';
import { placeOf } from '../../quantizers/granularity';
import type { QuantizerState } from '../../quantizers/quantizer';
import { quantizerOf } from '../../quantizers/registry';
import { type AdaRoundResult, adaRound, type AdaRoundSettings, type AdaRoundStep } from '../../rounding/adaround';
import { type RoundingChoices, roundingChoices } from '../../rounding/choices';
import { momentLoss } from '../../rounding/moment-loss';
import { forward } from '../forward';
import { kernelIndices, NetworkWeights } from '../network';
import { momentsOf } from './moments';
import { patches, positionsOf, type Reading, readingOf } from './patches';

export interface NetworkRounding {
  readonly model: Model;
  /** Its recipes give the grids; its rounder is not used. */
  readonly side: Side;
  /** Calibration inputs, preprocessed, one after the other. */
  readonly inputs: Float32Array;
  readonly images: number;
  readonly kernels: Kernels;
  readonly settings: AdaRoundSettings;
}

export interface LayerOutcome {
  readonly layer: string;
  readonly weights: number;
  /** Output errors of the layer: rounding to nearest, AdaRound. */
  readonly nearestError: number;
  readonly error: number;
  readonly undecided: number;
  /** Weights rounded against nearest. */
  readonly flipped: number;
}

export interface NetworkRoundingProgress {
  readonly layer: string;
  /** Layers finished, and all. */
  readonly done: number;
  readonly total: number;
  readonly step: AdaRoundStep;
}

export interface RoundedNetwork {
  /** Values of every kernel of the model, in its order. */
  readonly values: readonly Float32Array[];
  readonly layers: readonly LayerOutcome[];
}

/** Output positions over all calibration images that a layer's moments are taken from, at most. */
const MOST_POSITIONS = 16_384;

/** A layer that AdaRound can round: a kernel that one operation reads, on a grid with scales. */
interface Roundable {
  readonly kernel: number;
  readonly inputNode: number;
  readonly reading: Reading;
  readonly choices: RoundingChoices;
}

/**
 * Rounds a network layer by layer: each one on the inputs that the layers rounded before it give, so that later ones make
 * up for earlier errors (Nagel et al. 2020, section 3.3, asymmetric reconstruction). Kernels on no grid keep what their
 * recipe gives. Yields after every iteration.
 */
export function* roundNetwork(given: NetworkRounding): Generator<NetworkRoundingProgress, RoundedNetwork, void> {
  const { model } = given;
  const values = model.kernels.map((_, index) => recipeValues(given, index));
  const layers = roundables(given);
  const outcomes: LayerOutcome[] = [];
  for (const layer of layers) {
    const { info } = model.kernels[layer.kernel]!;
    const run = roundLayer(given, layer, values);
    let state = run.next();
    while (state.done !== true) {
      yield { layer: info.name, done: outcomes.length, total: layers.length, step: state.value };
      state = run.next();
    }
    values[layer.kernel] = Float32Array.from(state.value.values);
    outcomes.push(outcomeOf(info.name, state.value));
  }
  return { values, layers: outcomes };
}

function* roundLayer(
  { model, inputs, images, settings, side }: NetworkRounding,
  { kernel, inputNode, reading, choices }: Roundable,
  values: readonly Float32Array[],
): Generator<AdaRoundStep, AdaRoundResult, void> {
  const trained = model.kernels.map(({ data }) => data);
  const [float, quantized] = [trained, values].map((kernels) => outputOf(model, kernels, inputs, images, inputNode));
  const chosen = chosenPositions(images, reading, side.seed);
  const pair = {
    float: patches(float!, reading, chosen),
    quantized: patches(quantized!, reading, chosen),
    positions: chosen.length,
  };
  const columns = model.kernels[kernel]!.data.length / rowsOf(reading);
  const moments = momentsOf(pair, reading, columns);
  try {
    return yield* adaRound(choices, momentLoss(choices.weights, moments), settings);
  } finally {
    moments.dispose();
  }
}

const rowsOf = ({ kernel, shape, depthwise }: Reading): number => kernel[0] * kernel[1] * (depthwise ? 1 : shape[2]);

function outcomeOf(layer: string, result: AdaRoundResult): LayerOutcome {
  const { ups, nearestUps, nearestError, error, undecided } = result;
  const flipped = ups.reduce((count, up, i) => count + (up === nearestUps[i] ? 0 : 1), 0);
  return { layer, weights: ups.length, nearestError, error, undecided, flipped };
}

function roundables(given: NetworkRounding): readonly Roundable[] {
  const { model, side, kernels } = given;
  return model.nodes.flatMap((node) => {
    const [kernel, ...others] = kernelIndices(node.op);
    const inputNode = node.inputs[0];
    if (kernel === undefined || others.length > 0 || inputNode === undefined) return [];
    const { info, data } = model.kernels[kernel]!;
    const reading = readingOf(node.op, model.nodes[inputNode]!.shape, info.shape);
    const recipe = recipeFor(side, info.name);
    if (reading === null || !hasGrid(recipe.quantizer.id)) return [];
    const quantizer = quantizerOf(recipe.quantizer.id);
    const state = quantizer.fit({ data, shape: info.shape, layout: info.layout }, recipe, { kernels, seed: side.seed });
    return [{ kernel, inputNode, reading, choices: choicesOn(data, state) }];
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

function recipeValues({ model, side, kernels }: NetworkRounding, index: number): Float32Array {
  const { info, data } = model.kernels[index]!;
  const recipe = recipeFor(side, info.name);
  const quantizer = quantizerOf(recipe.quantizer.id);
  const weight = { data, shape: info.shape, layout: info.layout };
  const context = { kernels, seed: side.seed };
  const problem = quantizer.problem(recipe);
  if (problem !== null) throw new RangeError(problem);
  return quantizer.encode(weight, quantizer.fit(weight, recipe, context), recipe, context).values;
}

/** Output of a node for all inputs, with given kernels. */
function outputOf(
  model: Model,
  kernels: readonly Float32Array[],
  inputs: Float32Array,
  images: number,
  wanted: number,
): Float32Array {
  if (wanted === 0) return inputs;
  const weights = new NetworkWeights(model, kernels);
  let found = new Float32Array(0);
  const tap = (node: number, output: Tensor): Tensor => {
    if (node === wanted) found = (output.dataSync() as Float32Array).slice();
    return output;
  };
  try {
    const input = tensor(inputs, [images, ...model.nodes[0]!.shape]);
    forward({ model, weights, known: new Map([[0, input]]), from: 1, tap }).dispose();
  } finally {
    weights.dispose();
  }
  return found;
}

/** All output positions, or a seeded choice of them in order. */
function chosenPositions(images: number, reading: Reading, seed: number): Uint32Array {
  const [rows, columns] = positionsOf(reading);
  const all = images * rows * columns;
  if (all <= MOST_POSITIONS) return Uint32Array.from({ length: all }, (_, p) => p);
  const next = uniformStream(seed, 'reconstruction-positions');
  // One in each of MOST_POSITIONS equal stretches, so that every image is seen.
  return Uint32Array.from({ length: MOST_POSITIONS }, (_, p) => Math.floor(((p + next()) * all) / MOST_POSITIONS));
}
