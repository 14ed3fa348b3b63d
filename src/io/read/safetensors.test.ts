import { describe, expect, it } from 'vitest';
import { strToU8 } from 'fflate';
import { writeSafetensors } from '../safetensors';
import { MemoryFile, codeOf } from './read-fakes';
import { readFiles } from './read';

/** A file out of a header and the bytes after it. */
function fileOf(header: string, data: Uint8Array, length = BigInt(strToU8(header).length)): MemoryFile {
  const text = strToU8(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return new MemoryFile('model.safetensors', bytes);
}

const one = (dtype: string, shape: readonly number[], bytes: Uint8Array): MemoryFile =>
  fileOf(JSON.stringify({ x: { dtype, shape, data_offsets: [0, bytes.length] } }), bytes);

describe('safetensors', () => {
  it.each([
    ['F64', new Float64Array([0.1, -2]), [Math.fround(0.1), -2]],
    ['F32', new Float32Array([0.1, -2]), [Math.fround(0.1), -2]],
    ['F16', new Uint16Array([0x3555, 0xc000]), [0.333251953125, -2]],
    ['BF16', new Uint16Array([0x3eab, 0xc000]), [0.333984375, -2]],
    ['F8_E4M3', new Uint8Array([0x38, 0xfe]), [1, -448]],
    ['I64', new BigInt64Array([3n, -4n]), [3, -4]],
    ['I8', new Int8Array([3, -4]), [3, -4]],
    ['U8', new Uint8Array([3, 252]), [3, 252]],
    ['BOOL', new Uint8Array([1, 0]), [1, 0]],
  ])('reads %s', async (dtype, values, wanted) => {
    const { tensors } = await readFiles([one(dtype, [2], new Uint8Array(values.buffer))]);
    expect(tensors.map(({ name, shape, dtype: type }) => [name, shape, type])).toEqual([['x', [2], dtype]]);
    expect(Array.from((await tensors[0]?.load()) ?? [])).toEqual(wanted);
  });

  it('reads no more than the header and the tensors that are asked for', async () => {
    const tensors = ['a', 'b'].map((name) => ({ name, shape: [100, 25], data: new Float32Array(2500).fill(1.5) }));
    const bytes = writeSafetensors({ metadata: {}, tensors });
    const file = new MemoryFile('two.safetensors', bytes);
    const read = await readFiles([file]);
    const before = file.bytesRead;
    expect(before).toBeLessThan(bytes.length - 19_000);
    expect(await read.tensors[1]?.load()).toEqual(new Float32Array(2500).fill(1.5));
    expect(file.bytesRead).toBe(before + 10_000);
  });

  it('joins the parts of one model', async () => {
    const part = (name: string, file: string): MemoryFile =>
      new MemoryFile(
        file,
        writeSafetensors({ metadata: {}, tensors: [{ name, shape: [1], data: new Float32Array(1) }] }),
      );
    const read = await readFiles([
      part('a', 'net-00001-of-00002.safetensors'),
      part('b', 'net-00002-of-00002.safetensors'),
    ]);
    expect([read.title, read.tensors.map(({ name }) => name)]).toEqual(['net', ['a', 'b']]);
    expect(await codeOf(readFiles([part('a', '1.safetensors'), part('a', '2.safetensors')]))).toBe('duplicate-name');
  });

  const tensor = (shape: string, offsets: string, name = 'x'): string =>
    `{"${name}":{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}}`;
  it.each([
    ['no header', new MemoryFile('a.safetensors', new Uint8Array(3)), 'truncated'],
    ['a header beyond the file', fileOf('{}', new Uint8Array(0), 2n ** 63n), 'truncated'],
    ['a header that is no JSON', fileOf('{"x"', new Uint8Array(0)), 'damaged'],
    ['a header that is no object', fileOf('[1]', new Uint8Array(0)), 'damaged'],
    ['deep nesting', fileOf(`{"x":${'['.repeat(1e6)}`, new Uint8Array(0)), 'damaged'],
    ['a negative size', fileOf(tensor('[-4,-1]', '[0,16]'), new Uint8Array(16)), 'bad-shape'],
    ['a size that is no number', fileOf(tensor('[null]', '[0,16]'), new Uint8Array(16)), 'bad-shape'],
    ['a product beyond 2^53', fileOf(tensor('[4294967296,4294967296,0]', '[0,0]'), new Uint8Array(0)), 'bad-shape'],
    ['an end beyond the file', fileOf(tensor('[5]', '[0,20]'), new Uint8Array(16)), 'bad-place'],
    ['an end before the start', fileOf(tensor('[0]', '[8,0]'), new Uint8Array(16)), 'bad-place'],
    ['bytes that do not fit the shape', fileOf(tensor('[3]', '[0,16]'), new Uint8Array(16)), 'bad-place'],
    ['bytes of no tensor', fileOf(tensor('[4]', '[0,16]'), new Uint8Array(20)), 'bad-place'],
    ['a type that is not known', one('C64', [2], new Uint8Array(16)), 'unsupported-dtype'],
    ['a type named as members of objects are', one('__proto__', [2], new Uint8Array(8)), 'unsupported-dtype'],
    [
      'two tensors in one place',
      fileOf(`${tensor('[2]', '[0,8]').slice(0, -1)},${tensor('[2]', '[4,12]', 'y').slice(1)}`, new Uint8Array(12)),
      'bad-place',
    ],
    [
      'two tensors of one name',
      fileOf(`${tensor('[2]', '[0,8]').slice(0, -1)},${tensor('[2]', '[0,8]', '\\u0078').slice(1)}`, new Uint8Array(8)),
      'duplicate-name',
    ],
  ])('refuses %s', async (_, file, code) => {
    expect(await codeOf(readFiles([file]))).toBe(code);
  });

  it('keeps a tensor named as members of objects are', async () => {
    const file = fileOf(tensor('[1]', '[0,4]', '__proto__'), new Uint8Array(4));
    const { tensors } = await readFiles([file]);
    expect(tensors.map(({ name }) => name)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['dtype']).toBeUndefined();
  });
});
