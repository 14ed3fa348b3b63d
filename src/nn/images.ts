import { Gunzip } from 'fflate';
import type { Item } from './tasks/tally';

/** Compressed bytes unpacked between two looks at the clock; about 2 ms of work. */
const SLICE_BYTES = 65_536;

/** Images that cannot be read. The message holds the cause and the next step. */
export class ImageDataError extends Error {
  override readonly name = 'ImageDataError';
}

export interface PackedImages {
  /** gzip'd uint8 images followed by one uint8 label each. */
  readonly packed: ArrayBuffer;
  /** Images in `packed`, and the number of the first one in the whole set. */
  readonly count: number;
  readonly offset: number;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** The uint8 images, or texts of one byte a character, that live in this worker, by their number in the whole set. */
export class ImageStore {
  private blocks: Block[] = [];
  private set = '';

  /** Of another data set nothing stays. */
  open(set: string): void {
    if (set !== this.set) this.blocks = [];
    this.set = set;
  }

  /** Keeps images [from, to); a block that overlaps them is replaced. Returns whether one was. */
  put(from: number, to: number, pixels: Uint8Array, labels: Uint8Array): boolean {
    const kept = this.blocks.filter((block) => block.to <= from || to <= block.from);
    const replaced = kept.length < this.blocks.length;
    this.blocks = [...kept, { from, to, pixels, labels }];
    return replaced;
  }

  /** One image (a view) and its label. Throws RangeError when it does not live here. */
  item(index: number): Item {
    const block = this.blocks.find(({ from, to }) => from <= index && index < to);
    if (block === undefined) throw new RangeError(`Image ${String(index)} is not loaded in this worker.`);
    const size = block.pixels.length / (block.to - block.from);
    const at = index - block.from;
    return { bytes: block.pixels.subarray(at * size, (at + 1) * size), label: block.labels[at] ?? 0 };
  }
}

/**
 * Unpacks a split, yielding the compressed bytes done. Returns pixels and labels of all its images.
 * Throws ImageDataError when the stream is broken or does not hold `count` images of equal size.
 */
export function* unpackImages({
  packed,
  count,
}: PackedImages): Generator<{ done: number; total: number }, { pixels: Uint8Array; labels: Uint8Array }, void> {
  const raw = yield* inflate(new Uint8Array(packed));
  const size = raw.length / count - 1;
  if (!Number.isInteger(size) || size < 1)
    throw damaged(`${String(raw.length)} bytes are not ${String(count)} images with labels`);
  return { pixels: raw.slice(0, count * size), labels: raw.slice(count * size) };
}

function* inflate(bytes: Uint8Array): Generator<{ done: number; total: number }, Uint8Array, void> {
  const parts: Uint8Array[] = [];
  let crc = 0;
  const stream = new Gunzip((part) => {
    parts.push(part);
    crc = crc32(part, crc);
  });
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    const end = Math.min(start + SLICE_BYTES, bytes.length);
    push(stream, bytes.subarray(start, end), end === bytes.length);
    yield { done: end, total: bytes.length };
  }
  // The unpacker itself does not look at the checksum of the stream, which stands eight bytes before its end.
  if (bytes.length < 18 || new DataView(bytes.buffer).getUint32(bytes.length - 8, true) !== crc)
    throw damaged('its checksum is wrong');
  const raw = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    raw.set(part, offset);
    offset += part.length;
  }
  return raw;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/** CRC-32 of RFC 1952, section 8, going on from that of the bytes before. */
function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function push(stream: Gunzip, bytes: Uint8Array, isLast: boolean): void {
  try {
    stream.push(bytes, isLast);
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
}

function damaged(cause: string): ImageDataError {
  return new ImageDataError(`The image file is damaged: ${cause}. Load it again; the download may have broken off.`);
}
