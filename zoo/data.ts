/**
 * Packs Fashion-MNIST for the app: `npm run data [-- --idx-dir DIR] [--out DIR]`.
 *
 * Reads the four idx.gz files of the data set and writes, per split, a gzip stream of N * 784 uint8 pixels followed by N uint8
 * labels, and an index.json that lists them with their SHA-256. The same input gives the same bytes on every machine: the
 * compressor is plain JavaScript at a pinned version and the header carries no time. The files are named .bin because servers
 * add `Content-Encoding: gzip` to names that end in .gz, which would unpack them twice.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { gunzipSync, gzipSync } from 'fflate';

const PIXELS = 28 * 28;
const CLASSES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

interface Split {
  readonly id: string;
  readonly role: 'test' | 'train';
  /** First image of the split in its idx file. */
  readonly offset: number;
  readonly count: number;
}

const SPLITS: readonly Split[] = [
  { id: 'test-0-2000', role: 'test', offset: 0, count: 2000 },
  { id: 'test-2000-10000', role: 'test', offset: 2000, count: 8000 },
  { id: 'train-0-10000', role: 'train', offset: 0, count: 10000 },
];

/** Body of an idx file of uint8 whose dimensions after the first are `inner`; throws when the header says something else. */
function readIdx(path: string, inner: readonly number[]): Uint8Array {
  const bytes = gunzipSync(readFileSync(path));
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = 1 + inner.length;
  const dims = Array.from({ length: rank }, (_, axis) => header.getUint32(4 + 4 * axis));
  const body = bytes.subarray(4 + 4 * rank);
  const expected = dims.reduce((product, dim) => product * dim, 1);
  if (
    header.getUint32(0) !== 0x0800 + rank ||
    inner.some((dim, axis) => dims[axis + 1] !== dim) ||
    body.length !== expected
  ) {
    throw new Error(`${path} is not an idx file of uint8 [N${inner.map((dim) => `, ${String(dim)}`).join('')}].`);
  }
  return body;
}

/** Pixels then labels of one split, compressed. */
function pack(split: Split, images: Uint8Array, labels: Uint8Array): Uint8Array {
  const end = split.offset + split.count;
  if (labels.length < end)
    throw new Error(`${split.id} needs ${String(end)} images, the idx file has ${String(labels.length)}.`);
  const raw = new Uint8Array(split.count * (PIXELS + 1));
  raw.set(images.subarray(split.offset * PIXELS, end * PIXELS));
  raw.set(labels.subarray(split.offset, end), split.count * PIXELS);
  return gzipSync(raw, { level: 9, mtime: 0 });
}

function main(): void {
  const { values } = parseArgs({
    options: {
      'idx-dir': { type: 'string', default: '/usr/share/datasets/fashion-mnist' },
      out: { type: 'string', default: fileURLToPath(new URL('../public/data/fashion-mnist', import.meta.url)) },
    },
  });
  const read = (name: string, inner: readonly number[]): Uint8Array => readIdx(join(values['idx-dir'], name), inner);
  const sources = {
    test: { images: read('t10k-images-idx3-ubyte.gz', [28, 28]), labels: read('t10k-labels-idx1-ubyte.gz', []) },
    train: { images: read('train-images-idx3-ubyte.gz', [28, 28]), labels: read('train-labels-idx1-ubyte.gz', []) },
  };
  mkdirSync(values.out, { recursive: true });
  const splits = SPLITS.map((split) => {
    const bytes = pack(split, sources[split.role].images, sources[split.role].labels);
    const file = `${split.id}.bin`;
    writeFileSync(join(values.out, file), bytes);
    return { ...split, file, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
  });
  const index = {
    id: 'fashion-mnist',
    title: 'Fashion-MNIST',
    classes: CLASSES,
    shape: [28, 28, 1],
    licence: 'MIT, copyright 2017 Zalando SE',
    source: 'https://github.com/zalandoresearch/fashion-mnist (Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747)',
    splits,
  };
  writeFileSync(join(values.out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  for (const split of splits) process.stdout.write(`${split.file} ${String(split.bytes)} bytes ${split.sha256}\n`);
}

main();
