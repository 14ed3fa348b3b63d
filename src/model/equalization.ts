/**
 * Moving scale between consecutive layers without changing what the network computes. Where nothing but functions with
 * f(s x) = s f(x) for s > 0 (ReLU, pooling, zero padding) lies between two layers, output channel i of the first may be divided by
 * s_i when the inputs of the second that come from it are multiplied by s_i (Nagel et al. 2019, "Data-Free Quantization", section 4.1).
 */
import { type ChannelPair, channelPairs } from './channel-pairs';
import type { GraphNode, Kernel, Model } from './graph';

/** A layer as a matrix [rows, columns] in float64, changed in place. Columns are output channels. */
export interface ScalableLayer {
  readonly weights: Float64Array;
  readonly columns: number;
  readonly bias: Float64Array | null;
  /** The channel of the layer before that the weight in this row and column is applied to. */
  readonly inputOf: (row: number, column: number) => number;
}

/**
 * One step of cross-layer equalization (eqs. 7 and 11): s_i = sqrt(r1_i r2_i) / r2_i, with r1_i = max|W1[i, :]| and
 * r2_i = max|W2[:, i]|; afterwards both ranges are sqrt(r1_i r2_i). A channel without any weight on either side keeps its scale.
 * Changes both layers and returns s.
 */
export function equalizeStep(first: ScalableLayer, second: ScalableLayer): Float64Array {
  const r1 = outputRanges(first);
  const r2 = inputRanges(second, first.columns);
  const scales = r1.map((range, channel) => {
    const other = r2[channel] ?? 0;
    return range > 0 && other > 0 ? Math.sqrt(range * other) / other : 1;
  });
  moveScale(first, second, scales);
  return scales;
}

/** Divides output channel i of `first`, bias included, by scales[i], and multiplies what `second` makes of it by the same. */
function moveScale(first: ScalableLayer, second: ScalableLayer, scales: Float64Array): void {
  const scale = (channel: number): number => scales[channel] ?? 1;
  first.weights.forEach((weight, index) => (first.weights[index] = weight / scale(index % first.columns)));
  first.bias?.forEach((value, channel, bias) => (bias[channel] = value / scale(channel)));
  second.weights.forEach((weight, index) => (second.weights[index] = weight * scale(inputAt(second, index))));
}

function inputAt({ columns, inputOf }: ScalableLayer, index: number): number {
  return inputOf(Math.floor(index / columns), index % columns);
}

/** max|w| of each output channel. */
function outputRanges({ weights, columns }: ScalableLayer): Float64Array {
  const ranges = new Float64Array(columns);
  weights.forEach((weight, index) => {
    const channel = index % columns;
    ranges[channel] = Math.max(ranges[channel] ?? 0, Math.abs(weight));
  });
  return ranges;
}

/** max|w| over everything that is applied to each of the channels that come in. */
function inputRanges(layer: ScalableLayer, channels: number): Float64Array {
  const ranges = new Float64Array(channels);
  layer.weights.forEach((weight, index) => {
    const channel = inputAt(layer, index);
    ranges[channel] = Math.max(ranges[channel] ?? 0, Math.abs(weight));
  });
  return ranges;
}

/** Repeats the step over all pairs of layers, first to last; a chain of layers needs several sweeps to settle. */
export function equalize(model: Model, sweeps = 20): Model {
  const layers = new Layers(model);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const pair of layers.pairs) equalizeStep(layers.first(pair), layers.second(pair));
  }
  return layers.toModel();
}

/**
 * The opposite of equalization: every hidden channel is multiplied by a power of two, 2^-k to 2^k, each as likely. Powers of two
 * only move the exponents of the numbers, so that the logits stay the same in every bit.
 * @param uniform numbers in [0, 1).
 */
export function unbalance(model: Model, k: number, uniform: () => number): Model {
  const layers = new Layers(model);
  for (const pair of layers.pairs) {
    const first = layers.first(pair);
    const scales = Float64Array.from({ length: first.columns }, () => 2 ** (Math.floor(uniform() * (2 * k + 1)) - k));
    moveScale(first, layers.second(pair), scales);
  }
  return layers.toModel();
}

/**
 * The same float network with the inputs of some kernels, by index, divided by a scale for each channel, and their weights
 * multiplied by it. The layer before divides its outputs; kernels that none passes its scale on to stay as they are.
 */
export function scaleInputs(model: Model, scales: ReadonlyMap<number, Float64Array>): Model {
  const layers = new Layers(model);
  for (const pair of layers.pairs) {
    const own = scales.get(pair.second);
    if (own !== undefined) moveScale(layers.first(pair), layers.second(pair), own);
  }
  return layers.toModel();
}

/** Working copies in float64 of all kernels and biases of a model. */
class Layers {
  readonly pairs: readonly ChannelPair[];
  private readonly kernels: readonly Float64Array[];
  private readonly biases: readonly (Float64Array | null)[];

  constructor(private readonly model: Model) {
    this.pairs = channelPairs(model);
    this.kernels = model.kernels.map(({ data }) => Float64Array.from(data));
    this.biases = model.nodes.map(({ op }) => ('bias' in op && op.bias !== null ? Float64Array.from(op.bias) : null));
  }

  first({ first, biasNode, channels }: ChannelPair): ScalableLayer {
    const bias = biasNode === null ? null : (this.biases[biasNode] ?? null);
    return { weights: this.weights(first), columns: channels, bias, inputOf: () => 0 };
  }

  second({ second, channels }: ChannelPair): ScalableLayer {
    const shape = this.model.kernels[second]?.info.shape ?? [];
    const last = shape.at(-1) ?? 1;
    if (this.model.kernels[second]?.info.layout !== 'depthwise') {
      return { weights: this.weights(second), columns: last, bias: null, inputOf: (row) => row % channels };
    }
    const columns = last * channels;
    return { weights: this.weights(second), columns, bias: null, inputOf: (_, column) => Math.floor(column / last) };
  }

  /** A copy of the model with the values of now, rounded to float32. */
  toModel(): Model {
    const kernels = this.model.kernels.map((kernel, index): Kernel => {
      return { ...kernel, data: Float32Array.from(this.weights(index)) };
    });
    const nodes = this.model.nodes.map((node, index): GraphNode => {
      const bias = this.biases[index];
      if (!('bias' in node.op) || bias === null || bias === undefined) return node;
      return { ...node, op: { ...node.op, bias: Float32Array.from(bias) } };
    });
    return { ...this.model, nodes, kernels };
  }

  private weights(index: number): Float64Array {
    const weights = this.kernels[index];
    if (weights === undefined) throw new RangeError(`The model has no kernel ${String(index)}.`);
    return weights;
  }
}
