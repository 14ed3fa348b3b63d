import type { OutputLoss } from './output-loss';

/**
 * Output error of one row by the second moment of its inputs: (values − weights)ᵀ G (values − weights), G = E[x xᵀ]
 * (Nagel et al. 2020, section 3).
 * @param moment [n, n], row-major.
 */
export function quadraticLoss(weights: Float64Array, moment: ArrayLike<number>): OutputLoss {
  const n = weights.length;
  const gradient = new Float64Array(n);
  const evaluate = (values: Float64Array) => {
    let error = 0;
    for (let i = 0; i < n; i++) {
      let pull = 0;
      for (let j = 0; j < n; j++) pull += moment[i * n + j]! * (values[j]! - weights[j]!);
      gradient[i] = 2 * pull;
      error += (values[i]! - weights[i]!) * pull;
    }
    return { error, gradient };
  };
  return { evaluate, errorOnFloatInputs: (values) => evaluate(values).error };
}
