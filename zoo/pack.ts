/** The packed form of the data sets in public/data. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { gzipSync } from 'fflate';
import type { LabelledImages } from './sources/fashion-mnist';

export interface Split {
  readonly id: string;
  readonly role: 'test' | 'train';
  /** First item, counted in all items of that role. */
  readonly offset: number;
  readonly count: number;
}

interface Packing {
  readonly folder: string;
  readonly splits: readonly Split[];
  readonly source: Readonly<Record<Split['role'], LabelledImages>>;
  /** What index.json says besides the list of files. */
  readonly about: Readonly<Record<string, unknown>>;
}

/**
 * Writes, per split, a gzip stream of its items (pixels, or characters) followed by one uint8 label each, and an index.json that
 * lists them with their SHA-256. The same input gives the same bytes on every machine: the compressor is plain JavaScript at a
 * pinned version and the header carries no time. The files are named .bin because servers add `Content-Encoding: gzip` to names
 * that end in .gz, which would unpack them twice.
 */
export function writePacked({ folder, splits, source, about }: Packing): void {
  mkdirSync(folder, { recursive: true });
  const files = splits.map((split) => {
    const bytes = pack(split, source[split.role]);
    const file = `${split.id}.bin`;
    writeFileSync(join(folder, file), bytes);
    console.log(`${join(folder, file)} ${String(bytes.length)} bytes`);
    return { ...split, file, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
  });
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify({ ...about, splits: files }, null, 2)}\n`);
}

/** Items then labels of one split, compressed. */
function pack(split: Split, { pixels, labels }: LabelledImages): Uint8Array {
  const end = split.offset + split.count;
  if (labels.length < end)
    throw new Error(`${split.id} needs ${String(end)} items, the source has ${String(labels.length)}.`);
  const size = pixels.length / labels.length;
  const raw = new Uint8Array(split.count * (size + 1));
  raw.set(pixels.subarray(split.offset * size, end * size));
  raw.set(labels.subarray(split.offset, end), split.count * size);
  return gzipSync(raw, { level: 9, mtime: 0 });
}
