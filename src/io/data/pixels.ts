import { sizeOf } from '../../model/graph';
import { ReadError, quoted } from '../read/errors';
import type { Wanted } from './types';

/** As bytes where every value is a whole number from 0 to 255. */
export function narrowed(values: Float32Array): Uint8Array | Float32Array {
  return values.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)
    ? Uint8Array.from(values)
    : values;
}

/** The shape of an example: that of the network where as many values fit it, else as it was found. Throws ReadError. */
export function exampleShape(found: readonly number[], { shape }: Wanted, name: string): readonly number[] {
  if (shape === undefined) return found.length === 2 ? [...found, 1] : found;
  if (sizeOf(found) === sizeOf(shape)) return shape;
  throw new ReadError(
    'bad-shape',
    `An example in ${quoted(name)} has ${sizeOf(found)} values [${found.join(', ')}], the network takes ${sizeOf(shape)} [${shape.join(', ')}].`,
    'Give examples of the size that the network takes.',
  );
}
