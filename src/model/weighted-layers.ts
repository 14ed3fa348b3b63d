/** Layers with kernels, as Keras 2 defines them. Each reader resolves one layer of model.json into an operation and its shape. */
import type { Layout } from '../quantizers/types';
import { namedActivation } from './activation';
import type { LayerContext, ResolvedLayer } from './layer-context';
import { type Activation, type Padding, type Pair, sizeOf } from './graph';
import { bordersOf, imageShape, windowed } from './shapes';

export function conv2d(layer: LayerContext): ResolvedLayer {
  const { config } = layer;
  const [height, width, channels] = imageShape(layer.inputs[0], config.owner);
  const filters = config.count('filters');
  if (config.count('groups', 1) !== 1) config.unsupported('groups');
  const { size, out, ...window } = readWindow(layer, [height, width]);
  const kernel = addKernel(layer, 'kernel', 'conv2d', [...size, channels, filters], out);
  return { op: { kind: 'conv2d', kernel, ...window, ...finish(layer, filters) }, shape: [...out, filters] };
}

export function depthwiseConv2d(layer: LayerContext): ResolvedLayer {
  const { config } = layer;
  const [height, width, channels] = imageShape(layer.inputs[0], config.owner);
  const multiplier = depthMultiplier(layer);
  const { size, out, ...window } = readWindow(layer, [height, width]);
  const kernel = addKernel(layer, 'depthwise_kernel', 'depthwise', [...size, channels, multiplier], out);
  const filters = channels * multiplier;
  return { op: { kind: 'depthwise', kernel, ...window, ...finish(layer, filters) }, shape: [...out, filters] };
}

/** Two kernels, named `<layer>/depthwise` and `<layer>/pointwise`. */
export function separableConv2d(layer: LayerContext): ResolvedLayer {
  const { config } = layer;
  const [height, width, channels] = imageShape(layer.inputs[0], config.owner);
  const multiplier = depthMultiplier(layer);
  const filters = config.count('filters');
  const { size, out, ...window } = readWindow(layer, [height, width]);
  const depthwise = addKernel(
    layer,
    'depthwise_kernel',
    'depthwise',
    [...size, channels, multiplier],
    out,
    '/depthwise',
  );
  const pointwise = addKernel(
    layer,
    'pointwise_kernel',
    'conv2d',
    [1, 1, channels * multiplier, filters],
    out,
    '/pointwise',
  );
  return {
    op: { kind: 'separable', depthwise, pointwise, ...window, ...finish(layer, filters) },
    shape: [...out, filters],
  };
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
  const info = {
    name: layer.name + suffix,
    kind: layer.kind,
    layout,
    shape,
    weights,
    macs: weights * sizeOf(positions),
  };
  return layer.addKernel({ info, data: layer.weights.take(layer.name, weight, shape) });
}

/** The window of a convolution over an image of the given height and width, and the height and width of what comes out. */
function readWindow({ config, channelsLast }: LayerContext, image: Pair) {
  channelsLast();
  const size = config.pair('kernel_size', [1, 1]);
  const strides = config.pair('strides', [1, 1]);
  const dilation = config.pair('dilation_rate', [1, 1]);
  const sliding = { size, strides, dilation, padding: readPadding(config) };
  return { size, strides, dilation, borders: bordersOf(image, sliding), out: windowed(image, sliding, config.owner) };
}

function finish(layer: LayerContext, filters: number): { bias: Float32Array | null; activation: Activation } {
  const bias = layer.config.flag('use_bias', true) ? layer.takeFloats('bias', [filters]) : null;
  return { bias, activation: namedActivation(layer.config) };
}

/** tfjs leaves `depth_multiplier` out of the files it writes; the kernel [kh, kw, in, multiplier] tells. */
function depthMultiplier({ name, config, weights }: LayerContext): number {
  if (config.has('depth_multiplier')) return config.count('depth_multiplier');
  return weights.shapeOf(name, 'depthwise_kernel')[3] ?? 1;
}

/** `padding` of a window. Throws ModelError `unsupported-option`. */
function readPadding(config: LayerContext['config']): Padding {
  const padding = config.text('padding', 'valid');
  return padding === 'same' || padding === 'valid' ? padding : config.unsupported('padding');
}

/** Window of a pooling layer. */
export function readPool({ config }: LayerContext): { size: Pair; strides: Pair; padding: Padding } {
  const size = config.pair('pool_size', [2, 2]);
  return { size, strides: config.pair('strides', size), padding: readPadding(config) };
}
