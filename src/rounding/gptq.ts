import { roundHalfEven } from '../numerics/round';
import { type RoundingChoices, roundingChoices } from './choices';
import type { Matrix } from './output-loss';

export interface GptqInput {
  /** [outputs, inputs]. */
  readonly weights: Matrix;
  /** [samples, inputs]. */
  readonly inputs: Matrix;
  /** One scale, or one an output. */
  readonly grid: { readonly scales: ArrayLike<number>; readonly qmin: number; readonly qmax: number };
  /** Added to the diagonal of the Hessian, as a share of its mean. */
  readonly damping: number;
}

/**
 * Rounds the inputs of a layer one after the other to nearest and lets the later ones make up for the error
 * (Frantar et al. 2023, algorithm 1, in natural order). Throws RangeError when the damped Hessian is not positive definite.
 */
export function gptq({ weights, inputs, grid, damping }: GptqInput): Matrix {
  const { rows, columns } = weights;
  const scaleOf = (at: number): number => grid.scales[grid.scales.length === 1 ? 0 : Math.floor(at / columns)]!;
  const choices = roundingChoices(weights.data, { scaleOf, qmin: grid.qmin, qmax: grid.qmax });
  const work = gptqByMoment({ choices, rows, columns, moment: secondMoment(inputs), damping });
  for (;;) {
    const step = work.next();
    if (step.done === true) return { rows, columns, data: step.value };
  }
}

export interface MomentGptqInput {
  /** In the order [outputs, inputs]. */
  readonly choices: RoundingChoices;
  readonly rows: number;
  readonly columns: number;
  /** E[x xᵀ] up to a factor, [inputs, inputs]. */
  readonly moment: Float64Array;
  readonly damping: number;
}

/** The same by the second moment of the inputs. Yields after every input. */
export function* gptqByMoment(given: MomentGptqInput): Generator<void, Float64Array, void> {
  const { choices, rows, columns, moment, damping } = given;
  const { scale: scales, low, high } = choices;
  const factor = yield* upperFactorOfInverse(damped(moment, columns, damping), columns);
  const left = Float64Array.from(choices.weights);
  const data = new Float64Array(left.length);
  for (let j = 0; j < columns; j++) {
    for (let o = 0; o < rows; o++) {
      const at = o * columns + j;
      const scale = scales[at]!;
      const w = left[at]!;
      const code = Math.min(Math.max(roundHalfEven(w / scale), low[at]!), high[at]!);
      data[at] = scale * code;
      const error = (w - scale * code) / factor[j * columns + j]!;
      for (let k = j; k < columns; k++) left[o * columns + k]! -= error * factor[j * columns + k]!;
    }
    yield;
  }
  return data;
}

/** Xᵀ X, [inputs, inputs]. */
function secondMoment({ rows, columns, data }: Matrix): Float64Array {
  const moment = new Float64Array(columns * columns);
  for (let s = 0; s < rows; s++) {
    for (let i = 0; i < columns; i++) {
      const x = data[s * columns + i]!;
      if (x === 0) continue;
      for (let j = 0; j < columns; j++) moment[i * columns + j]! += x * data[s * columns + j]!;
    }
  }
  return moment;
}

function damped(moment: Float64Array, n: number, damping: number): Float64Array {
  const hessian = Float64Array.from(moment);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += hessian[i * n + i]!;
  for (let i = 0; i < n; i++) hessian[i * n + i]! += (damping * trace) / n;
  return hessian;
}

/** U with U^T U = H^-1, upper triangular: the transpose of the Cholesky factor of the inverse. */
function* upperFactorOfInverse(hessian: Float64Array, n: number): Generator<void, Float64Array, void> {
  const lower = cholesky(hessian, n);
  yield;
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    solveUnit(lower, n, column, inverse);
    yield;
  }
  const factor = cholesky(inverse, n);
  return factor.map((_, i) => factor[(i % n) * n + Math.floor(i / n)]!);
}

/** Column of the inverse of L Lᵀ. */
function solveUnit(lower: Float64Array, n: number, column: number, inverse: Float64Array): void {
  const y = new Float64Array(n);
  for (let i = column; i < n; i++) {
    let sum = i === column ? 1 : 0;
    for (let k = column; k < i; k++) sum -= lower[i * n + k]! * y[k]!;
    y[i] = sum / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * inverse[k * n + column]!;
    inverse[i * n + column] = sum / lower[i * n + i]!;
  }
}

function cholesky(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i === j && !(sum > 0)) throw new RangeError('The Hessian is not positive definite; raise the damping.');
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]!;
    }
  }
  return lower;
}
