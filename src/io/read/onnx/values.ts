/**
 * What flows through a graph of ONNX while it becomes layers. ONNX has the channels of an image first, the engine last; a
 * value knows which of its axes lie in another order here than there.
 */
import { sizeOf } from '../../../model/graph';
import type { LayersBuilder, Value } from '../network/layers';
import { type Numbers, reshape } from '../network/steps';
import { Unsupported } from '../network/unsupported';

/** Numbers that are known before anything runs. The size of the batch, where a shape is computed, is NaN. */
export interface Constant extends Numbers {
  readonly kind: 'constant';
}

export interface Flow {
  readonly kind: 'flow';
  readonly value: Value;
  /**
   * `same`: as in ONNX. `channels-first`: an image [N, channels, height, width] there. [channels, height, width]: such an image
   * that was flattened.
   */
  readonly order: 'same' | 'channels-first' | readonly [number, number, number];
}

export type OnnxValue = Constant | Flow;

export function flow(value: Value, order: Flow['order'] = 'same'): Flow {
  return { kind: 'flow', value, order };
}

export function constant(shape: readonly number[], data: Float32Array): Constant {
  return { kind: 'constant', shape, data };
}

/** The shape that ONNX sees, without the batch. */
export function onnxShape({ value, order }: Flow): readonly number[] {
  const [height = 0, width = 0, channels = 0] = value.shape;
  return order === 'channels-first' ? [channels, height, width] : value.shape;
}

/** Whether the channels of an image lie the same first and last: there is one channel, or one place. */
function isEitherWay([channels, height, width]: readonly [number, number, number]): boolean {
  return channels === 1 || height * width === 1;
}

/** As an image whose channels come first in ONNX. Throws Unsupported. */
export function asImage(given: Flow, builder: LayersBuilder, name: string): Value {
  const { value, order } = given;
  if (order === 'channels-first') return value;
  const [channels, height, width] = value.shape;
  if (
    order !== 'same' ||
    channels === undefined ||
    height === undefined ||
    width === undefined ||
    value.shape.length !== 3
  )
    throw new Unsupported(`it takes no image but [N, ${onnxShape(given).join(', ')}]`);
  if (!isEitherWay([channels, height, width])) throw new Unsupported('it takes an image whose channels come last');
  return reshape({ builder, name: `${name}/image`, x: value }, [height, width, channels]);
}

/** With the values in the order of ONNX. Throws Unsupported. */
export function asPlain(given: Flow, builder: LayersBuilder, name: string): Value {
  const { value, order } = given;
  if (order === 'same') return value;
  const shape = onnxShape(given);
  const [channels = 0, height = 0, width = 0] = order === 'channels-first' ? shape : order;
  if (!isEitherWay([channels, height, width]))
    throw new Unsupported('it takes an image apart whose channels come first in ONNX and last here');
  return reshape({ builder, name: `${name}/plain`, x: value }, shape);
}

/** As one axis, with the order that tells where each value comes from. */
export function flattened(given: Flow, builder: LayersBuilder, name: string): Flow {
  const { value, order } = given;
  const flat = reshape({ builder, name, x: value }, [sizeOf(value.shape)]);
  if (order !== 'channels-first') return flow(flat, order);
  const [channels = 0, height = 0, width = 0] = onnxShape(given);
  return flow(flat, isEitherWay([channels, height, width]) ? 'same' : [channels, height, width]);
}

/** Rows of a matrix, or numbers of a list, that go with the values of a flow, in the order in which they lie here. */
export function reordered(data: Float32Array, columns: number, order: Flow['order']): Float32Array {
  if (typeof order === 'string') return data;
  const [channels, height, width] = order;
  const out = new Float32Array(data.length);
  let to = 0;
  for (let place = 0; place < height * width; place++) {
    for (let channel = 0; channel < channels; channel++, to += columns) {
      const from = (channel * height * width + place) * columns;
      out.set(data.subarray(from, from + columns), to);
    }
  }
  return out;
}

/** A constant that is combined with a flow value by value, as a number for each channel or one for all. */
export function perChannel({ shape, data }: Constant, given: Flow): Float32Array {
  if (data.length === 1) return data;
  const seen = [1, ...onnxShape(given)];
  const axis = given.order === 'channels-first' ? 1 : seen.length - 1;
  const dims = [...new Array<number>(Math.max(0, seen.length - shape.length)).fill(1), ...shape];
  if (dims.length !== seen.length || dims.some((dim, at) => dim !== (at === axis ? seen[axis] : 1)))
    throw new Unsupported(`its constant [${shape.join(', ')}] is not one number for each channel`);
  return reordered(data, 1, given.order);
}
