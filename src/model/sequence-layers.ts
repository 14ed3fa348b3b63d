/**
 * Layers of a transformer over [time, channels]. `Embedding` and `LayerNormalization` are those of Keras 2,
 * `PositionEmbedding` that of KerasHub. `CausalSelfAttention` is our own and has no weights: Keras keeps the four projections
 * of attention inside one layer, where they could not be quantized one by one, so here they are Dense layers around it.
 */
import { ModelError } from './errors';
import type { LayerContext, ResolvedLayer } from './layer-context';

/** Rows of a table by index: [...] to [..., output_dim]. A lookup multiplies nothing. */
export function embedding(layer: LayerContext): ResolvedLayer {
  const [input = []] = layer.inputs;
  const { config } = layer;
  if (config.flag('mask_zero', false)) config.unsupported('mask_zero');
  const size = config.count('output_dim');
  const kernel = addTable(layer, [config.count('input_dim'), size]);
  return { op: { kind: 'embedding', kernel }, shape: [...input, size] };
}

/** The learned vector of each position, in the shape of its input [time, channels]; an Add brings the two together. */
export function positionEmbedding(layer: LayerContext): ResolvedLayer {
  const [time, channels] = sequenceShape(layer);
  const length = layer.config.count('sequence_length');
  if (length < time) {
    throw new ModelError(
      'bad-shape',
      `${layer.config.owner} knows ${String(length)} positions, but its input has ${String(time)}.`,
    );
  }
  return { op: { kind: 'positions', kernel: addTable(layer, [length, channels]) }, shape: [time, channels] };
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta, mean and variance over the last axis of each position. */
export function layerNormalization(layer: LayerContext): ResolvedLayer {
  const [shape = []] = layer.inputs;
  const { config } = layer;
  const given = config.raw('axis') ?? -1;
  const axes: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== shape.length)) config.unsupported('axis');
  const channels = [shape.at(-1) ?? 0];
  const gamma = config.flag('scale', true) ? layer.takeFloats('gamma', channels) : null;
  const beta = config.flag('center', true) ? layer.takeFloats('beta', channels) : null;
  return { op: { kind: 'layer-norm', gamma, beta, epsilon: config.number('epsilon', 1e-3) }, shape };
}

/**
 * `num_heads` heads of softmax(q k^T / sqrt(d)) v, where a position sees itself and those before it (Vaswani et al. 2017,
 * 3.2, with the mask of the decoder). The input [time, 3 channels] holds q, k and v one after the other, each with its heads
 * one after the other; the output is [time, channels].
 */
export function causalSelfAttention(layer: LayerContext): ResolvedLayer {
  const [time, width] = sequenceShape(layer);
  const heads = layer.config.count('num_heads');
  if (width % (3 * heads) !== 0) {
    throw new ModelError(
      'bad-shape',
      `${layer.config.owner} cannot split ${String(width)} channels into q, k and v of ${String(heads)} heads.`,
    );
  }
  return { op: { kind: 'attention', heads }, shape: [time, width / 3] };
}

/** The weight `embeddings` as a kernel: a matrix product with a one-hot row, so its rows are the inputs. */
function addTable(layer: LayerContext, shape: readonly [number, number]): number {
  const data = layer.weights.take(layer.name, 'embeddings', shape);
  const info = { name: layer.name, kind: layer.kind, layout: 'dense' as const, shape, weights: data.length, macs: 0 };
  return layer.addKernel({ info, data });
}

function sequenceShape({ inputs, config }: LayerContext): readonly [number, number] {
  const [time, channels] = inputs[0] ?? [];
  if (inputs[0]?.length !== 2 || time === undefined || channels === undefined) {
    throw new ModelError(
      'bad-shape',
      `${config.owner} needs an input [time, channels], not [${(inputs[0] ?? []).join(', ')}].`,
    );
  }
  return [time, channels];
}
