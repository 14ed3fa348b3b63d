/** Layers without kernels, as Keras 2 defines them. */
import { leakyActivation, namedActivation, reluActivation, softmaxActivation } from './activation';
import { type Activation, type Pair, sizeOf } from './graph';
import type { LayerContext, ResolvedLayer } from './layer-context';
import { broadcast, imageShape, joined, windowed } from './shapes';
import { readPool } from './weighted-layers';

export function pooling(mode: 'max' | 'average') {
  return (layer: LayerContext): ResolvedLayer => {
    layer.channelsLast();
    const [height, width, channels] = imageShape(layer.inputs[0], layer.config.owner);
    const pool = readPool(layer);
    const out = windowed([height, width], { ...pool, dilation: [1, 1] }, layer.config.owner);
    return { op: { kind: 'pool', mode, ...pool }, shape: [...out, channels] };
  };
}

export function globalPooling(mode: 'max' | 'average') {
  return (layer: LayerContext): ResolvedLayer => {
    layer.channelsLast();
    const [, , channels] = imageShape(layer.inputs[0], layer.config.owner);
    const keepDims = layer.config.flag('keepdims', false);
    return { op: { kind: 'global-pool', mode, keepDims }, shape: keepDims ? [1, 1, channels] : [channels] };
  };
}

export function flatten(layer: LayerContext): ResolvedLayer {
  layer.channelsLast();
  return { op: { kind: 'reshape' }, shape: [sizeOf(layer.inputs[0] ?? [])] };
}

/** `target_shape` may hold one -1, or null as tfjs writes it: the size that is left. */
export function reshape(layer: LayerContext): ResolvedLayer {
  const target = layer.config.list('target_shape').map((dim) => dim ?? -1);
  const total = sizeOf(layer.inputs[0] ?? []);
  if (!target.every(isTargetSize)) return layer.config.fail('target_shape', 'a list of sizes');
  const known = sizeOf(target.filter((dim) => dim !== -1));
  const shape = target.map((dim) => (dim === -1 ? total / known : dim));
  if (target.filter((dim) => dim === -1).length > 1 || !shape.every(Number.isInteger) || sizeOf(shape) !== total) {
    return layer.config.fail('target_shape', `a shape of ${String(total)} values`);
  }
  return { op: { kind: 'reshape' }, shape };
}

/** `padding` is n, [rows, columns] or [[top, bottom], [left, right]]. */
export function zeroPadding(layer: LayerContext): ResolvedLayer {
  layer.channelsLast();
  const [height, width, channels] = imageShape(layer.inputs[0], layer.config.owner);
  const value = layer.config.raw('padding') ?? 1;
  const both: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  const [rows, columns] = both.map((side) => (Array.isArray(side) ? side : [side, side]) as readonly unknown[]);
  if (both.length !== 2 || !isPadding(rows) || !isPadding(columns)) return layer.config.fail('padding', 'a padding');
  return {
    op: { kind: 'pad', borders: { rows, columns } },
    shape: [height + rows[0] + rows[1], width + columns[0] + columns[1], channels],
  };
}

export function upSampling(layer: LayerContext): ResolvedLayer {
  layer.channelsLast();
  const [height, width, channels] = imageShape(layer.inputs[0], layer.config.owner);
  const [rows, columns] = layer.config.pair('size', [2, 2]);
  const interpolation = layer.config.text('interpolation', 'nearest');
  if (interpolation !== 'nearest' && interpolation !== 'bilinear') return layer.config.unsupported('interpolation');
  return { op: { kind: 'upsample', interpolation }, shape: [height * rows, width * columns, channels] };
}

export function add(layer: LayerContext): ResolvedLayer {
  return { op: { kind: 'add' }, shape: broadcast(layer.inputs, layer.config.owner) };
}

/** `axis` counts the batch axis as 0; negative values count from the end. */
export function concatenate(layer: LayerContext): ResolvedLayer {
  const rank = (layer.inputs[0]?.length ?? 0) + 1;
  const given = layer.config.number('axis', -1);
  const axis = given < 0 ? given + rank : given;
  return { op: { kind: 'concatenate', axis }, shape: joined(layer.inputs, axis - 1, layer.config.owner) };
}

/** Inference only: gamma (x - mean) / sqrt(variance + epsilon) + beta over the last axis. */
export function batchNormalization(layer: LayerContext): ResolvedLayer {
  const [shape = []] = layer.inputs;
  const { config } = layer;
  const given = config.raw('axis') ?? -1;
  const axes: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== shape.length)) return config.unsupported('axis');
  const channels = [shape.at(-1) ?? 0];
  const gamma = config.flag('scale', true) ? layer.takeFloats('gamma', channels) : null;
  const beta = config.flag('center', true) ? layer.takeFloats('beta', channels) : null;
  const mean = layer.takeFloats('moving_mean', channels);
  const variance = layer.takeFloats('moving_variance', channels);
  return { op: { kind: 'batch-norm', mean, variance, gamma, beta, epsilon: config.number('epsilon', 1e-3) }, shape };
}

export const activation = activated((layer) => namedActivation(layer.config));
export const relu = activated((layer) => reluActivation(layer.config));
export const relu6 = activated(() => ({ kind: 'relu6' }));
export const leakyRelu = activated((layer) => leakyActivation(layer.config));
export const softmax = activated((layer) => softmaxActivation(layer.config, layer.inputs[0]?.length ?? 0));

/** Dropout passes its input through at inference. */
export function identity(layer: LayerContext): ResolvedLayer {
  return { op: { kind: 'identity' }, shape: layer.inputs[0] ?? [] };
}

function activated(read: (layer: LayerContext) => Activation) {
  return (layer: LayerContext): ResolvedLayer => ({
    op: { kind: 'activation', activation: read(layer) },
    shape: layer.inputs[0] ?? [],
  });
}

function isTargetSize(dim: unknown): dim is number {
  return typeof dim === 'number' && (dim === -1 || (Number.isInteger(dim) && dim > 0));
}

function isPadding(side: readonly unknown[] | undefined): side is Pair {
  return (
    side?.length === 2 && side.every((count) => typeof count === 'number' && Number.isInteger(count) && count >= 0)
  );
}
