import { Adam, ADAM_DEFAULTS } from './adam';
import { BETA_DEFAULTS, betaAt, type BetaSchedule } from './beta-schedule';
import { inverseRectifiedSigmoid, rectifiedSigmoid } from './rectified-sigmoid';
import {
  type FollowingActivation,
  hardWeights,
  type Matrix,
  reconstructionError,
  roundedWith,
  type RoundingGrid,
  softLoss,
} from './soft-layer';

export interface AdaRoundInput {
  /** [outputs, inputs]. */
  readonly weights: Matrix;
  /** Inputs of the layer in the float and in the quantized network, [samples, inputs]. */
  readonly inputs: Matrix;
  readonly quantizedInputs: Matrix;
  readonly grid: RoundingGrid;
  readonly activation: FollowingActivation;
  readonly iterations: number;
  readonly learningRate: number;
  /** λ as a share of the reconstruction error of rounding to nearest with the float inputs. */
  readonly relativeLambda: number;
  readonly schedule?: Omit<BetaSchedule, 'iterations'>;
}

export interface AdaRoundStep {
  readonly iteration: number;
  readonly beta: number;
  readonly reconstruction: number;
  readonly regularizer: number;
  /** Share of the weights with h between 0.05 and 0.95. */
  readonly undecided: number;
  readonly v: Float64Array;
}

export interface AdaRoundResult {
  readonly rounded: Matrix;
  readonly v: Float64Array;
  readonly lambda: number;
  readonly nearest: number;
  readonly reconstruction: number;
  readonly undecided: number;
}

/** Share of h that is neither up nor down. */
function undecidedShare(v: ArrayLike<number>): number {
  let open = 0;
  for (let i = 0; i < v.length; i++) {
    const h = rectifiedSigmoid(v[i]!);
    if (h > 0.05 && h < 0.95) open++;
  }
  return v.length === 0 ? 0 : open / v.length;
}

/** The V at which the soft layer equals the float layer. */
function initialV(weights: Matrix, grid: RoundingGrid): Float64Array {
  return weights.data.map((w, i) => {
    const scale = grid.scales[grid.scales.length === 1 ? 0 : Math.floor(i / weights.columns)]!;
    return inverseRectifiedSigmoid(w / scale - Math.floor(w / scale));
  });
}

/** Rounding to nearest on the same grid: up where the fraction is over a half. */
export function nearestWeights(weights: Matrix, grid: RoundingGrid): Matrix {
  const v = initialV(weights, grid);
  return roundedWith(weights, grid, (i) => (v[i]! > 0 ? 1 : 0));
}

/**
 * Learns for one layer which weights to round up (Nagel et al. 2020, section 3.3), over all samples at once. Yields after
 * every iteration.
 */
export function* adaRound(input: AdaRoundInput): Generator<AdaRoundStep, AdaRoundResult, void> {
  const { weights, inputs, quantizedInputs, grid, activation, iterations, learningRate } = input;
  const nearest = reconstructionError(weights, nearestWeights(weights, grid), inputs, inputs, activation);
  const lambda = input.relativeLambda * nearest;
  const schedule = { ...BETA_DEFAULTS, ...input.schedule, iterations };
  const v = initialV(weights, grid);
  const adam = new Adam(v.length, { ...ADAM_DEFAULTS, learningRate });
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { beta, active } = betaAt(iteration, schedule);
    const shape = { weights, inputs, quantizedInputs, grid, activation };
    const { reconstruction, regularizer, gradient } = softLoss({ ...shape, beta, lambda: active ? lambda : 0 }, v);
    adam.step(v, gradient);
    yield { iteration, beta, reconstruction, regularizer, undecided: undecidedShare(v), v };
  }
  const rounded = hardWeights(weights, v, grid);
  const reconstruction = reconstructionError(weights, rounded, inputs, quantizedInputs, activation);
  return { rounded, v, lambda, nearest, reconstruction, undecided: undecidedShare(v) };
}
