import { polarization, rectifiedSigmoid, rectifiedSigmoidSlope, STRETCH, type Stretch } from './rectified-sigmoid';

/** A matrix [rows, columns], row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The grid of a layer [outputs, inputs]; `scales` has one entry or one an output. */
export interface RoundingGrid {
  readonly scales: ArrayLike<number>;
  readonly qmin: number;
  readonly qmax: number;
}

export type FollowingActivation = 'relu' | 'none';

const scaleOf = ({ scales }: RoundingGrid, row: number): number => scales[scales.length === 1 ? 0 : row]!;
const clip = (q: number, { qmin, qmax }: RoundingGrid): number => Math.min(Math.max(q, qmin), qmax);

/** Values of ⌊w/s⌋ + up, clipped to the grid (Nagel et al. 2020, equation 22); `up` is 0, 1 or, soft, between. */
export function roundedWith(weights: Matrix, grid: RoundingGrid, up: (index: number) => number): Matrix {
  const data = weights.data.map((w, i) => {
    const scale = scaleOf(grid, Math.floor(i / weights.columns));
    return scale * clip(Math.floor(w / scale) + up(i), grid);
  });
  return { ...weights, data };
}

/** The soft layer at V. */
export function softWeights(weights: Matrix, v: ArrayLike<number>, grid: RoundingGrid, stretch = STRETCH): Matrix {
  return roundedWith(weights, grid, (i) => rectifiedSigmoid(v[i]!, stretch));
}

/** The layer that results: up where h ≥ 0.5. */
export function hardWeights(weights: Matrix, v: ArrayLike<number>, grid: RoundingGrid, stretch = STRETCH): Matrix {
  return roundedWith(weights, grid, (i) => (rectifiedSigmoid(v[i]!, stretch) >= 0.5 ? 1 : 0));
}

export interface SoftLoss {
  /** Mean over samples of the sum over outputs of the squared error. */
  readonly reconstruction: number;
  /** Sum over weights of 1 − |2h − 1|^β, without λ. */
  readonly regularizer: number;
  readonly total: number;
  /** d total / dV, in the order of the weights. */
  readonly gradient: Float64Array;
}

export interface SoftLossInput {
  readonly weights: Matrix;
  /** Inputs of the float network and of the quantized one, [samples, inputs]. */
  readonly inputs: Matrix;
  readonly quantizedInputs: Matrix;
  readonly grid: RoundingGrid;
  readonly activation: FollowingActivation;
  readonly beta: number;
  readonly lambda: number;
  readonly stretch?: Stretch;
}

/**
 * The loss of AdaRound for one layer and its gradient over V (Nagel et al. 2020, equations 21, 24, 25). The gradient is 0
 * where the clip to the grid or the ReLU acts.
 */
export function softLoss(input: SoftLossInput, v: Float64Array): SoftLoss {
  const { weights, inputs, quantizedInputs, grid, activation, beta, lambda, stretch = STRETCH } = input;
  const soft = softWeights(weights, v, grid, stretch);
  const want = product(inputs, weights);
  const got = product(quantizedInputs, soft);
  const samples = inputs.rows;
  const errors = got.data.map((y, i) => activated(y, activation) - activated(want.data[i]!, activation));
  const reconstruction = errors.reduce((sum, e) => sum + e * e, 0) / samples;
  const upstream = errors.map((e, i) => (activation === 'relu' && got.data[i]! <= 0 ? 0 : (2 * e) / samples));
  const overSoft = weightGradient({ ...got, data: upstream }, quantizedInputs);
  let regularizer = 0;
  const gradient = v.map((vi, i) => {
    const scale = scaleOf(grid, Math.floor(i / weights.columns));
    const position = Math.floor(weights.data[i]! / scale) + rectifiedSigmoid(vi, stretch);
    const inside = position >= grid.qmin && position <= grid.qmax;
    const push = polarization(vi, beta, stretch);
    regularizer += push.value;
    return (inside ? overSoft[i]! * scale * rectifiedSigmoidSlope(vi, stretch) : 0) + lambda * push.slope;
  });
  return { reconstruction, regularizer, total: reconstruction + lambda * regularizer, gradient };
}

/** Mean over samples of the sum over outputs of (f(x Wᵀ) − f(xq W̃ᵀ))². */
export function reconstructionError(
  weights: Matrix,
  rounded: Matrix,
  inputs: Matrix,
  quantizedInputs: Matrix,
  activation: FollowingActivation,
): number {
  const [want, got] = [product(inputs, weights), product(quantizedInputs, rounded)];
  const squares = got.data.map((y, i) => (activated(y, activation) - activated(want.data[i]!, activation)) ** 2);
  return squares.reduce((sum, e) => sum + e, 0) / inputs.rows;
}

const activated = (y: number, activation: FollowingActivation): number => (activation === 'relu' ? Math.max(y, 0) : y);

/** x Wᵀ: [samples, inputs] × [outputs, inputs] → [samples, outputs]. */
function product(x: Matrix, weights: Matrix): Matrix {
  const data = new Float64Array(x.rows * weights.rows);
  for (let s = 0; s < x.rows; s++) {
    for (let o = 0; o < weights.rows; o++) {
      let sum = 0;
      for (let i = 0; i < x.columns; i++) sum += x.data[s * x.columns + i]! * weights.data[o * x.columns + i]!;
      data[s * weights.rows + o] = sum;
    }
  }
  return { rows: x.rows, columns: weights.rows, data };
}

/** gᵀ x: [samples, outputs], [samples, inputs] → [outputs, inputs]. */
function weightGradient(g: Matrix, x: Matrix): Float64Array {
  const out = new Float64Array(g.columns * x.columns);
  for (let s = 0; s < g.rows; s++) {
    for (let o = 0; o < g.columns; o++) {
      const factor = g.data[s * g.columns + o]!;
      if (factor === 0) continue;
      for (let i = 0; i < x.columns; i++) out[o * x.columns + i]! += factor * x.data[s * x.columns + i]!;
    }
  }
  return out;
}
