import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'fflate';

/** Images of uint8, 28 x 28 each, one after the other, and a class for each. */
export interface LabelledImages {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export interface FashionMnist {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

/** Where Debian's package `dataset-fashion-mnist` puts the files, where a download goes, and where it comes from. */
const DEBIAN = '/usr/share/datasets/fashion-mnist';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/fashion-mnist', import.meta.url));
const ADDRESS = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com';

/** SHA-256 of each file once unpacked: its packed bytes differ from one distributor to the next. */
const DIGESTS = {
  'train-images-idx3-ubyte': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  'train-labels-idx1-ubyte': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  't10k-images-idx3-ubyte': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  't10k-labels-idx1-ubyte': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
} as const;

type Name = keyof typeof DIGESTS;

/**
 * The whole data set: from `idxDir`, else from Debian's package, else downloaded once from its official address.
 * Throws Error for a file that is missing or not the published one.
 */
export async function loadFashionMnist(idxDir?: string): Promise<FashionMnist> {
  const folder = idxDir ?? (existsSync(join(DEBIAN, 'train-images-idx3-ubyte.gz')) ? DEBIAN : await download());
  const images = (name: Name): Uint8Array => readIdx(folder, name, [28, 28]);
  const labels = (name: Name): Uint8Array => readIdx(folder, name, []);
  return {
    train: { pixels: images('train-images-idx3-ubyte'), labels: labels('train-labels-idx1-ubyte') },
    test: { pixels: images('t10k-images-idx3-ubyte'), labels: labels('t10k-labels-idx1-ubyte') },
  };
}

async function download(): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  for (const name of Object.keys(DIGESTS)) {
    const path = join(CACHE, `${name}.gz`);
    if (existsSync(path)) continue;
    const address = `${ADDRESS}/${name}.gz`;
    console.log(`Fetching ${address}`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${String(response.status)}. Give the folder with --idx-dir.`);
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
  }
  return CACHE;
}

/** Body of an idx file of uint8 whose dimensions after the first are `inner`. */
function readIdx(folder: string, name: Name, inner: readonly number[]): Uint8Array {
  const path = join(folder, `${name}.gz`);
  const bytes = gunzipSync(readFileSync(path));
  if (createHash('sha256').update(bytes).digest('hex') !== DIGESTS[name]) {
    throw new Error(`${path} is not the published file. Delete it, or give another folder with --idx-dir.`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = 1 + inner.length;
  const dims = Array.from({ length: rank }, (_, axis) => header.getUint32(4 + 4 * axis));
  const body = bytes.subarray(4 + 4 * rank);
  const expected = dims.reduce((product, dim) => product * dim, 1);
  if (inner.some((dim, axis) => dims[axis + 1] !== dim) || body.length !== expected) {
    throw new Error(`${path} does not hold uint8 [N${inner.map((dim) => `, ${String(dim)}`).join('')}].`);
  }
  return body;
}
