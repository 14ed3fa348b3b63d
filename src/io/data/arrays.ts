/** Examples and labels as arrays of NumPy. */
import { transposed } from './transposed';
import { type GivenArray, readArrays } from '../read/arrays';
import { ReadError, listed, quoted } from '../read/errors';
import type { GivenFile } from '../read/types';
import { Classes } from './classes';
import { exampleShape, narrowed } from './pixels';
import type { LabelledData, Wanted } from './types';

/** Names by rank; what ends in "test" comes before the same in "train". */
const EXAMPLES = ['x', 'images', 'image', 'data', 'pixels', 'x_test', 'test_images', 'x_train', 'train_images'];
const LABELS = ['y', 'labels', 'label', 'targets', 'target', 'y_test', 'test_labels', 'y_train', 'train_labels'];

/** Reads one .npz or a pair of .npy. Rejects with ReadError. */
export async function readLabelledArrays(files: readonly GivenFile[], wanted: Wanted): Promise<LabelledData> {
  const arrays: GivenArray[] = [];
  for (const file of files) arrays.push(...(await readArrays(file)));
  const examples = named(arrays, EXAMPLES, 'examples');
  const labels = named(arrays, LABELS, 'labels');
  const [count = 0, ...own] = examples.shape;
  checkCounts(examples, labels);
  const classes = new Classes(wanted.classes);
  labels.data.forEach((label, at) => classes.add(String(label), `place ${at} of ${quoted(labels.name)}`));
  const infinite = examples.data.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0)
    throw new ReadError('not-finite', `Value ${infinite} of ${quoted(examples.name)} is not a finite number.`);
  const isFirst = isChannelsFirst(own, wanted);
  const shape = isFirst ? [own[1]!, own[2]!, own[0]!] : exampleShape(own, wanted, examples.name);
  const values = examples.data instanceof Uint8Array ? examples.data : narrowed(Float32Array.from(examples.data));
  const notes = [`The examples are ${quoted(examples.name)}, the labels ${quoted(labels.name)}.`];
  if (isFirst) notes.push('The channels of the images were moved from the first axis to the last.');
  return { count, shape, pixels: isFirst ? transposed(values, own) : values, ...classes.finish(), notes };
}

function named(arrays: readonly GivenArray[], names: readonly string[], what: string): GivenArray {
  for (const name of names) {
    const found = arrays.find((array) => array.name.toLowerCase() === name);
    if (found !== undefined) return found;
  }
  throw new ReadError(
    'missing-file',
    `None of the arrays (${listed(arrays.map(({ name }) => name))}) holds the ${what}.`,
    `Name the array of ${what} ${quoted(names[0] ?? '')} or ${quoted(names[1] ?? '')}.`,
  );
}

function checkCounts(examples: GivenArray, labels: GivenArray): void {
  const [count = 0] = examples.shape;
  if (labels.shape.length === 0 || labels.data.length !== labels.shape[0])
    throw new ReadError(
      'bad-label',
      `The labels ${quoted(labels.name)} have the shape [${labels.shape.join(', ')}], not one number for each example.`,
    );
  if (count !== labels.data.length)
    throw new ReadError(
      'unequal-counts',
      `There are ${count} examples in ${quoted(examples.name)}, but ${labels.data.length} labels in ${quoted(labels.name)}.`,
    );
  if (examples.shape.length < 2 || examples.data.length === 0)
    throw new ReadError(
      'bad-shape',
      `${quoted(examples.name)} has the shape [${examples.shape.join(', ')}], not [examples, …].`,
    );
}

/** [channels, height, width] where the network takes [height, width, channels], and not the same shape. */
function isChannelsFirst(own: readonly number[], { shape }: Wanted): boolean {
  if (shape?.length !== 3 || own.length !== 3 || own.join() === shape.join()) return false;
  return own[0] === shape[2] && own[1] === shape[0] && own[2] === shape[1];
}
