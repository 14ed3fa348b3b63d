import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MemoryFile, codeOf } from '../read/read-fakes';
import { ReadError } from '../read/errors';
import { fixture } from '../read/fixtures-fakes';
import { givenPictures } from './pictures';
import { readExamples } from './read';
import type { Wanted } from './types';

const csv = (text: string, name = 'data.csv'): MemoryFile => new MemoryFile(name, strToU8(text));
const read = (text: string, wanted: Wanted = {}) => readExamples([csv(text)], wanted);

async function messageOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof ReadError) return error.message;
    throw error;
  }
  throw new Error('The data were read.');
}

describe('tables', () => {
  it('have their labels where the first row says', async () => {
    const data = await read('a,Label,b\n1,2,255\n0,0,17\n');
    expect(data).toMatchObject({ count: 2, shape: [2], labels: { place: '1', classes: ['0', '1', '2'] } });
    expect(data.labels?.of).toEqual(Uint16Array.of(2, 0));
    expect(data.pixels).toEqual(Uint8Array.of(1, 255, 0, 17));
    expect(data.notes).toEqual(['The labels are those of the column "Label".']);
  });

  it.each([
    ['first', '1,10,0\n0,20,0\n2,30,9\n', [1, 0, 2], [10, 0, 20, 0, 30, 9]],
    ['last', '10,0,1\n20,0,0\n30,9,2\n', [1, 0, 2], [10, 0, 20, 0, 30, 9]],
    ['first, when classes are left out', '4,0.5\n9,0.25\n', [4, 9], [0.5, 0.25]],
  ])('without a header have them in the column that counts classes: %s', async (_, text, labels, pixels) => {
    const data = await read(text);
    expect([[...(data.labels?.of ?? [])], Array.from(data.pixels)]).toEqual([labels, pixels]);
  });

  it('may name classes, with quotes, semicolons, and lines of Windows', async () => {
    const data = await read('\ufeff5.1;3.5;"Iris; ""setosa"""\r\n6;2.25;virginica\r\n\r\n-1e-1;.5;virginica');
    expect(data.labels?.classes).toEqual(['Iris; "setosa"', 'virginica']);
    expect(data.labels?.of).toEqual(Uint16Array.of(0, 1, 1));
    expect(data.pixels).toEqual(Float32Array.of(5.1, 3.5, 6, 2.25, -0.1, 0.5));
  });

  it('are images where the network takes images', async () => {
    const data = await read('label,a,b,c,d\n0,1,2,3,4\n', { shape: [2, 2, 1], classes: 3 });
    expect(data.shape).toEqual([2, 2, 1]);
    expect(await codeOf(read('label,a,b\n0,1,2\n', { shape: [2, 2, 1] }))).toBe('bad-shape');
  });

  it('are read in parts of any length', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => [
      at % 10,
      ...Array.from({ length: 30 }, (__, k) => (at * 31 + k) % 256),
    ]);
    const file = csv(rows.map((row) => row.join(',')).join('\n'));
    expect(file.size).toBeGreaterThan(2 ** 22);
    const data = await readExamples([file]);
    expect(data.count).toBe(60_000);
    expect(rows.every((row, at) => data.labels?.of[at] === row[0] && data.pixels[30 * at + 29] === row[30])).toBe(true);
  });

  it.each([
    ['label,a\n0,1\n1,2,3\n', 'Line 3 has 3 fields, the first line has 2. Give every row one field for each column.'],
    ['label,a\n0,1\n\n1,x\n', 'Line 4, field 2 is "x", not a finite number. Only the column of labels may hold text.'],
    [
      'label,a\n0,Infinity\n',
      'Line 2, field 2 is "Infinity", not a finite number. Only the column of labels may hold text.',
    ],
    ['label,a\n0,\n', 'Line 2, field 2 is "", not a finite number. Only the column of labels may hold text.'],
    [
      'label,a\n0,1\n-1,2\n',
      'The label "-1" in line 3 is not a whole number from 0 to 9. Number the classes from 0, as the outputs of the network are.',
    ],
    [
      'label,a\n10,1\n',
      'The label "10" in line 2 is not a whole number from 0 to 9. Number the classes from 0, as the outputs of the network are.',
    ],
    [
      'label,a\n0,"1\n',
      'A quote that begins in line 2 does not end. Export the file again with the program that made it.',
    ],
    [
      'label,a\n',
      '"data.csv" has no rows of at least one value and a label. Give every row one field for each column.',
    ],
    [
      '0.5,1.5\n0.25,2.5\n',
      'Neither the first nor the last column holds whole numbers from 0. Name the column of labels "label" in a first row.',
    ],
  ])('that are wrong are refused with the line: %j', async (text, message) => {
    expect(await messageOf(read(text, { classes: 10 }))).toBe(message);
  });
});

describe('tables without labels', () => {
  const two = { shape: [2], classes: 3 };

  it.each([
    ['numbers alone', '0,1\n1,0\n', '', [0, 1, 1, 0]],
    ['a header', 'a,b\n0,1\n', '', [0, 1]],
    ['a column that is called as labels are', 'x,y\n0,1\n', ', "y" too', [0, 1]],
  ])('have as many columns as the network has inputs: %s', async (_, text, named, pixels) => {
    const data = await read(text, two);
    expect(data).toMatchObject({ labels: null, places: [], shape: [2] });
    expect([...data.pixels]).toEqual(pixels);
    expect(data.notes).toEqual([`Every column is an input${named}: there are no labels.`]);
  });

  it('have one column left out where the user says that there are none', async () => {
    const data = await read('id,a,b\n0,5,6\n1,7,8\n', { ...two, labels: 'none' });
    expect(data.labels).toBeNull();
    expect([...data.pixels]).toEqual([5, 6, 7, 8]);
    expect(data.notes).toEqual(['There are no labels: the column "id" is left out.']);
    // Names of classes are no input either.
    expect([...(await read('5,6,cat\n7,8,dog\n', { ...two, labels: 'none' })).pixels]).toEqual([5, 6, 7, 8]);
  });

  it('have labels where the user says, of all columns that are offered', async () => {
    const text = 'id,a,kind\n0,5,one\n1,7,two\n';
    const kinds = await read('id,a,kind\n0,5,1\n1,7,0\n', { ...two, labels: { place: '2' } });
    expect(kinds.labels).toEqual({ place: '2', of: Uint16Array.of(1, 0), classes: ['0', '1'] });
    expect(kinds.places.map(({ title }) => title)).toEqual(['column "id"', 'column "a"', 'column "kind"']);
    const named = await read(text, { ...two, labels: { place: '2' } });
    expect([named.labels?.classes, [...named.pixels]]).toEqual([
      ['one', 'two'],
      [0, 5, 1, 7],
    ]);
    expect(await codeOf(read(text, { ...two, labels: { place: '0' } }))).toBe('not-finite');
  });

  it('are refused when they fit in no way', async () => {
    expect(await messageOf(read('1,2,3,4\n', { ...two, labels: 'none' }))).toContain('has 4 values [4]');
    expect(await codeOf(read('a,b\n1,cat\n', { shape: [2], labels: 'none' }))).toBe('bad-shape');
  });

  it('of very many columns offer those at the ends', async () => {
    const row = Array.from({ length: 1001 }, (_, at) => at % 2).join(',');
    const { places } = await read(`${row}\n`, { shape: [1000], classes: 2 });
    expect(places.map(({ id }) => Number(id))).toEqual([
      ...Array.from({ length: 100 }, (_, at) => at),
      ...Array.from({ length: 100 }, (_, at) => 901 + at),
    ]);
  });
});

/** An .npy of version 1. */
function npy(name: string, descr: string, shape: readonly number[], data: ArrayBufferView): MemoryFile {
  const header = strToU8(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`);
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, ...strToU8('NUMPY'), 1, 0, header.length, 0]);
  bytes.set(header, 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return new MemoryFile(name, bytes);
}

describe('arrays', () => {
  const labels = (...values: number[]): MemoryFile => npy('y.npy', '|u1', [values.length], Uint8Array.from(values));

  it('are read out of what NumPy wrote', async () => {
    const data = await readExamples([fixture('stored.npz')], { shape: [4, 4, 1] });
    expect(data).toMatchObject({ count: 6, shape: [4, 4, 1], labels: { place: 'labels', classes: ['0', '1', '2'] } });
    expect(data.labels?.of).toEqual(Uint16Array.of(0, 2, 1, 1, 0, 2));
    expect(data.pixels).toBeInstanceOf(Uint8Array);
  });

  it('may be a pair of .npy with the channels first', async () => {
    const x = npy('x.npy', '<f4', [1, 2, 1, 3], Float32Array.of(1, 2, 3, 0.1, 0.2, 0.3));
    const data = await readExamples([x, labels(0)], { shape: [1, 3, 2] });
    expect(data.pixels).toEqual(Float32Array.of(1, 0.1, 2, 0.2, 3, 0.3));
    expect(data.notes.at(-1)).toBe('The channels of the images were moved from the first axis to the last.');
  });

  it('need no labels', async () => {
    const data = await readExamples([npy('batch.npy', '|u1', [2, 2], Uint8Array.of(1, 2, 3, 4))], { shape: [2] });
    expect(data).toMatchObject({ count: 2, labels: null, places: [] });
    expect(data.notes).toEqual([
      'The examples are "batch", and no array is named "y" or "labels": there are no labels.',
    ]);
  });

  it('have labels where the user says, or none', async () => {
    const x = npy('x.npy', '|u1', [2, 2], Uint8Array.of(1, 2, 3, 4));
    const kind = npy('kind.npy', '|u1', [2], Uint8Array.of(1, 0));
    const found = await readExamples([x, kind], { shape: [2] });
    expect(found.labels).toBeNull();
    expect(found.places).toEqual([{ id: 'kind', title: 'array "kind"' }]);
    const told = await readExamples([x, kind], { shape: [2], labels: { place: 'kind' } });
    expect(told.labels).toEqual({ place: 'kind', of: Uint16Array.of(1, 0), classes: ['0', '1'] });
    const none = await readExamples([x, labels(1, 0)], { shape: [2], labels: 'none' });
    expect([none.labels, none.notes]).toEqual([null, ['The examples are "x", and there are no labels.']]);
  });

  const three = npy('x.npy', '<f4', [3, 2], new Float32Array(6));
  it.each([
    ['unequal counts', [three, labels(0, 1)], 'unequal-counts'],
    ['a label too large', [three, labels(0, 1, 5)], 'bad-label'],
    ['labels of two axes', [three, npy('y.npy', '<f4', [3, 2], new Float32Array(6))], 'bad-label'],
    ['no examples', [labels(0, 1, 2)], 'missing-file'],
    ['a value that is none', [npy('x.npy', '<f4', [1, 1], Float32Array.of(NaN)), labels(0)], 'not-finite'],
    ['examples of another size', [npy('x.npy', '<f4', [3, 3], new Float32Array(9)), labels(0, 1, 2)], 'bad-shape'],
    ['another format', [new MemoryFile('x.parquet', new Uint8Array(4))], 'unknown-format'],
    ['two tables', [csv('a'), csv('b')], 'ambiguous'],
    ['nothing', [], 'no-files'],
  ])('with %s are refused', async (_, files, code) => {
    expect(await codeOf(readExamples(files, { shape: [2], classes: 3 }))).toBe(code);
  });
});

describe('pictures', () => {
  const picture = (name: string, ...rgba: number[]) => ({
    name,
    width: rgba.length / 4,
    height: 1,
    rgba: Uint8Array.from(rgba),
  });

  it('are grey where all are, and have the class of their folder', () => {
    const data = givenPictures([picture('set/shoe/1.png', 7, 7, 7, 255), picture('set/bag/1.png', 9, 9, 9, 255)]);
    expect(data).toMatchObject({ count: 2, shape: [1, 1, 1], labels: { place: 'folder', classes: ['bag', 'shoe'] } });
    expect([[...(data.labels?.of ?? [])], Array.from(data.pixels)]).toEqual([
      [1, 0],
      [7, 9],
    ]);
  });

  it('have the channels that the network takes', () => {
    const pictures = [picture('3/a.png', 255, 0, 0, 255, 0, 0, 255, 255)];
    expect(Array.from(givenPictures(pictures).pixels)).toEqual([255, 0, 0, 0, 0, 255]);
    const grey = givenPictures(pictures, { shape: [1, 2, 1] });
    expect(Array.from(grey.pixels)).toEqual([76, 29]);
    expect(grey.notes[0]).toContain('grey');
  });

  const [first, second] = [picture('set/1.png', 7, 7, 7, 255), picture('set/2.png', 9, 9, 9, 255)];

  it('of one folder, or of none, have no labels', () => {
    const notes = ['The pictures are not in folders of classes: there are no labels.'];
    const data = givenPictures([first, second]);
    expect(data).toMatchObject({ count: 2, labels: null, places: [{ id: 'folder' }], notes });
    expect([...data.pixels]).toEqual([7, 9]);
    expect(givenPictures([picture('1.png', 7, 7, 7, 255)])).toMatchObject({ labels: null, places: [], notes });
  });

  it('have the labels of their folders, or none, as the user says', () => {
    expect(givenPictures([first, second], { labels: { place: 'folder' } }).labels?.classes).toEqual(['set']);
    const other = picture('other/3.png', 1, 1, 1, 255);
    expect(givenPictures([first, other], { labels: 'none' })).toMatchObject({
      labels: null,
      notes: ['Folders are not classes here: there are no labels.'],
    });
  });

  it.each([
    ['two sizes', [picture('a/1.png', 1, 1, 1, 1), picture('a/2.png', 1, 1, 1, 1, 1, 1, 1, 1)], 'bad-shape'],
    ['a folder and of none', [picture('a/1.png', 1, 1, 1, 1), picture('1.png', 1, 1, 1, 1)], 'bad-label'],
    ['another size than the network takes', [picture('a/1.png', 1, 1, 1, 1, 2, 2, 2, 2)], 'bad-shape'],
    ['none', [], 'no-files'],
  ])('of %s are refused', async (_, pictures, code) => {
    const reading = Promise.resolve().then(() => givenPictures(pictures, { shape: [1, 1, 1] }));
    expect(await codeOf(reading)).toBe(code);
  });
});
