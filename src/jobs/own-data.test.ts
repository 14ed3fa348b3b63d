import { gunzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { DecodedPicture, GivenData } from '../io/data/types';
import { codeOf } from '../io/read/read-fakes';
import type { ModelCard } from '../model/types';
import { type Decode, dataReportOf, openData, takeData } from './own-data';
import type { DataChoices, OpenedFile, OwnRecord, WantedData } from './own-reports';

const WANTED: WantedData = { shape: [1, 1, 1], classes: 3, labels: 'find' };

/** A picture of one point whose grey is its file's size. */
const decode: Decode = ({ name, blob }, size) => {
  const [width, height] = size ?? [1, 1];
  const rgba = new Uint8Array(4 * width * height).fill(blob.size);
  return Promise.resolve<DecodedPicture>({ name, width, height, rgba });
};

const file = (name: string, bytes: number): OpenedFile => ({ name, blob: new Blob([new Uint8Array(bytes)]) });

async function open(
  files: readonly OpenedFile[],
  how: Decode = decode,
  resize = false,
  wanted = WANTED,
): Promise<GivenData> {
  const opening = openData(files, wanted, resize, how);
  for (;;) {
    const next = await opening.next();
    if (next.done === true) return next.value;
  }
}

describe('pictures in folders', () => {
  const FILES = [
    file('set/dog/1.PNG', 5),
    file('set/cat/2.jpeg', 6),
    file('set/cat/1.png', 7),
    file('set/.DS_Store', 9),
  ];

  it('are labelled by their folder, and the same data in whatever order the browser lists them', async () => {
    const data = await open(FILES);
    expect(dataReportOf(data)).toMatchObject({
      ...{ count: 3, areBytes: true, parts: { test: 2, train: 1 } },
      labels: { place: 'folder', classes: ['cat', 'dog'], counts: [2, 1] },
    });
    expect([...data.pixels]).toEqual([7, 6, 5]);
    expect(await open(FILES.toReversed())).toEqual(data);
  });

  it('are scaled to the input only when asked', async () => {
    const sizes: unknown[] = [];
    const noting: Decode = (one, size) => {
      sizes.push(size);
      return decode(one, size);
    };
    await open(FILES, noting);
    const { notes } = await open(FILES, noting, true);
    expect(notes).toEqual(['All pictures were scaled to 1 × 1 points.']);
    expect(sizes).toEqual([null, null, null, [1, 1], [1, 1], [1, 1]]);
  });

  it('name the one that is no picture', async () => {
    const failing: Decode = (one, size) =>
      one.name.endsWith('2.jpeg') ? Promise.reject(new Error()) : decode(one, size);
    expect(await codeOf(open(FILES, failing))).toBe('damaged');
    await expect(open(FILES, failing)).rejects.toThrow('"set/cat/2.jpeg" is no picture');
  });
});

const CARD: ModelCard = {
  ...{ id: 'own-0', title: 'Net', dataset: 'own-data-0', output: 'logits', training: '', licence: '' },
  ...{ parameters: 1, macs: 1, bytes: 4, sha256: 'ff', task: 'output' },
  input: { shape: [2], preprocess: 'pixel', mean: 0, std: 1 / 255 },
};
const RECORD: OwnRecord = {
  ...{ form: 1, card: CARD, topology: {}, outputs: [3] },
  data: { id: 'own-data-0', title: '', classes: [], test: [], train: [] },
};
const CHOICES: DataChoices = { name: 'Mine', title: 'ten', preprocess: 'pixel/255', classes: 3 };

/** Examples of two values, the first of which is their number; of class 0 first, then of class 1. */
function examples(
  count: number,
  pixels: GivenData['pixels'] = Uint8Array.from({ length: 2 * count }, (_, at) => (at % 2 ? 0 : at / 2)),
) {
  const of = Uint16Array.from({ length: count }, (_, at) => (at < count / 2 ? 0 : 1));
  const labels = { place: 'y', of, classes: ['a', 'b'] };
  return { count, shape: [2], pixels, labels, places: [], notes: [] } satisfies GivenData;
}

/** Items and labels of a part. */
function unpack(file: { readonly bytes: ArrayBuffer } | undefined, count: number) {
  const raw = gunzipSync(new Uint8Array(file?.bytes ?? new ArrayBuffer(0)));
  return { pixels: [...raw.subarray(0, 2 * count)], labels: [...raw.subarray(2 * count)] };
}

describe('data for a network', () => {
  it('are shuffled, four fifths tested on, none twice, each with its own label', () => {
    const { record, files } = takeData(examples(10), RECORD, CHOICES);
    const { test, train, classes } = record.data;
    expect([test.map(({ count }) => count), train.map(({ count, offset }) => [count, offset])]).toEqual([
      [8],
      [[2, 0]],
    ]);
    expect(classes).toEqual(['a', 'b', '2']);
    const parts = [unpack(files[0], 8), unpack(files[1], 2)];
    const numbers = parts.flatMap(({ pixels }) => pixels.filter((_, at) => at % 2 === 0));
    expect(numbers).not.toEqual(numbers.toSorted((p, q) => p - q));
    expect(numbers.toSorted((p, q) => p - q)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(parts.flatMap(({ labels }) => labels)).toEqual(numbers.map((number) => (number < 5 ? 0 : 1)));
    expect(takeData(examples(10), RECORD, CHOICES).record).toEqual(record);
  });

  it('of more than 2,000 test items are in parts, the first of which is what a first look measures', () => {
    const { test, train } = takeData(examples(3000, new Uint8Array(6000)), RECORD, CHOICES).record.data;
    const placed = ({ offset, count }: { readonly offset: number; readonly count: number }) => [offset, count];
    expect([test.map(placed), train.map(placed)]).toEqual([
      [
        [0, 2000],
        [2000, 400],
      ],
      [[0, 600]],
    ]);
  });

  it('make another model of other data or another preprocessing, and keep its network', () => {
    const idOf = (data: GivenData, choices = CHOICES) => takeData(data, RECORD, choices).record.card;
    const card = idOf(examples(10));
    expect(card).toMatchObject({ title: 'Mine', task: 'classify', sha256: 'ff', input: { mean: 0, std: 1 } });
    expect(idOf(examples(12)).id).not.toBe(card.id);
    expect(idOf(examples(10), { ...CHOICES, preprocess: 'pixel' }).id).not.toBe(card.id);
  });

  it.each([
    ['around zero', -3, 5],
    ['far from zero', 1000, 1001],
    ['tiny', 0, 1e-7],
    ['all the same', 2.5, 2.5],
  ])('that are no bytes go in as they are, to half of a 256th of their range: %s', (_, low, high) => {
    const pixels = Float32Array.from({ length: 20 }, (__, at) => low + ((high - low) * at) / 19);
    const { record, files } = takeData(examples(10, pixels), RECORD, { ...CHOICES, preprocess: 'pixel' });
    const { mean, std } = record.card.input;
    const values = [unpack(files[0], 8), unpack(files[1], 2)].flatMap(({ pixels: bytes }) => bytes);
    const back = values.map((byte) => (byte / 255 - mean) / std).toSorted((p, q) => p - q);
    const step = (high - low) / 255 + 1e-6 * Math.abs(high);
    back.forEach((value, at) => expect(Math.abs(value - (pixels[at] ?? 0))).toBeLessThanOrEqual(0.51 * step));
  });

  it('are refused with more classes than a byte counts', () => {
    const few = examples(4);
    const classes = Array.from({ length: 257 }, (_, at) => String(at));
    const many = { ...few, labels: { ...few.labels, classes } };
    expect(() => takeData(many, RECORD, CHOICES)).toThrow('There are 257 classes; 256 fit here.');
  });

  it('without labels are compared by the outputs, in the same parts', () => {
    const labelled = takeData(examples(10), RECORD, CHOICES).record;
    const { record, files } = takeData({ ...examples(10), labels: null }, RECORD, CHOICES);
    expect(record.card).toMatchObject({ title: 'Mine', task: 'output', sha256: 'ff' });
    expect(record.card.id).not.toBe(labelled.card.id);
    expect(record.data.classes).toEqual([]);
    expect(record.data.test.map(({ count }) => count)).toEqual([8]);
    expect(record.data.train.map(({ count }) => count)).toEqual([2]);
    const parts = [unpack(files[0], 8), unpack(files[1], 2)];
    expect(parts.flatMap(({ labels }) => labels)).toEqual(Array.from({ length: 10 }, () => 0));
    const numbers = parts.flatMap(({ pixels }) => pixels.filter((_, at) => at % 2 === 0));
    expect(numbers.toSorted((p, q) => p - q)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('leave something to calibrate on; one example is for both', () => {
    const partsOf = (count: number) => {
      const { test, train } = takeData({ ...examples(count), labels: null }, RECORD, CHOICES).record.data;
      return [test, train].map(([one]) => [one?.offset, one?.count]);
    };
    expect(partsOf(2)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(partsOf(1)).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(dataReportOf(examples(1)).parts).toEqual({ test: 1, train: 1 });
  });

  it('are first as many as 64 MiB of outputs, where those are pictures', () => {
    const wide = { ...RECORD, outputs: [1024, 1024, 2] };
    const { test } = takeData({ ...examples(20), labels: null }, wide, CHOICES).record.data;
    expect(test.map(({ offset, count }) => [offset, count])).toEqual([
      [0, 8],
      [8, 8],
    ]);
  });
});

describe('numbers of words', () => {
  const words = { ...WANTED, shape: [2], labels: 'none', words: 6 } as const;
  const table = (text: string): OpenedFile => ({ name: 'words.csv', blob: new Blob([text]) });

  it('go in as they are where the network knows them', async () => {
    expect([...(await open([table('0,5\n1,2\n')], decode, false, words)).pixels]).toEqual([0, 5, 1, 2]);
  });

  it.each([
    ['6', 'Value 2 of example 2 is 6, not the number of one of 6 words.'],
    ['-1', 'Value 2 of example 2 is -1,'],
    ['0.5', 'Value 2 of example 2 is 0.5,'],
  ])('are refused where it does not: %s', async (word, message) => {
    await expect(open([table(`0,5\n1,${word}\n`)], decode, false, words)).rejects.toThrow(message);
  });
});
