import { zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readArrays } from './arrays';
import { expectedOf, fixture } from './fixtures-fakes';
import { readFiles } from './read';
import { MemoryFile, codeOf } from './read-fakes';

/** An .npy of version 1. */
function npy(header: string, data = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(10 + header.length + data.length);
  bytes.set([0x93, ...strToU8('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(strToU8(header), 10);
  bytes.set(data, 10 + header.length);
  return bytes;
}

const header = (descr: string, shape: string): string =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
const refuse = (bytes: Uint8Array): Promise<string> => codeOf(readFiles([new MemoryFile('x.npy', bytes)]));

describe('files of NumPy', () => {
  it.each(['matrix.npy', 'fortran-big-endian.npy', 'stored.npz', 'deflated.npz'])(
    '%s reads as NumPy does',
    async (name) => {
      const read = await readFiles([fixture(name)]);
      const wanted = expectedOf(name);
      expect(read.format).toBe(name.slice(-3));
      expect(read.tensors.map((tensor) => tensor.name)).toEqual(Object.keys(wanted));
      for (const tensor of read.tensors) {
        expect(tensor.shape).toEqual(wanted[tensor.name]?.shape);
        expect(await tensor.load()).toEqual(Float32Array.from(wanted[tensor.name]?.values ?? []));
      }
    },
  );

  it('says what is rounded', async () => {
    expect((await readFiles([fixture('stored.npz')])).notes).toEqual([
      'Values of the types int64 are rounded to float32 ("labels").',
    ]);
  });

  it('gives data in lists that hold them exactly', async () => {
    const arrays = await readArrays(fixture('stored.npz'));
    expect(arrays.map(({ name, data }) => [name, data.constructor.name])).toEqual([
      ['images', 'Uint8Array'],
      ['labels', 'Float64Array'],
    ]);
    const [scalar] = (await readArrays(fixture('deflated.npz'))).filter(({ name }) => name === 'scalar');
    expect(scalar).toMatchObject({ shape: [], dtype: '<f8', data: Float64Array.of(0.1) });
  });

  it('takes several .npy as one set', async () => {
    const read = await readFiles([fixture('matrix.npy'), fixture('fortran-big-endian.npy')]);
    expect(read.tensors.map(({ name }) => name)).toEqual(['matrix', 'fortran-big-endian']);
    expect(await codeOf(readFiles([fixture('matrix.npy'), fixture('matrix.npy')]))).toBe('duplicate-name');
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'truncated'],
    ['a header beyond the file', npy(header("'<f4'", '(2,)')).subarray(0, 30), 'truncated'],
    ['fewer values than described', npy(header("'<f4'", '(3,)'), new Uint8Array(8)), 'truncated'],
    ['more values than described', npy(header("'<f4'", '(1,)'), new Uint8Array(8)), 'damaged'],
    ['an unknown version', npy('some header').fill(9, 6, 7), 'damaged'],
    ['a header that is none', npy('import os'), 'damaged'],
    ['negative sizes', npy(header("'<f4'", '(-1,)')), 'bad-shape'],
    ['sizes that are no numbers', npy(header("'<f4'", '(nan,)')), 'bad-shape'],
    ['a product beyond 2^53', npy(header("'<f4'", '(4294967296, 4294967296)')), 'bad-shape'],
    ['a hundred axes', npy(header("'<f4'", `(${'1, '.repeat(100)})`), new Uint8Array(4)), 'bad-shape'],
    ['Python objects', npy(header("'|O'", '(1,)'), new Uint8Array(8)), 'unsupported-dtype'],
    ['complex numbers', npy(header("'<c8'", '(1,)'), new Uint8Array(8)), 'unsupported-dtype'],
    ['records', npy(header("[('a', '<f4')]", '(1,)'), new Uint8Array(4)), 'unsupported-dtype'],
    ['a huge shape in a small file', npy(header("'<f4'", '(90000000,90000000)')), 'truncated'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await refuse(bytes)).toBe(code);
  });
});

describe('zip archives', () => {
  const inZip = (bytes: Uint8Array): Promise<string> => codeOf(readFiles([new MemoryFile('x.npz', bytes)]).then(load));
  const load = async (read: Awaited<ReturnType<typeof readFiles>>) =>
    Promise.all(read.tensors.map((one) => one.load()));
  const good = npy(header("'<f4'", '(40000,)'), new Uint8Array(160_000));
  const zip = zipSync({ 'a.npy': good }, { mtime: '1980-01-01T00:00:00' });
  const changed = (bytes: Uint8Array, at: number, ...to: number[]): Uint8Array => {
    const copy = bytes.slice();
    copy.set(to, at < 0 ? copy.length + at : at);
    return copy;
  };
  /** Place of the only entry of the directory, from the end. */
  const entry = -22 - 46 - 'a.npy'.length;

  it('reads what NumPy could have written', async () => {
    expect(await load(await readFiles([new MemoryFile('x.npz', zip)]))).toEqual([new Float32Array(40_000)]);
  });

  it.each([
    ['no directory', zip.subarray(0, zip.length - 5), 'truncated'],
    ['a directory outside of the file', changed(zip, -6, 255, 255, 255, 127), 'damaged'],
    ['more entries than the directory has', changed(zip, -12, 9, 0), 'damaged'],
    ['a Zip64 mark without its directory', changed(zip, -12, 255, 255), 'damaged'],
    ['an encrypted entry', changed(zip, entry + 8, 1), 'damaged'],
    ['another compression', changed(zip, entry + 10, 99), 'damaged'],
    ['a wrong checksum', changed(zip, entry + 16, 1), 'damaged'],
    ['a size that is too small', changed(zip, entry + 24, 200, 0, 0, 0), 'damaged'],
    ['a size that is too large', changed(zip, entry + 24, 255, 255, 255, 0), 'damaged'],
    ['a size of four gigabytes out of a hundred bytes', changed(zip, entry + 24, 254, 255, 255, 255), 'too-large'],
    ['a place of an entry outside of the file', changed(zip, entry + 42, 255, 255, 255, 127), 'damaged'],
    ['no compressed bytes', changed(zip, 40, ...new Array<number>(60).fill(255)), 'damaged'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await inZip(bytes)).toBe(code);
  });

  it('refuses an archive that grows a thousandfold, before it grows', async () => {
    const bomb = zipSync({ 'a.npy': new Uint8Array(70 * 2 ** 20) }, { level: 1 });
    const file = new MemoryFile('bomb.npz', bomb);
    expect(await codeOf(readFiles([file]))).toBe('too-large');
  });

  it('refuses two files of one name', async () => {
    const two = zipSync({ 'a.npy': good, 'b.npy': good });
    const name = two.lastIndexOf('b'.charCodeAt(0));
    expect(await inZip(changed(two, name, 'a'.charCodeAt(0)))).toBe('duplicate-name');
  });

  it('refuses an archive in an archive', async () => {
    expect(await codeOf(readFiles([new MemoryFile('x.zip', zipSync({ 'y.zip': zipSync({}) }))]))).toBe(
      'unknown-format',
    );
  });
});
