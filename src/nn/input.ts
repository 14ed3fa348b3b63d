import { type Model, sizeOf } from '../model/graph';
import type { ImageStore } from './images';

/** Values of the items [from, to) as the network takes them, [items, ...]. Throws RangeError for items of another size. */
export function inputOf(model: Model, images: ImageStore, from: number, to: number): Float32Array {
  const size = sizeOf(model.card.input.shape);
  const lookup = pixelValues(model);
  const values = new Float32Array((to - from) * size);
  for (let index = from; index < to; index++) {
    const bytes = sizedItem(model, images, index);
    const start = (index - from) * size;
    for (let at = 0; at < size; at++) values[start + at] = lookup[bytes[at]!]!;
  }
  return values;
}

/** What the network takes for each of the 256 pixels. */
export function pixelValues({ preprocess: { mean, std } }: Model): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / std);
}

/** Bytes of one item. Throws RangeError where the network takes another number of them. */
export function sizedItem({ card }: Model, images: ImageStore, index: number): Uint8Array {
  const size = sizeOf(card.input.shape);
  const { bytes } = images.item(index);
  if (bytes.length !== size)
    throw new RangeError(`The model takes ${size} pixels, image ${index} has ${bytes.length}.`);
  return bytes;
}
