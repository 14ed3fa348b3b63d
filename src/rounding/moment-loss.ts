import type { OutputLoss } from './output-loss';

/**
 * Second moments of the inputs of a layer, means over samples and positions: x are the inputs of the float network, q those
 * of the quantized one. Each function multiplies weights of the layer's own order by one of them.
 */
export interface InputMoments {
  /** E[q qᵀ] w */
  readonly quantized: (weights: Float64Array) => Float64Array;
  /** E[q xᵀ] w */
  readonly cross: (weights: Float64Array) => Float64Array;
  /** E[x xᵀ] w */
  readonly float: (weights: Float64Array) => Float64Array;
}

/**
 * The same error as over all samples one by one, by their second moments: exact without an activation function, and as
 * fast for a thousand images as for one.
 */
export function momentLoss(weights: Float64Array, moments: InputMoments): OutputLoss {
  const pull = Float64Array.from(moments.cross(weights));
  const energy = dot(weights, moments.float(weights));
  return {
    evaluate: (values) => {
      const gradient = Float64Array.from(moments.quantized(values));
      const error = dot(values, gradient) - 2 * dot(values, pull) + energy;
      for (let i = 0; i < gradient.length; i++) gradient[i] = 2 * (gradient[i]! - pull[i]!);
      return { error, gradient };
    },
    errorOnFloatInputs: (values) => {
      const shift = values.map((v, i) => v - weights[i]!);
      return dot(shift, moments.float(shift));
    },
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
