/** Examples, and labels if there are any, as arrays of NumPy. */
import { transposed } from './transposed';
import { type GivenArray, readArrays } from '../read/arrays';
import { sizeOf } from '../../model/graph';
import { ReadError, listed, quoted } from '../read/errors';
import type { GivenFile } from '../read/types';
import { Classes } from './classes';
import { exampleShape, narrowed } from './pixels';
import type { GivenData, GivenLabels, LabelChoice, Wanted } from './types';

/** Names by rank; what ends in "test" comes before the same in "train". */
const EXAMPLES = [
  ...['x', 'images', 'image', 'data', 'pixels', 'inputs', 'input'],
  ...['x_test', 'test_images', 'x_train', 'train_images'],
];
const LABELS = ['y', 'labels', 'label', 'targets', 'target', 'y_test', 'test_labels', 'y_train', 'train_labels'];

/** Reads one .npz or some .npy. Rejects with ReadError. */
export async function readExampleArrays(files: readonly GivenFile[], wanted: Wanted): Promise<GivenData> {
  const arrays: GivenArray[] = [];
  for (const file of files) arrays.push(...(await readArrays(file)));
  const examples = examplesAmong(arrays, wanted);
  checkExamples(examples);
  const others = arrays.filter((array) => array !== examples);
  const labels = labelsAmong(others, wanted.labels ?? 'find');
  const [count = 0, ...own] = examples.shape;
  const isFirst = isChannelsFirst(own, wanted);
  const shape = isFirst ? [own[1]!, own[2]!, own[0]!] : exampleShape(own, wanted, examples.name);
  const values = examples.data instanceof Uint8Array ? examples.data : narrowed(Float32Array.from(examples.data));
  const notes = [`The examples are ${quoted(examples.name)}, ${wordsOf(labels, wanted.labels)}.`];
  if (isFirst) notes.push('The channels of the images were moved from the first axis to the last.');
  return {
    count,
    shape,
    pixels: isFirst ? transposed(values, own) : values,
    labels: labels === null ? null : classesOf(labels, examples, wanted.classes),
    places: others
      .filter((array) => array.shape.length === 1 && array.data.length === count)
      .map(({ name }) => ({ id: name, title: `array ${quoted(name)}` })),
    notes,
  };
}

/** The array of a known name, or the only one with examples of the size that the network takes. */
function examplesAmong(arrays: readonly GivenArray[], { shape }: Wanted): GivenArray {
  const known = named(arrays, EXAMPLES);
  if (known !== undefined) return known;
  const fitting = arrays.filter(
    (array) => shape !== undefined && array.shape.length > 1 && sizeOf(array.shape.slice(1)) === sizeOf(shape),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  throw new ReadError(
    'missing-file',
    `None of the arrays (${listed(arrays.map(({ name }) => name))}) holds the examples.`,
    'Name the array of examples "x" or "images".',
  );
}

function labelsAmong(arrays: readonly GivenArray[], choice: LabelChoice): GivenArray | null {
  if (choice === 'none') return null;
  if (choice === 'find') return named(arrays, LABELS) ?? null;
  return arrays.find(({ name }) => name === choice.place) ?? null;
}

function named(arrays: readonly GivenArray[], names: readonly string[]): GivenArray | undefined {
  for (const name of names) {
    const found = arrays.find((array) => array.name.toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wordsOf(labels: GivenArray | null, choice: LabelChoice = 'find'): string {
  if (labels !== null) return `the labels ${quoted(labels.name)}`;
  return choice === 'find' ? 'and no array is named "y" or "labels": there are no labels' : 'and there are no labels';
}

function checkExamples({ name, shape, data }: GivenArray): void {
  if (shape.length < 2 || data.length === 0)
    throw new ReadError('bad-shape', `${quoted(name)} has the shape [${shape.join(', ')}], not [examples, …].`);
  const infinite = data.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) throw new ReadError('not-finite', `Value ${infinite} of ${quoted(name)} is not a finite number.`);
}

function classesOf(labels: GivenArray, examples: GivenArray, most?: number): GivenLabels {
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
  const classes = new Classes(most);
  labels.data.forEach((label, at) => classes.add(String(label), `place ${at} of ${quoted(labels.name)}`));
  return classes.finish(labels.name);
}

/** [channels, height, width] where the network takes [height, width, channels], and not the same shape. */
function isChannelsFirst(own: readonly number[], { shape }: Wanted): boolean {
  if (shape?.length !== 3 || own.length !== 3 || own.join() === shape.join()) return false;
  return own[0] === shape[2] && own[1] === shape[0] && own[2] === shape[1];
}
