/** Data of a user for a network of theirs, with labels or without. */
import { readExamples } from '../io/data/read';
import { givenPictures } from '../io/data/pictures';
import type { DecodedPicture, GivenData } from '../io/data/types';
import { ReadError, quoted } from '../io/read/errors';
import { endingOf } from '../io/read/titles';
import { parsePreprocess } from '../model/card';
import { sizeOf } from '../model/graph';
import { ownId } from '../model/own';
import { uniformStream } from '../numerics/random';
import type { ModelCard } from '../model/types';
import { packed } from './own-pack';
import type {
  DataChoices,
  DataReport,
  OpenedFile,
  OwnData,
  OwnFile,
  OwnRecord,
  TakenModel,
  WantedData,
} from './own-reports';
import { Meter, given } from './read-meter';

/** Decodes a picture; with a size, scales it to that width and height. The environment of the worker provides it. */
export type Decode = (file: OpenedFile, size: readonly [number, number] | null) => Promise<DecodedPicture>;

const PICTURES: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp']);

/** Reads a table, arrays, or pictures in folders. Throws ReadError. */
export async function* openData(
  files: readonly OpenedFile[],
  wanted: WantedData,
  resize: boolean,
  decode: Decode,
): AsyncGenerator<{ done: number; total: number }, GivenData, void> {
  // Browsers list a folder in an order of their own: sorted, the same pictures are the same data everywhere.
  const pictures = files
    .filter(({ name }) => PICTURES.has(endingOf(name)))
    .sort((p, q) => (p.name < q.name ? -1 : p.name > q.name ? 1 : 0));
  const meter = new Meter(files.reduce((sum, { blob }) => sum + blob.size, 0));
  if (pictures.length === 0) {
    const data = yield* meter.follow(readExamples(given(files, meter), wanted));
    if (wanted.words !== undefined) checkWords(data, wanted.words);
    return data;
  }
  const [height = 1, width = 1] = wanted.shape;
  const size = resize && wanted.shape.length === 3 ? ([width, height] as const) : null;
  const decoded: DecodedPicture[] = [];
  for (const file of pictures) {
    const picture = await decode(file, size).catch(() => {
      throw new ReadError('damaged', `${quoted(file.name)} is no picture that this browser can read.`, 'Leave it out.');
    });
    decoded.push(picture);
    meter.add(file.blob.size);
    yield { done: meter.done, total: meter.total };
  }
  const data = givenPictures(decoded, wanted);
  if (size === null) return data;
  return {
    ...data,
    notes: [...data.notes, `All pictures were scaled to ${String(width)} × ${String(height)} points.`],
  };
}

/** A network would read beyond its table of words. */
function checkWords({ pixels, shape }: GivenData, words: number): void {
  const wrong = pixels.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= words);
  if (wrong < 0) return;
  const size = sizeOf(shape);
  throw new ReadError(
    'bad-word',
    `Value ${String((wrong % size) + 1)} of example ${String(Math.floor(wrong / size) + 1)} is ${String(pixels[wrong])}, not the number of one of ${String(words)} words.`,
  );
}

export function dataReportOf({ count, shape, pixels, labels, places, notes }: GivenData): DataReport {
  const common = { count, shape, notes, places, areBytes: pixels instanceof Uint8Array, parts: partsOf(count) };
  if (labels === null) return { ...common, labels: null };
  const counts = labels.classes.map(() => 0);
  for (const label of labels.of) counts[label] = (counts[label] ?? 0) + 1;
  return { ...common, labels: { place: labels.place, classes: labels.classes, counts } };
}

/** How many are tested on, and how many calibrate and train; a single example does both. */
function partsOf(count: number): DataReport['parts'] {
  if (count === 1) return { test: 1, train: 1 };
  const test = Math.min(Math.max(Math.round(count * TEST_SHARE), 1), count - 1);
  return { test, train: count - test };
}

/** Examples that come first in every measurement, and values of outputs that are kept for them: 64 MiB as float32. */
const FIRST = 2000;
const FIRST_OUTPUTS = 2 ** 24;
/** Share of the examples that are test data. */
const TEST_SHARE = 0.8;
const SEED = 1;
const MOST_CLASSES = 256;

/** The model with data: a model of its own, whose id names the data too. Throws ReadError. */
export function takeData(data: GivenData, record: OwnRecord, choices: DataChoices): TakenModel {
  const { count, labels } = data;
  const classes = labels?.classes ?? [];
  if (classes.length > MOST_CLASSES)
    throw new ReadError('bad-label', `There are ${String(classes.length)} classes; ${String(MOST_CLASSES)} fit here.`);
  const { bytes, preprocess } = bytesOf(data, choices);
  const order = shuffled(count);
  const { test, train } = partsOf(count);
  const size = bytes.length / count;
  const first = Math.min(FIRST, test, Math.max(1, Math.floor(FIRST_OUTPUTS / sizeOf(record.outputs))));
  const part = (from: number, to: number): OwnFile => {
    const places = order.slice(from, to);
    const pixels = new Uint8Array(places.length * size);
    places.forEach((place, at) => pixels.set(bytes.subarray(place * size, (place + 1) * size), at * size));
    return packed(
      pixels,
      Uint8Array.from(places, (place) => labels?.of[place] ?? 0),
    );
  };
  const made = (
    [
      ['test', 0, first],
      ['test', first, test],
      ['train', count - train, count],
    ] as const
  )
    .filter(([, from, to]) => from < to)
    .map(([role, from, to]) => ({ role, from, to, file: part(from, to) }));
  const splits = (wanted: 'test' | 'train', start: number) =>
    made
      .filter(({ role }) => role === wanted)
      .map(({ from, to, file }) => ({
        file: `examples-${String(from)}`,
        offset: from - start,
        count: to - from,
        bytes: file.bytes.byteLength,
        sha256: file.sha256,
      }));
  const own: OwnData = {
    id: `own-data-${(made[0]?.file.sha256 ?? '').slice(0, 16)}`,
    title: choices.title,
    classes: labels === null ? [] : namesOf(classes, choices.classes),
    test: splits('test', 0),
    train: splits('train', count - train),
  };
  const files = made.map(({ file }) => file);
  return describe(record, own, {
    task: labels === null ? 'output' : 'classify',
    preprocess,
    files,
    name: choices.name,
  });
}

interface Described {
  readonly task: 'classify' | 'output';
  readonly preprocess: string;
  readonly files: readonly OwnFile[];
  readonly name: string;
}

function describe(
  { card, topology, outputs }: OwnRecord,
  data: OwnData,
  { task, preprocess, files, name }: Described,
): TakenModel {
  const input = { shape: card.input.shape, preprocess };
  const hashes = files.map(({ sha256 }) => sha256);
  const own: ModelCard = {
    ...card,
    id: ownId({ topology, weights: card.sha256, input, task, data: hashes }),
    title: name,
    dataset: data.id,
    input: { ...input, ...parsePreprocess(preprocess) },
    task,
  };
  return { record: { form: 1, card: own, topology, outputs, data }, files };
}

/** Data here are bytes. Other numbers become the nearest of 256 levels from the least to the largest. */
function bytesOf({ pixels }: GivenData, choices: DataChoices): { bytes: Uint8Array; preprocess: string } {
  if (pixels instanceof Uint8Array) return { bytes: pixels, preprocess: choices.preprocess };
  const low = pixels.reduce((least, value) => Math.min(least, value), Infinity);
  const high = pixels.reduce((most, value) => Math.max(most, value), -Infinity);
  const range = high > low ? high - low : 1;
  const bytes = Uint8Array.from(pixels, (value) => Math.round(((value - low) / range) * 255));
  return { bytes, preprocess: `(pixel/255 - ${String(-low / range)})/${String(1 / range)}` };
}

/** Names for every output of the network; those without examples are numbers. */
function namesOf(classes: readonly string[], outputs: number): readonly string[] {
  return Array.from({ length: Math.max(outputs, classes.length) }, (_, at) => classes[at] ?? String(at));
}

/** Places in a seeded order (Fisher and Yates), so that files sorted by class do not leave a class out of either part. */
function shuffled(count: number): readonly number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  const next = uniformStream(SEED, 'shuffle');
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}
