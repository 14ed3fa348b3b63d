/**
 * Scale moved from the inputs of a layer into its weights. The layer before gives it away, so that the float network stays
 * the same; a layer that no other passes its scale on to keeps its inputs.
 */
import { channelPairs } from '../../../model/channel-pairs';
import { scaleInputs } from '../../../model/equalization';
import { activationAwareWeights } from '../../../rounding/activation-aware';
import { smoothQuantScales } from '../../../rounding/correction';
import { type NetworkMethod, type NetworkToRound, visitLayers } from '../layers';
import { channelOf, inputMeans } from '../outputs';
import type { RoundingProblem } from '../problem';
import { recipeValues } from '../roundable';

/** Exponents that AWQ tries. */
const EXPONENTS = 20;
/** How much of the difficulty SmoothQuant moves into the weights. */
const ALPHA = 0.5;

/** s = E|x|^α by a grid search on the output error of each layer (Lin et al. 2024, AWQ). */
export const awqNetwork = scaledBy(function* (given, problem, channels) {
  const { layer, pair, loss } = problem;
  const magnitudes = byChannel(inputMeans(pair, Math.abs), channels, meanOf);
  const channel = channelOf(layer);
  const work = activationAwareWeights({
    ...{ weights: layer.choices.weights, magnitudes, steps: EXPONENTS },
    inputOf: (index) => channel(index) % channels,
    quantize: (weights) => quantized(given, layer.kernel, Float32Array.from(weights)),
    errorOf: (values) => loss.errorOnFloatInputs(values),
  });
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value.scales;
    yield 0;
  }
});

/** s = max|x|^α / max|w|^(1 − α) (Xiao et al. 2023, SmoothQuant, equation 4); 1 for a channel without inputs or weights. */
export const smoothQuantNetwork = scaledBy(function* ({ model }, { layer, pair }, channels) {
  yield 0;
  const inputs = new Float64Array(channels);
  for (let at = 0; at < pair.float.length; at++)
    inputs[at % channels] = Math.max(inputs[at % channels]!, Math.abs(pair.float[at]!));
  const weights = new Float64Array(channels);
  const channel = channelOf(layer);
  model.kernels[layer.kernel]!.data.forEach((w, at) => {
    weights[channel(at) % channels] = Math.max(weights[channel(at) % channels]!, Math.abs(w));
  });
  const scales = smoothQuantScales([...inputs], [...weights], ALPHA);
  return Float64Array.from(scales, (scale, at) => (inputs[at]! > 0 && weights[at]! > 0 ? scale : 1));
});

/** Finds the scale of each of so many input channels of a layer. */
type ScalesOf = (
  given: NetworkToRound,
  problem: RoundingProblem,
  channels: number,
) => Generator<number, Float64Array, void>;

function scaledBy(scalesOf: ScalesOf): NetworkMethod {
  return function* (given) {
    const found = new Map<number, Float64Array>();
    const channelsOf = new Map(channelPairs(given.model).map(({ second, channels }) => [second, channels]));
    const visited = yield* visitLayers(given, { sees: 'float', activation: 'none' }, function* (problem) {
      const { kernel } = problem.layer;
      const channels = channelsOf.get(kernel);
      if (channels !== undefined) found.set(kernel, yield* scalesOf(given, problem, channels));
      return { made: null };
    });
    return { ...visited, model: scaleInputs(given.model, found) };
  };
}

/** One number for each channel out of those of its taps and places; channels count fastest. */
function byChannel(all: Float64Array, channels: number, of: (own: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: channels }, (_, channel) => of(all.filter((_v, at) => at % channels === channel)));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Other values of a kernel under the recipe of its layer. */
function quantized({ model, side, kernels }: NetworkToRound, index: number, data: Float32Array): Float32Array {
  const replaced = model.kernels.map((kernel, at) => (at === index ? { ...kernel, data } : kernel));
  return recipeValues({ ...model, kernels: replaced }, side, kernels, index);
}
