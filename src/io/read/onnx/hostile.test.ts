import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataLocation, TensorProto_DataType as DataType } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { MemoryFile, codeOf, noteOf, readAll } from '../read-fakes';

/** A file that keeps the reader busy for longer than this fails its test; each takes far below a second. */
const PATIENCE = 20_000;

type ModelInit = Parameters<typeof create<typeof ModelProtoSchema>>[1];
type Nodes = { opType: string; input: string[]; output: string[] }[];
const image = (size: number) => ({
  name: 'image',
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType: 1,
        shape: { dim: [1, 1, size, size].map((dim) => ({ value: { case: 'dimValue' as const, value: BigInt(dim) } })) },
      },
    },
  },
});
const floats = (name: string, dims: readonly number[], count = dims.reduce((product, dim) => product * dim, 1)) => ({
  name,
  dataType: DataType.FLOAT,
  dims: dims.map(BigInt),
  rawData: new Uint8Array(4 * count),
});

function onnx(node: Nodes, initializer: object[] = [floats('w', [1, 1, 3, 3])], size = 8): MemoryFile {
  const graph = { node, initializer, input: [image(size)], output: [{ name: 'out' }] };
  const init = { irVersion: 8n, opsetImport: [{ version: 13n }], graph } as ModelInit;
  return new MemoryFile('hostile.onnx', toBinary(ModelProtoSchema, create(ModelProtoSchema, init)));
}

const conv = { opType: 'Conv', input: ['image', 'w'], output: ['out'] };
describe('hostile ONNX', { timeout: PATIENCE }, () => {
  it('is a network before it is made hostile', async () => {
    expect((await readAll([onnx([conv])])).kind).toBe('network');
  });

  const external = {
    ...floats('w', [1, 1, 3, 3]),
    rawData: new Uint8Array(0),
    dataLocation: TensorProto_DataLocation.EXTERNAL,
  };
  it.each([
    ['values in another file', onnx([conv], [external]), 'missing-file'],
    ['two tensors of one name', onnx([conv], [floats('w', [1]), floats('w', [1])]), 'duplicate-name'],
    ['fewer values than its shape', onnx([conv], [floats('w', [1, 1, 3, 3], 8)]), 'bad-shape'],
    ['a negative size', onnx([conv], [floats('w', [-1, -9], 9)]), 'bad-shape'],
    ['a product beyond 2^53', onnx([conv], [floats('w', [2 ** 40, 2 ** 40, 0])]), 'bad-shape'],
    ['texts as weights', onnx([conv], [{ ...floats('w', [1]), dataType: DataType.STRING }]), 'unsupported-dtype'],
    ['an unknown type', onnx([conv], [{ ...floats('w', [1]), dataType: 77 }]), 'unsupported-dtype'],
    ['a node without what it takes', onnx([{ ...conv, input: ['image', 'missing'] }]), 'damaged'],
    [
      'a cycle',
      onnx([
        { opType: 'Add', input: ['image', 'b'], output: ['a'] },
        { opType: 'Relu', input: ['a'], output: ['b'] },
        { opType: 'Relu', input: ['a'], output: ['out'] },
      ]),
      'damaged',
    ],
    ['a node that takes itself', onnx([{ opType: 'Add', input: ['image', 'out'], output: ['out'] }]), 'damaged'],
    ['no graph', new MemoryFile('x.onnx', Uint8Array.of(8, 1)), 'damaged'],
    [
      'a field of 2^62 bytes',
      new MemoryFile('x.onnx', Uint8Array.of(8, 1, 0x3a, 255, 255, 255, 255, 255, 255, 255, 255, 63)),
      'truncated',
    ],
    ['a number without end', new MemoryFile('x.onnx', new Uint8Array(1000).fill(255)), 'truncated'],
    ['two million empty nodes', new MemoryFile('x.onnx', emptyNodes(2_000_000)), 'too-large'],
  ])('with %s is refused', async (_, file, code) => {
    expect(await codeOf(readAll([file]))).toBe(code);
  });

  it('of a hundred thousand nodes keeps its weights', async () => {
    const nodes = Array.from({ length: 100_000 }, (_, at) => ({
      opType: 'Relu',
      input: [`v${at}`],
      output: [`v${at + 1}`],
    }));
    expect(await noteOf([onnx(nodes)])).toMatch(/It has 100000 nodes, more than 5000\./);
  });

  it.each([
    [
      'an unknown operation',
      [{ ...conv, opType: 'LSTM' }],
      /Node "out" \(LSTM\) has no layer here: the operation is not known\./,
    ],
    [
      'an operation named as members of objects are',
      [{ ...conv, opType: '__proto__' }],
      /\(__proto__\) has no layer here/,
    ],
    ['an output that nothing makes', [{ ...conv, output: ['other'] }], /Its output does not depend on its input\./],
    ['a window larger than the image', [{ ...conv, input: ['image', 'large'] }], /larger than its input/],
    [
      'constants that double',
      [
        ...Array.from({ length: 60 }, (_, at) => ({
          opType: 'Concat',
          input: [`c${at}`, `c${at}`],
          output: [`c${at + 1}`],
        })),
        { opType: 'Reshape', input: ['image', 'c60'], output: ['out'] },
      ],
      /it joins \d+ constants/,
    ],
    [
      'constants that are computed for ever',
      [
        ...Array.from({ length: 60 }, (_, at) => ({
          opType: 'Mul',
          input: [at === 0 ? 'million' : `m${at}`, 'one'],
          output: [`m${at + 1}`],
        })),
        { opType: 'Add', input: ['image', 'm60'], output: ['out'] },
      ],
      /too many constants/,
    ],
  ])('with %s keeps its weights, with a note', async (_, nodes, wanted) => {
    const stored = [
      floats('w', [1, 1, 3, 3]),
      floats('large', [1, 1, 9, 9]),
      floats('c0', [1]),
      floats('one', []),
      floats('million', [1_000_000]),
    ];
    expect(await noteOf([onnx(nodes, stored)])).toMatch(wanted);
  });

  it('with an image of a million points a side keeps its weights', async () => {
    expect(await noteOf([onnx([conv], undefined, 1_000_000)])).toMatch(/too large to be computed here/);
  });
});

/** A graph of nodes without content. */
function emptyNodes(count: number): Uint8Array {
  const length = 2 * count;
  const size = [(length & 127) | 128, ((length >> 7) & 127) | 128, ((length >> 14) & 127) | 128, length >> 21];
  const bytes = new Uint8Array(2 + 1 + 4 + length);
  bytes.set([8, 1, 0x3a, ...size]);
  for (let at = 7; at < bytes.length; at += 2) bytes[at] = 0x0a;
  return bytes;
}
