/** How much of a file is believed, so that a hostile one costs neither memory nor time. */
import { ReadError, quoted } from './errors';

/** Most values of a tensor that is loaded: 512 MiB as float32. */
export const MOST_VALUES = 2 ** 27;
/** Most tensors of a file. */
const MOST_TENSORS = 20_000;
/** Axes of a tensor. NumPy has at most 64, the others fewer. */
const MOST_AXES = 64;

/**
 * The product of a shape. Throws ReadError `bad-shape` for what is no list of whole numbers from 0 or has a product beyond
 * 2^53.
 */
export function sizeOfShape(shape: unknown, owner: string): number {
  const fail = (what: string) => new ReadError('bad-shape', `The shape of ${quoted(owner)} ${what}.`);
  if (!Array.isArray(shape) || shape.length > MOST_AXES) throw fail(`is not a list of at most ${MOST_AXES} sizes`);
  if (!shape.every((dim) => Number.isSafeInteger(dim) && (dim as number) >= 0))
    throw fail('holds a size that is not a whole number from 0');
  // A product that passes 2^53 on the way to a 0 is refused too: no writer makes one.
  return (shape as number[]).reduce((product, dim) => {
    const next = product * dim;
    if (!Number.isSafeInteger(next)) throw fail('has more values than can be counted');
    return next;
  }, 1);
}

/** Throws ReadError `too-large` for a tensor that is not to be loaded. */
export function checkLoadable(values: number, owner: string): void {
  if (values > MOST_VALUES)
    throw new ReadError(
      'too-large',
      `The tensor ${quoted(owner)} has ${values.toLocaleString('en')} values, more than the ${MOST_VALUES.toLocaleString('en')} that fit here.`,
    );
}

/** Throws ReadError `too-large` for a file of more tensors than are listed. */
export function checkTensorCount(count: number): void {
  if (count > MOST_TENSORS)
    throw new ReadError('too-large', `The file lists ${count} tensors, more than the ${MOST_TENSORS} that fit here.`);
}

/** Throws ReadError `duplicate-name` when two names are the same. */
export function checkUnique(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new ReadError('duplicate-name', `Two tensors are called ${quoted(name)}.`);
    seen.add(name);
  }
}
