import type { Kernels } from '../../kernels/index';
import type { Model } from '../../model/graph';
import type { Side } from '../../experiment/spec';
import { uniformStream } from '../../numerics/random';
import { momentLoss } from '../../rounding/moment-loss';
import type { FollowingActivation, OutputLoss } from '../../rounding/output-loss';
import type { Flow } from './flow';
import { type OwnedMoments, type PatchPair, momentsOf } from './moments';
import { type Reading, patches, positionsOf } from './patches';
import { reluLoss } from './relu-loss';
import type { Roundable } from './roundable';

/** A network whose weights are to be rounded, and what it is shown. */
export interface Calibrated {
  readonly model: Model;
  /** Its recipes give the grids; where weights are rounded by their outputs, its rounder is not used. */
  readonly side: Side;
  /** Calibration inputs, preprocessed, one after the other. */
  readonly inputs: Float32Array;
  readonly images: number;
  readonly kernels: Kernels;
}

/** Rounding one layer by its outputs. */
export interface RoundingProblem {
  readonly layer: Roundable;
  readonly pair: PatchPair;
  /** Without an activation function, whatever the loss has. */
  readonly moments: OwnedMoments;
  readonly loss: OutputLoss;
  /** Whether the loss compares outputs behind a ReLU. */
  readonly behindRelu: boolean;
  dispose(): void;
}

/** Output positions over all calibration images that a layer's moments are taken from, at most. */
const MOST_POSITIONS = 16_384;
/** Where each step goes through all of them. */
const MOST_WITH_RELU = 2048;

/** Both networks up to the layer; without `quantized` its inputs are those of the float network on both sides. */
interface Flows {
  readonly float: Flow;
  readonly quantized: { readonly flow: Flow; readonly values: readonly Float32Array[] } | null;
}

/** Gathers what a layer sees. Yields on the way; what it returns is to be disposed of. */
export function* problemOf(
  { model, images, side }: Calibrated,
  layer: Roundable,
  { float, quantized }: Flows,
  activation: FollowingActivation,
): Generator<void, RoundingProblem, void> {
  const { node, inputNode, reading } = layer;
  const trained = model.kernels.map(({ data }) => data);
  const x = yield* float.until(node, inputNode, trained);
  const q = quantized === null ? x : yield* quantized.flow.until(node, inputNode, quantized.values);
  const hasRelu = activation === 'relu' && layer.following === 'relu';
  const chosen = chosenPositions(images, reading, side.seed, hasRelu ? MOST_WITH_RELU : MOST_POSITIONS);
  const seen = patches(x, reading, chosen);
  yield;
  const pair = { float: seen, quantized: q === x ? seen : patches(q, reading, chosen), positions: chosen.length };
  yield;
  const moments = momentsOf(pair, reading, layer.columns);
  const relu = hasRelu ? reluLoss(pair, layer) : null;
  return {
    layer,
    pair,
    moments,
    loss: relu ?? momentLoss(layer.choices.weights, moments),
    behindRelu: hasRelu,
    dispose: () => {
      moments.dispose();
      relu?.dispose();
    },
  };
}

/** All output positions, or a seeded choice of them in order. */
function chosenPositions(images: number, reading: Reading, seed: number, most: number): Uint32Array {
  const [rows, columns] = positionsOf(reading);
  const all = images * rows * columns;
  if (all <= most) return Uint32Array.from({ length: all }, (_, p) => p);
  const next = uniformStream(seed, 'reconstruction-positions');
  // One in each of equal stretches, so that every image is seen.
  return Uint32Array.from({ length: most }, (_, p) => Math.floor(((p + next()) * all) / most));
}
