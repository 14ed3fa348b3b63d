import { correctedBias } from '../../../rounding/correction';
import { withBiases } from '../biases';
import { type NetworkMethod, visitLayers } from '../layers';
import { inputMeans, ofOutput, outputMajor } from '../outputs';
import type { RoundingProblem } from '../problem';
import { recipeValues } from '../roundable';

/** Bias correction: the mean error of every output is taken out of its bias (Nagel et al. 2019, section 4.2). */
export const biasCorrection: NetworkMethod = function* (given) {
  const biases = new Map<number, Float32Array>();
  const visited = yield* visitLayers(given, { sees: 'float', activation: 'none' }, function* (problem) {
    const { node, kernel } = problem.layer;
    const corrected = correction(problem, recipeValues(given.model, given.side, given.kernels, kernel));
    if (corrected !== null) biases.set(node, corrected);
    yield 0;
    return { made: null };
  });
  return { ...visited, model: withBiases(given.model, biases) };
};

/** Null for a layer without a bias. */
function correction({ layer, pair }: RoundingProblem, rounded: Float32Array): Float32Array | null {
  const { rows, columns, bias, choices } = layer;
  if (bias === null) return null;
  const means = inputMeans(pair, (x) => x);
  const [exact, quantized] = [outputMajor(choices.weights, layer), outputMajor(rounded, layer)];
  return bias.map((b, column) => {
    const one = (data: Float64Array) => {
      return { rows: 1, columns: rows, data: data.subarray(column * rows, (column + 1) * rows) };
    };
    if (column >= columns) return b;
    return correctedBias([b], one(exact), one(quantized), ofOutput(means, layer, column))[0] ?? b;
  });
}
