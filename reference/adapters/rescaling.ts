/** Batch normalization folding and cross-layer equalization, on matrices [out][in] as the cases write them. */
import { foldInto } from '../../src/model/batch-norm-folding';
import { equalizeStep, type ScalableLayer } from '../../src/model/equalization';
import { quantizeTensor } from '../../src/quantizers/quantize';
import { ParamReader, toFloat32, toNumbers } from '../read';
import { NotImplemented, type Outcome, type ReferenceCase } from '../result';
import { kernels, recipeOf } from './linear';

type Matrix = readonly (readonly number[])[];

function toMatrix(value: unknown): Matrix {
  if (!Array.isArray(value)) throw new TypeError(`Not a matrix: ${JSON.stringify(value)}`);
  return value.map(toNumbers);
}

function transposed(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? 0));
}

const rangeOf = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

function fold({ technique, params, input }: ReferenceCase): Outcome {
  const reader = new ParamReader(technique, params);
  const epsilon = reader.number('eps');
  reader.finish();
  const rows = toMatrix(input['W']);
  const columns = transposed(rows);
  const folded = foldInto(
    { data: Float32Array.from(columns.flat()), shape: [columns.length, rows.length], layout: 'dense' },
    input['conv_bias'] === undefined ? null : toFloat32(input['conv_bias']),
    {
      mean: toFloat32(input['mean']),
      variance: toFloat32(input['var']),
      gamma: toFloat32(input['gamma']),
      beta: toFloat32(input['beta']),
      epsilon,
    },
  );
  const matrix = toRows(folded.weights, rows.length);
  return { W_fold: matrix, b_fold: folded.bias, range_per_channel: matrix.map(rangeOf) };
}

/** Rows [out][in] of weights that lie as [in, out]. */
function toRows(weights: Float32Array | Float64Array, outputs: number): Matrix {
  return Array.from({ length: outputs }, (_, output) =>
    Array.from({ length: weights.length / outputs }, (__, at) => weights[at * outputs + output] ?? 0),
  );
}

function toLayer(matrix: Matrix, bias: readonly number[] | null): ScalableLayer {
  return {
    weights: Float64Array.from(transposed(matrix).flat()),
    columns: matrix.length,
    bias: bias === null ? null : Float64Array.from(bias),
    inputOf: (row) => row,
  };
}

interface TwoLayers {
  readonly W1: Matrix;
  readonly b1: readonly number[];
  readonly W2: Matrix;
}

function equalized({ W1, b1, W2 }: TwoLayers): TwoLayers & { readonly scales: Float64Array } {
  const [first, second] = [toLayer(W1, b1), toLayer(W2, null)];
  const scales = equalizeStep(first, second);
  return {
    scales,
    W1: toRows(first.weights, first.columns),
    b1: Array.from(first.bias ?? []),
    W2: toRows(second.weights, second.columns),
  };
}

function readLayers(input: ReferenceCase['input']): TwoLayers {
  return { W1: toMatrix(input['W1']), b1: toNumbers(input['b1']), W2: toMatrix(input['W2']) };
}

function equalization({ technique, params, input }: ReferenceCase): Outcome {
  new ParamReader(technique, params).finish();
  const { scales, W1, b1, W2 } = equalized(readLayers(input));
  return { s: scales, W1_eq: W1, b1_eq: b1, W2_eq: W2, range_after: W1.map(rangeOf) };
}

/** Output of the network with ReLU between its layers, samples one after the other. */
function run({ W1, b1, W2 }: TwoLayers, samples: Matrix): number[] {
  const apply = (matrix: Matrix, x: readonly number[]): number[] =>
    matrix.map((row) => row.reduce((sum, weight, at) => sum + weight * (x[at] ?? 0), 0));
  return samples.flatMap((x) => {
    const hidden = apply(W1, x).map((value, channel) => Math.max(0, value + (b1[channel] ?? 0)));
    return apply(W2, hidden);
  });
}

function perTensor(matrix: Matrix, bits: number): Matrix {
  const columns = matrix[0]?.length ?? 0;
  const data = Float32Array.from(matrix.flat());
  const tensor = { data, shape: [matrix.length, columns], layout: 'dense' as const };
  const { values } = quantizeTensor(tensor, recipeOf('uniform', { bits }), { kernels, seed: 0 });
  return matrix.map((_, row) => Array.from(values.subarray(row * columns, (row + 1) * columns)));
}

function equalizationOutcome({ technique, params, input }: ReferenceCase): Outcome {
  const reader = new ParamReader(technique, params);
  const bits = reader.number('bits');
  reader.word('granularity', ['per-tensor symmetric max-abs, weights only']);
  if (reader.number('qmax', 2 ** (bits - 1) - 1) !== 2 ** (bits - 1) - 1) {
    throw new NotImplemented(`${technique} with a qmax other than 2^(bits - 1) - 1`);
  }
  reader.finish();
  const samples = toMatrix(input['X']);
  const before = readLayers(input);
  const after = equalized(before);
  const float = run(before, samples);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const errorOf = (layers: TwoLayers): number => {
    const quantized = { ...layers, W1: perTensor(layers.W1, bits), W2: perTensor(layers.W2, bits) };
    return mean(run(quantized, samples).map((value, at) => (value - (float[at] ?? 0)) ** 2));
  };
  return {
    power_float_output: mean(float.map((value) => value ** 2)),
    mse_per_tensor: errorOf(before),
    mse_per_tensor_after_cle: errorOf(after),
    max_abs_change_of_float_output: rangeOf(run(after, samples).map((value, at) => value - (float[at] ?? 0))),
  };
}

export const rescalingAdapters = {
  'qat.bnfold': fold,
  'moonshot.cle': equalization,
  'outcome.cle': equalizationOutcome,
};
