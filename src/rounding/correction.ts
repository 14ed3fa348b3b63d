import type { Matrix } from './output-loss';

/** Mean of each input over the samples. */
export function inputMeans({ rows, columns, data }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  data.forEach((x, i) => (means[i % columns]! += x / rows));
  return means;
}

/** b' = b − (Wq − W) E[x]: takes the mean error of each output out of the bias (Nagel et al. 2019, section 4.2). */
export function correctedBias(
  bias: ArrayLike<number>,
  weights: Matrix,
  quantized: Matrix,
  means: Float64Array,
): Float64Array {
  return Float64Array.from(bias, (b, o) => {
    let shift = 0;
    for (let i = 0; i < weights.columns; i++) {
      const at = o * weights.columns + i;
      shift += (quantized.data[at]! - weights.data[at]!) * means[i]!;
    }
    return b - shift;
  });
}

/** s_j = max|X_j|^α / max|W_j|^(1−α): divides activations, multiplies weights (Xiao et al. 2023, equation 4). */
export function smoothQuantScales(
  activationMaxima: readonly number[],
  weightMaxima: readonly number[],
  alpha: number,
): readonly number[] {
  return activationMaxima.map((x, j) => x ** alpha / weightMaxima[j]! ** (1 - alpha));
}
