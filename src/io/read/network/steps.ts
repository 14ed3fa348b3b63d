/** What graphs of other formats are made of, as layers of Keras 2. All shapes are without the batch, channels last. */
import { type Borders, type Padding, type Pair, sizeOf } from '../../../model/graph';
import { bordersOf, broadcast, imageShape, joined, windowed } from '../../../model/shapes';
import type { LayerWeights, LayersBuilder, Value } from './layers';
import { Unsupported } from './unsupported';

const CHANNELS_LAST = { data_format: 'channels_last' };

/** A layer to be: where, under which name, from what. */
export interface Step {
  readonly builder: LayersBuilder;
  readonly name: string;
  readonly x: Value;
}

export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  /** Zeros around the image, or the rule of TensorFlow. */
  readonly borders: Borders | 'same' | 'valid';
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** @param kernel [height, width, in, out] */
export function convolution(step: Step, window: Window, kernel: Numbers, bias: Float32Array | null): Value {
  const filters = kernel.shape[3] ?? 0;
  return windowLayer(step, window, 'Conv2D', { filters, kernel }, { kernel, ...biasWeight(bias) });
}

/** @param kernel [height, width, in, multiplier] */
export function depthwise(step: Step, window: Window, kernel: Numbers, bias: Float32Array | null): Value {
  const [, , channels = 0, multiplier = 0] = kernel.shape;
  const weights = { depthwise_kernel: kernel, ...biasWeight(bias) };
  return windowLayer(step, window, 'DepthwiseConv2D', { filters: channels * multiplier, kernel }, weights);
}

function windowLayer(
  step: Step,
  window: Window,
  className: 'Conv2D' | 'DepthwiseConv2D',
  { filters, kernel }: { filters: number; kernel: Numbers },
  weights: LayerWeights,
): Value {
  const { x, padding } = padded(step, window, 'zeros');
  const [height, width, channels] = imageShape(x.shape, step.name);
  if (channels !== kernel.shape[2])
    throw new Unsupported(`its kernel takes ${kernel.shape[2] ?? 0} channels, its input has ${channels}`);
  const out = windowed([height, width], { ...window, padding }, step.name);
  const config = {
    ...(className === 'Conv2D' ? { filters } : { depth_multiplier: kernel.shape[3] }),
    kernel_size: window.size,
    strides: window.strides,
    dilation_rate: window.dilation,
    padding,
    ...CHANNELS_LAST,
    activation: 'linear',
    use_bias: 'bias' in weights,
  };
  return step.builder.add({ ...step, className, config, inputs: [x], weights, shape: [...out, filters] });
}

function biasWeight(bias: Float32Array | null): LayerWeights {
  return bias === null ? {} : { bias: { shape: [bias.length], data: bias } };
}

/** Over the last axis. @param kernel [in, out] */
export function dense(step: Step, kernel: Numbers, bias: Float32Array | null): Value {
  const [inputs, units = 0] = kernel.shape;
  const { x, builder } = step;
  if (x.shape.at(-1) !== inputs)
    throw new Unsupported(`its matrix takes ${inputs ?? 0} values, its input has ${x.shape.at(-1) ?? 0}`);
  return builder.add({
    ...step,
    className: 'Dense',
    config: { units, activation: 'linear', use_bias: bias !== null },
    inputs: [x],
    weights: { kernel, ...biasWeight(bias) },
    shape: [...x.shape.slice(0, -1), units],
  });
}

/** @param countsBorders whether an average counts the zeros around the image. */
export function pool(step: Step, mode: 'max' | 'average', window: Window, countsBorders: boolean): Value {
  if (window.dilation.some((rate) => rate !== 1)) throw new Unsupported('its window is dilated');
  const { x, padding } = padded(
    step,
    window,
    mode === 'max' ? 'nothing-lower' : countsBorders ? 'counted-zeros' : 'nothing',
  );
  const [height, width, channels] = imageShape(x.shape, step.name);
  const out = windowed([height, width], { ...window, padding }, step.name);
  return step.builder.add({
    ...step,
    className: mode === 'max' ? 'MaxPooling2D' : 'AveragePooling2D',
    config: { pool_size: window.size, strides: window.strides, padding, ...CHANNELS_LAST },
    inputs: [x],
    shape: [...out, channels],
    isNonNegative: x.isNonNegative === true,
  });
}

/**
 * What a window finds outside of the image: zeros; zeros that an average counts; nothing; or nothing, for which zeros do
 * where no value lies below them.
 */
type Outside = 'zeros' | 'counted-zeros' | 'nothing' | 'nothing-lower';

/** The input of a window under a padding that layers know, with a layer of zeros before it where none of them does. */
function padded(step: Step, window: Window, outside: Outside): { x: Value; padding: Padding } {
  const { x, builder, name } = step;
  const { borders } = window;
  if (borders === 'same' || borders === 'valid') return { x, padding: borders };
  const sides = [...borders.rows, ...borders.columns];
  if (sides.every((side) => side === 0)) return { x, padding: 'valid' };
  const [height, width] = imageShape(x.shape, name);
  const same = bordersOf([height, width], { ...window, padding: 'same' });
  const isSame = [...same.rows, ...same.columns].every((side, at) => side === sides[at]);
  if (isSame && outside !== 'counted-zeros') return { x, padding: 'same' };
  if (outside === 'nothing' || (outside === 'nothing-lower' && x.isNonNegative !== true))
    throw new Unsupported('its pads are none that a pooling layer has');
  return { x: pad({ builder, name: `${name}/pad`, x }, borders), padding: 'valid' };
}

export function pad(step: Step, borders: Borders): Value {
  const { x, builder, name } = step;
  const [height, width, channels] = imageShape(x.shape, name);
  const { rows, columns } = borders;
  const shape = [height + rows[0] + rows[1], width + columns[0] + columns[1], channels];
  const config = { padding: [rows, columns], ...CHANNELS_LAST };
  const isNonNegative = x.isNonNegative === true;
  return builder.add({ ...step, className: 'ZeroPadding2D', config, inputs: [x], shape, isNonNegative });
}

/** The mean or maximum of every channel, as [1, 1, channels] or, without the axes, [channels]. */
export function globalPool(step: Step, mode: 'max' | 'average', keepsAxes: boolean): Value {
  const [, , channels] = imageShape(step.x.shape, step.name);
  const className = mode === 'max' ? 'GlobalMaxPooling2D' : 'GlobalAveragePooling2D';
  const isNonNegative = step.x.isNonNegative === true;
  const pooled = step.builder.add({
    ...step,
    className,
    config: CHANNELS_LAST,
    inputs: [step.x],
    shape: [channels],
    isNonNegative,
  });
  return keepsAxes ? reshape({ ...step, x: pooled, name: `${step.name}/image` }, [1, 1, channels]) : pooled;
}

/** To another shape of as many values in the same order; nothing when the shape is the same. */
export function reshape(step: Step, shape: readonly number[]): Value {
  const { x, builder } = step;
  if (shape.length === x.shape.length && shape.every((dim, axis) => dim === x.shape[axis])) return x;
  if (sizeOf(shape) !== sizeOf(x.shape))
    throw new Unsupported(`it makes [${shape.join(', ')}] out of [${x.shape.join(', ')}]`);
  const isNonNegative = x.isNonNegative === true;
  const [className, config] = shape.length === 1 ? ['Flatten', CHANNELS_LAST] : ['Reshape', { target_shape: shape }];
  return builder.add({ ...step, className, config, inputs: [x], shape, isNonNegative });
}

interface Normalization {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly epsilon: number;
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta over the last axis. */
export function normalize(step: Step, { mean, variance, gamma, beta, epsilon }: Normalization): Value {
  const { x, builder, name } = step;
  const lists = { gamma, beta, moving_mean: mean, moving_variance: variance };
  const channels = x.shape.at(-1) ?? 0;
  const weights = Object.fromEntries(
    Object.entries(lists).map(([key, data]) => {
      if (data.length !== channels) throw new Unsupported(`it has ${data.length} numbers for ${channels} channels`);
      return [key, { shape: [channels], data }];
    }),
  );
  const config = { axis: -1, epsilon, center: true, scale: true };
  return builder.add({ name, className: 'BatchNormalization', config, inputs: [x], weights, shape: x.shape });
}

/** x factor + shift over the last axis; a list of one number is the same for all channels. */
export function scaleAndShift(step: Step, factor: Float32Array | null, shift: Float32Array | null): Value {
  const channels = step.x.shape.at(-1) ?? 0;
  const all = (list: Float32Array | null, otherwise: number): Float32Array =>
    list === null || list.length === 1 ? new Float32Array(channels).fill(list?.[0] ?? otherwise) : list;
  return normalize(step, {
    mean: all(null, 0),
    variance: all(null, 1),
    gamma: all(factor, 1),
    beta: all(shift, 0),
    epsilon: 0,
  });
}

export function sum({ builder, name }: Omit<Step, 'x'>, inputs: readonly Value[]): Value {
  const shape = broadcast(
    inputs.map((input) => input.shape),
    name,
  );
  const isNonNegative = inputs.every((input) => input.isNonNegative === true);
  return builder.add({ name, className: 'Add', config: {}, inputs, shape, isNonNegative });
}

/** @param axis without the batch. */
export function concatenate({ builder, name }: Omit<Step, 'x'>, inputs: readonly Value[], axis: number): Value {
  const shape = joined(
    inputs.map((input) => input.shape),
    axis,
    name,
  );
  const isNonNegative = inputs.every((input) => input.isNonNegative === true);
  return builder.add({ name, className: 'Concatenate', config: { axis: axis + 1 }, inputs, shape, isNonNegative });
}

const NON_NEGATIVE: ReadonlySet<string> = new Set(['relu', 'relu6', 'sigmoid', 'softmax', 'softplus']);

/** @param name by its Keras name. */
export function activate(step: Step, name: string): Value {
  const { x, builder } = step;
  const isNonNegative = NON_NEGATIVE.has(name);
  const config = { activation: name };
  return builder.add({ ...step, className: 'Activation', config, inputs: [x], shape: x.shape, isNonNegative });
}

export function leakyRelu(step: Step, slope: number): Value {
  return step.builder.add({
    ...step,
    className: 'LeakyReLU',
    config: { alpha: slope },
    inputs: [step.x],
    shape: step.x.shape,
  });
}
