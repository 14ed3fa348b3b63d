/** Labelled data of a user for a network of theirs. */
import { readLabelled } from '../io/data/read';
import { labelledPictures } from '../io/data/pictures';
import type { DecodedPicture, LabelledData } from '../io/data/types';
import { ReadError, quoted } from '../io/read/errors';
import { endingOf } from '../io/read/titles';
import { parsePreprocess } from '../model/card';
import { ownId } from '../model/own';
import { uniformStream } from '../numerics/random';
import type { ModelCard } from '../model/types';
import { packed } from './own-pack';
import type { DataChoices, DataReport, OpenedFile, OwnData, OwnFile, OwnRecord, TakenModel } from './own-reports';
import { Meter, given } from './read-meter';

/** Decodes a picture; with a size, scales it to that width and height. The environment of the worker provides it. */
export type Decode = (file: OpenedFile, size: readonly [number, number] | null) => Promise<DecodedPicture>;

interface Wanted {
  readonly shape: readonly number[];
  readonly classes: number;
}

const PICTURES: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp']);

/** Reads a table, arrays, or pictures in folders. Throws ReadError. */
export async function* openData(
  files: readonly OpenedFile[],
  wanted: Wanted,
  resize: boolean,
  decode: Decode,
): AsyncGenerator<{ done: number; total: number }, LabelledData, void> {
  // Browsers list a folder in an order of their own: sorted, the same pictures are the same data everywhere.
  const pictures = files
    .filter(({ name }) => PICTURES.has(endingOf(name)))
    .sort((p, q) => (p.name < q.name ? -1 : p.name > q.name ? 1 : 0));
  const meter = new Meter(files.reduce((sum, { blob }) => sum + blob.size, 0));
  if (pictures.length === 0) return yield* meter.follow(readLabelled(given(files, meter), wanted));
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
  return labelledPictures(decoded, wanted);
}

export function dataReportOf({ count, shape, pixels, labels, classes, notes }: LabelledData): DataReport {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return { count, shape, notes, areBytes: pixels instanceof Uint8Array, classes, counts };
}

/** Examples that come first in every measurement. */
const FIRST = 2000;
/** Share of the examples that are test data. */
const TEST_SHARE = 0.8;
const SEED = 1;
const MOST_CLASSES = 256;

/** The model with data: a model of its own, whose id names the data too. Throws ReadError. */
export function takeData(data: LabelledData, record: OwnRecord, choices: DataChoices): TakenModel {
  if (data.classes.length > MOST_CLASSES)
    throw new ReadError(
      'bad-label',
      `There are ${String(data.classes.length)} classes; ${String(MOST_CLASSES)} fit here.`,
    );
  const { bytes, preprocess } = bytesOf(data, choices);
  const order = shuffled(data.count);
  const tests = Math.min(Math.max(Math.round(data.count * TEST_SHARE), 1), data.count);
  const size = bytes.length / data.count;
  const part = (from: number, to: number): OwnFile => {
    const places = order.slice(from, to);
    const pixels = new Uint8Array(places.length * size);
    places.forEach((place, at) => pixels.set(bytes.subarray(place * size, (place + 1) * size), at * size));
    return packed(
      pixels,
      Uint8Array.from(places, (place) => data.labels[place] ?? 0),
    );
  };
  const ranges = [
    [0, Math.min(FIRST, tests)],
    [Math.min(FIRST, tests), tests],
    [tests, data.count],
  ] as const;
  const files = ranges.map(([from, to]) => (from < to ? { from, to, file: part(from, to) } : null));
  const made = files.filter((one) => one !== null);
  const splitOf = ({ from, to, file }: (typeof made)[number], start: number) => ({
    file: `examples-${String(from)}`,
    offset: from - start,
    count: to - from,
    bytes: file.bytes.byteLength,
    sha256: file.sha256,
  });
  const own: OwnData = {
    id: `own-data-${(made[0]?.file.sha256 ?? '').slice(0, 16)}`,
    title: choices.title,
    classes: namesOf(data.classes, choices.classes),
    test: made.filter(({ from }) => from < tests).map((one) => splitOf(one, 0)),
    train: made.filter(({ from }) => from >= tests).map((one) => splitOf(one, tests)),
  };
  return describe(
    record,
    own,
    preprocess,
    made.map(({ file }) => file),
    choices,
  );
}

function describe(
  { card, topology, outputs }: OwnRecord,
  data: OwnData,
  preprocess: string,
  files: readonly OwnFile[],
  { name }: DataChoices,
): TakenModel {
  const input = { shape: card.input.shape, preprocess };
  const hashes = files.map(({ sha256 }) => sha256);
  const own: ModelCard = {
    ...card,
    id: ownId({ topology, weights: card.sha256, input, task: 'classify', data: hashes }),
    title: name,
    dataset: data.id,
    input: { ...input, ...parsePreprocess(preprocess) },
    task: 'classify',
  };
  return { record: { form: 1, card: own, topology, outputs, data }, files };
}

/** Data here are bytes. Other numbers become the nearest of 256 levels from the least to the largest. */
function bytesOf({ pixels }: LabelledData, choices: DataChoices): { bytes: Uint8Array; preprocess: string } {
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
