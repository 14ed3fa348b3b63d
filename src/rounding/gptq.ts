import { roundHalfEven } from '../numerics/round';
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
  const factor = upperFactorOfInverse(dampedHessian(inputs, damping), columns);
  const left = Float64Array.from(weights.data);
  const data = new Float64Array(left.length);
  for (let j = 0; j < columns; j++) {
    for (let o = 0; o < rows; o++) {
      const scale = grid.scales[grid.scales.length === 1 ? 0 : o]!;
      const w = left[o * columns + j]!;
      const code = Math.min(Math.max(roundHalfEven(w / scale), grid.qmin), grid.qmax);
      data[o * columns + j] = scale * code;
      const error = (w - scale * code) / factor[j * columns + j]!;
      for (let k = j; k < columns; k++) left[o * columns + k]! -= error * factor[j * columns + k]!;
    }
  }
  return { rows, columns, data };
}

/** 2 Xᵀ X, damped; [inputs, inputs]. */
function dampedHessian({ rows, columns, data }: Matrix, damping: number): Float64Array {
  const hessian = new Float64Array(columns * columns);
  for (let s = 0; s < rows; s++) {
    for (let i = 0; i < columns; i++) {
      const x = 2 * data[s * columns + i]!;
      if (x === 0) continue;
      for (let j = 0; j < columns; j++) hessian[i * columns + j]! += x * data[s * columns + j]!;
    }
  }
  let trace = 0;
  for (let i = 0; i < columns; i++) trace += hessian[i * columns + i]!;
  for (let i = 0; i < columns; i++) hessian[i * columns + i]! += (damping * trace) / columns;
  return hessian;
}

/** U with U^T U = H^-1, upper triangular: the transpose of the Cholesky factor of the inverse. */
function upperFactorOfInverse(hessian: Float64Array, n: number): Float64Array {
  const lower = cholesky(hessian, n);
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) solveUnit(lower, n, column, inverse);
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
