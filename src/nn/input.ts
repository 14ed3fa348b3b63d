import { type Model, sizeOf } from '../model/graph';
import type { ImageStore } from './images';

/** Values of the items [from, to) as the network takes them, [items, ...]. Throws RangeError for items of another size. */
export function inputOf({ card, preprocess }: Model, images: ImageStore, from: number, to: number): Float32Array {
  const size = sizeOf(card.input.shape);
  const { mean, std } = preprocess;
  const lookup = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / std);
  const values = new Float32Array((to - from) * size);
  for (let index = from; index < to; index++) {
    const { bytes } = images.item(index);
    if (bytes.length !== size)
      throw new RangeError(`The model takes ${size} pixels, image ${index} has ${bytes.length}.`);
    const start = (index - from) * size;
    for (let at = 0; at < size; at++) values[start + at] = lookup[bytes[at]!]!;
  }
  return values;
}
