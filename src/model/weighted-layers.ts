/** Layers with kernels, as Keras 2 defines them. Each reader resolves one layer of model.json into an operation and its shape. */
import type { Layout } from '../quantizers/types';
import { namedActivation } from './activation';
import type { LayerContext, ResolvedLayer } from './layer-context';
import { type Activation, type Pair, type Window, sizeOf } from './graph';
import { imageShape, windowed } from './shapes';

export function conv2d(layer: LayerContext): ResolvedLayer {
  const { config } = layer;
  const [height, width, channels] = imageShape(layer.inputs[0], config.owner);
  const size = config.pair('kernel_size', [1, 1]);
  const filters = config.count('filters');
  if (config.count('groups', 1) !== 1) config.unsupported('groups');
  const window = readWindow(layer);
  const out = windowed([height, width], { ...window, size }, config.owner);
  const kernel = addKernel(layer, 'kernel', 'conv2d', [...size, channels, filters], out);
  return { op: { kind: 'conv2d', kernel, ...window, ...finish(layer, filters) }, shape: [...out, filters] };
}

export function depthwiseConv2d(layer: LayerContext): ResolvedLayer {
  const { config } = layer;
  const [height, width, channels] = imageShape(layer.inputs[0], config.owner);
  const size = config.pair('kernel_size', [1, 1]);
  const multiplier = config.count('depth_multiplier', 1);
  const window = readWindow(layer);
  const out = windowed([height, width], { ...window, size }, config.owner);
  const kernel = addKernel(layer, 'depthwise_kernel', 'depthwise', [...size, channels, multiplier], out);
  const filters = channels * multiplier;
  return { op: { kind: 'depthwise', kernel, ...window, ...finish(layer, filters) }, shape: [...out, filters] };
}

/** Two kernels, named `<layer>/depthwise` and `<layer>/pointwise`. */
export function separableConv2d(layer: LayerContext): ResolvedLayer {
  const { config } = layer;
  const [height, width, channels] = imageShape(layer.inputs[0], config.owner);
  const size = config.pair('kernel_size', [1, 1]);
  const multiplier = config.count('depth_multiplier', 1);
  const filters = config.count('filters');
  const window = readWindow(layer);
  const out = windowed([height, width], { ...window, size }, config.owner);
  const depthwise = addKernel(layer, 'depthwise_kernel', 'depthwise', [...size, channels, multiplier], out, '/depthwise');
  const pointwise = addKernel(layer, 'pointwise_kernel', 'conv2d', [1, 1, channels * multiplier, filters], out, '/pointwise');
  return { op: { kind: 'separable', depthwise, pointwise, ...window, ...finish(layer, filters) }, shape: [...out, filters] };
}

export function dense(layer: LayerContext): ResolvedLayer {
  const [input = []] = layer.inputs;
  const units = layer.config.count('units');
  const outer = input.slice(0, -1);
  const kernel = addKernel(layer, 'kernel', 'dense', [input.at(-1) ?? 0, units], outer);
  return { op: { kind: 'dense', kernel, ...finish(layer, units) }, shape: [...outer, units] };
}

/** `positions`: the axes over which the kernel is applied again, so that macs = weights * product of positions. */
function addKernel(
  layer: LayerContext,
  weight: string,
  layout: Layout,
  shape: readonly number[],
  positions: readonly number[],
  suffix = '',
): number {
  const weights = sizeOf(shape);
  const info = { name: layer.name + suffix, kind: layer.kind, layout, shape, weights, macs: weights * sizeOf(positions) };
  return layer.addKernel({ info, data: layer.weights.take(layer.name, weight, shape) });
}

function readWindow({ config, channelsLast }: LayerContext): Window {
  channelsLast();
  return { strides: config.pair('strides', [1, 1]), dilation: config.pair('dilation_rate', [1, 1]), padding: readPadding(config) };
}

function finish(layer: LayerContext, filters: number): { bias: Float32Array | null; activation: Activation } {
  const bias = layer.config.flag('use_bias', true) ? layer.takeFloats('bias', [filters]) : null;
  return { bias, activation: namedActivation(layer.config) };
}

/** `padding` of a window. Throws ModelError `unsupported-option`. */
export function readPadding(config: LayerContext['config']): Window['padding'] {
  const padding = config.text('padding', 'valid');
  return padding === 'same' || padding === 'valid' ? padding : config.unsupported('padding');
}

/** Window of a pooling layer. */
export function readPool({ config }: LayerContext): { size: Pair; strides: Pair; padding: Window['padding'] } {
  const size = config.pair('pool_size', [2, 2]);
  return { size, strides: config.pair('strides', size), padding: readPadding(config) };
}
