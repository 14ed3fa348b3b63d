import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MemoryFile, codeOf } from '../read/read-fakes';
import { ReadError } from '../read/errors';
import { fixture } from '../read/fixtures-fakes';
import { labelledPictures } from './pictures';
import { readLabelled } from './read';
import type { Wanted } from './types';

const csv = (text: string, name = 'data.csv'): MemoryFile => new MemoryFile(name, strToU8(text));
const read = (text: string, wanted: Wanted = {}) => readLabelled([csv(text)], wanted);

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
    expect(data).toMatchObject({ count: 2, shape: [2], classes: ['0', '1', '2'] });
    expect(data.labels).toEqual(Uint16Array.of(2, 0));
    expect(data.pixels).toEqual(Uint8Array.of(1, 255, 0, 17));
    expect(data.notes).toEqual(['The labels are those of the column "Label".']);
  });

  it.each([
    ['first', '1,10,0\n0,20,0\n2,30,9\n', [1, 0, 2], [10, 0, 20, 0, 30, 9]],
    ['last', '10,0,1\n20,0,0\n30,9,2\n', [1, 0, 2], [10, 0, 20, 0, 30, 9]],
    ['first, when classes are left out', '4,0.5\n9,0.25\n', [4, 9], [0.5, 0.25]],
  ])('without a header have them in the column that counts classes: %s', async (_, text, labels, pixels) => {
    const data = await read(text);
    expect([Array.from(data.labels), Array.from(data.pixels)]).toEqual([labels, pixels]);
  });

  it('may name classes, with quotes, semicolons, and lines of Windows', async () => {
    const data = await read('\ufeff5.1;3.5;"Iris; ""setosa"""\r\n6;2.25;virginica\r\n\r\n-1e-1;.5;virginica');
    expect(data.classes).toEqual(['Iris; "setosa"', 'virginica']);
    expect(data.labels).toEqual(Uint16Array.of(0, 1, 1));
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
    const data = await readLabelled([file]);
    expect(data.count).toBe(60_000);
    expect(rows.every((row, at) => data.labels[at] === row[0] && data.pixels[30 * at + 29] === row[30])).toBe(true);
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
    const data = await readLabelled([fixture('stored.npz')], { shape: [4, 4, 1] });
    expect(data).toMatchObject({ count: 6, shape: [4, 4, 1], classes: ['0', '1', '2'] });
    expect(data.labels).toEqual(Uint16Array.of(0, 2, 1, 1, 0, 2));
    expect(data.pixels).toBeInstanceOf(Uint8Array);
  });

  it('may be a pair of .npy with the channels first', async () => {
    const x = npy('x.npy', '<f4', [1, 2, 1, 3], Float32Array.of(1, 2, 3, 0.1, 0.2, 0.3));
    const data = await readLabelled([x, labels(0)], { shape: [1, 3, 2] });
    expect(data.pixels).toEqual(Float32Array.of(1, 0.1, 2, 0.2, 3, 0.3));
    expect(data.notes.at(-1)).toBe('The channels of the images were moved from the first axis to the last.');
  });

  const three = npy('x.npy', '<f4', [3, 2], new Float32Array(6));
  it.each([
    ['unequal counts', [three, labels(0, 1)], 'unequal-counts'],
    ['a label too large', [three, labels(0, 1, 5)], 'bad-label'],
    ['labels of two axes', [three, npy('y.npy', '<f4', [3, 2], new Float32Array(6))], 'bad-label'],
    ['no labels', [three], 'missing-file'],
    ['a value that is none', [npy('x.npy', '<f4', [1, 1], Float32Array.of(NaN)), labels(0)], 'not-finite'],
    ['examples of another size', [npy('x.npy', '<f4', [3, 3], new Float32Array(9)), labels(0, 1, 2)], 'bad-shape'],
    ['another format', [new MemoryFile('x.parquet', new Uint8Array(4))], 'unknown-format'],
    ['two tables', [csv('a'), csv('b')], 'ambiguous'],
    ['nothing', [], 'no-files'],
  ])('with %s are refused', async (_, files, code) => {
    expect(await codeOf(readLabelled(files, { shape: [2], classes: 3 }))).toBe(code);
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
    const data = labelledPictures([picture('set/shoe/1.png', 7, 7, 7, 255), picture('set/bag/1.png', 9, 9, 9, 255)]);
    expect(data).toMatchObject({ count: 2, shape: [1, 1, 1], classes: ['bag', 'shoe'] });
    expect([Array.from(data.labels), Array.from(data.pixels)]).toEqual([
      [1, 0],
      [7, 9],
    ]);
  });

  it('have the channels that the network takes', () => {
    const pictures = [picture('3/a.png', 255, 0, 0, 255, 0, 0, 255, 255)];
    expect(Array.from(labelledPictures(pictures).pixels)).toEqual([255, 0, 0, 0, 0, 255]);
    const grey = labelledPictures(pictures, { shape: [1, 2, 1] });
    expect(Array.from(grey.pixels)).toEqual([76, 29]);
    expect(grey.notes).toHaveLength(1);
    expect(grey.labels).toEqual(Uint16Array.of(3));
  });

  it.each([
    ['two sizes', [picture('a/1.png', 1, 1, 1, 1), picture('a/2.png', 1, 1, 1, 1, 1, 1, 1, 1)], 'bad-shape'],
    ['no folder', [picture('1.png', 1, 1, 1, 1)], 'bad-label'],
    ['another size than the network takes', [picture('a/1.png', 1, 1, 1, 1, 2, 2, 2, 2)], 'bad-shape'],
    ['none', [], 'no-files'],
  ])('of %s are refused', async (_, pictures, code) => {
    const reading = Promise.resolve().then(() => labelledPictures(pictures, { shape: [1, 1, 1] }));
    expect(await codeOf(reading)).toBe(code);
  });
});
