/** Error of a layer's outputs as a function of its quantized weights: mean over samples of the sum over outputs. */
export interface OutputLoss {
  /** On the inputs that the quantized network gives, with the gradient over the weights, valid until the next call. */
  evaluate(values: Float64Array): { readonly error: number; readonly gradient: Float64Array };
  /** With the inputs of the float network on both sides. */
  errorOnFloatInputs(values: Float64Array): number;
}

/** A matrix [rows, columns], row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export type FollowingActivation = 'relu' | 'none';

export interface SampleLossInput {
  /** Float weights [outputs, inputs]. */
  readonly weights: Matrix;
  /** Inputs of the float network and of the quantized one, [samples, inputs]. */
  readonly inputs: Matrix;
  readonly quantizedInputs: Matrix;
  /** Applied to both outputs before they are compared. */
  readonly activation: FollowingActivation;
}

/** The loss of Nagel et al. 2020, equation 25, sample by sample. relu'(0) = 0. */
export function sampleLoss({ weights, inputs, quantizedInputs, activation }: SampleLossInput): OutputLoss {
  const want = outputs(inputs, weights, activation);
  const compare = (x: Matrix, values: Float64Array) => {
    const got = outputs(x, { ...weights, data: values }, activation);
    const errors = got.map((y, i) => y - want[i]!);
    return { got, errors, error: errors.reduce((sum, e) => sum + e * e, 0) / inputs.rows };
  };
  return {
    evaluate: (values) => {
      const { got, errors, error } = compare(quantizedInputs, values);
      const passed = errors.map((e, i) => (activation === 'relu' && got[i]! <= 0 ? 0 : (2 * e) / inputs.rows));
      return { error, gradient: weightGradient(passed, quantizedInputs, weights.rows) };
    },
    errorOnFloatInputs: (values) => compare(inputs, values).error,
  };
}

/** f(x Wᵀ), [samples, outputs]. */
function outputs(x: Matrix, weights: Matrix, activation: FollowingActivation): Float64Array {
  const data = new Float64Array(x.rows * weights.rows);
  for (let s = 0; s < x.rows; s++) {
    for (let o = 0; o < weights.rows; o++) {
      let sum = 0;
      for (let i = 0; i < x.columns; i++) sum += x.data[s * x.columns + i]! * weights.data[o * x.columns + i]!;
      data[s * weights.rows + o] = activation === 'relu' ? Math.max(sum, 0) : sum;
    }
  }
  return data;
}

/** gᵀ x for g [samples, outputs]: [outputs, inputs]. */
function weightGradient(g: Float64Array, x: Matrix, count: number): Float64Array {
  const out = new Float64Array(count * x.columns);
  for (let s = 0; s < x.rows; s++) {
    for (let o = 0; o < count; o++) {
      const factor = g[s * count + o]!;
      if (factor === 0) continue;
      for (let i = 0; i < x.columns; i++) out[o * x.columns + i]! += factor * x.data[s * x.columns + i]!;
    }
  }
  return out;
}
