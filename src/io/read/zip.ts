/**
 * Reads zip archives of any size (PKWARE APPNOTE 6.3.10, with Zip64): the directory at once, a file when it is asked for.
 * Files are stored or deflated.
 */
import { Inflate, strFromU8 } from 'fflate';
import { ReadError, quoted } from './errors';
import type { GivenFile } from './types';

const END = { signature: 0x06054b50, bytes: 22 };
const END_64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 };
const ENTRY = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const MOST_COMMENT = 0xffff;
const MOST_DIRECTORY = 16 * 2 ** 20;
const MOST_ENTRIES = 20_000;
/** What an archive may grow to: a hundredfold, 64 MiB in any case, 1 GiB at most. Weights hardly shrink by half. */
const [MOST_GROWTH, FREE_GROWTH, MOST_INFLATED] = [100, 64 * 2 ** 20, 2 ** 30];
/** Compressed bytes that are inflated at a time, so that a file that grows beyond its promise is stopped early. */
const STEP = 2 ** 14;
/** Reads that end before this do not inflate the rest of the file. */
const START = 2 ** 16;

const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;
const ALL_BITS_16 = 0xffff;
const ALL_BITS_32 = 0xffffffff;
const SIZES_64 = 1;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly header: number;
}

/** Whether a file begins as a zip archive does. */
export function isZip(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5) && start[3] === start[2] + 1;
}

/**
 * The files in an archive, without folders and without what macOS adds. Rejects with ReadError: `truncated` or `damaged`
 * for what is not such an archive, `too-large` for one that would grow out of proportion; so do the reads of its files.
 */
export async function filesInZip(archive: GivenFile): Promise<readonly GivenFile[]> {
  const { at, bytes, count } = await directoryPlace(archive);
  if (bytes > MOST_DIRECTORY || count > MOST_ENTRIES)
    throw new ReadError('too-large', `${quoted(archive.name)} lists ${count} files, more than ${MOST_ENTRIES}.`);
  if (at + bytes > archive.size) throw damaged(archive, 'has its directory outside of itself');
  const entries = entriesIn(viewOf(await archive.read(at, at + bytes)), count, archive);
  checkGrowth(entries, archive);
  const names = new Set(entries.map(({ name }) => name));
  if (names.size < entries.length)
    throw new ReadError('duplicate-name', `Two files in ${quoted(archive.name)} have the same name.`);
  return entries.filter(({ name }) => !/\/$|^__MACOSX\//.test(name)).map((entry) => fileOf(entry, archive));
}

async function directoryPlace(archive: GivenFile): Promise<{ at: number; bytes: number; count: number }> {
  const from = Math.max(0, archive.size - END.bytes - MOST_COMMENT);
  const tail = viewOf(await archive.read(from, archive.size));
  let end = tail.byteLength - END.bytes;
  while (end >= 0 && tail.getUint32(end, true) !== END.signature) end--;
  if (end < 0) throw new ReadError('truncated', `${quoted(archive.name)} has no directory at its end.`);
  const [count, bytes, at] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  const isLarge = count === ALL_BITS_16 || bytes === ALL_BITS_32 || at === ALL_BITS_32;
  return isLarge ? largePlace(archive, from + end) : { at, bytes, count };
}

async function largePlace(archive: GivenFile, end: number) {
  const wrong = damaged(archive, 'has no readable Zip64 directory');
  if (end < LOCATOR_64.bytes) throw wrong;
  const locator = viewOf(await archive.read(end - LOCATOR_64.bytes, end));
  if (locator.getUint32(0, true) !== LOCATOR_64.signature) throw wrong;
  const place = wholeNumber(locator, 8, archive);
  if (place + END_64.bytes > archive.size) throw wrong;
  const record = viewOf(await archive.read(place, place + END_64.bytes));
  if (record.getUint32(0, true) !== END_64.signature) throw wrong;
  const [count, bytes, at] = [32, 40, 48].map((field) => wholeNumber(record, field, archive)) as [
    number,
    number,
    number,
  ];
  return { at, bytes, count };
}

function entriesIn(view: DataView, count: number, archive: GivenFile): readonly Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + ENTRY.bytes > view.byteLength || view.getUint32(at, true) !== ENTRY.signature)
      throw damaged(archive, 'has a directory that is not readable');
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number];
    const [nameBytes, extraBytes, commentBytes] = lengths;
    const next = at + ENTRY.bytes + nameBytes + extraBytes + commentBytes;
    if (next > view.byteLength) throw damaged(archive, 'has a directory that is not readable');
    entries.push(entryAt(view, at, nameBytes, extraBytes, archive));
    at = next;
  }
  return entries;
}

function entryAt(view: DataView, at: number, nameBytes: number, extraBytes: number, archive: GivenFile): Entry {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY.bytes, nameBytes);
  const name = strFromU8(bytes).replaceAll('\\', '/');
  const flags = view.getUint16(at + 8, true);
  if ((flags & ENCRYPTED) !== 0)
    throw new ReadError('damaged', `${quoted(name)} is encrypted.`, 'Make the archive without a password.');
  const large = largeFields(view, at + ENTRY.bytes + nameBytes, extraBytes, archive);
  const field = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === ALL_BITS_32 ? (large.shift() ?? value) : value;
  };
  // In the order in which the large fields stand: size, compressed size, place.
  const size = field(24);
  const compressed = field(20);
  const header = field(42);
  return { name, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), compressed, size, header };
}

/** The 64-bit fields that stand for those whose bits are all set. */
function largeFields(view: DataView, from: number, bytes: number, archive: GivenFile): number[] {
  for (let at = from; at + 4 <= from + bytes;) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === SIZES_64 && at + 4 + length <= from + bytes)
      return Array.from({ length: Math.min(3, Math.floor(length / 8)) }, (_, index) =>
        wholeNumber(view, at + 4 + 8 * index, archive),
      );
    at += 4 + length;
  }
  return [];
}

function checkGrowth(entries: readonly Entry[], archive: GivenFile): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const most = Math.min(MOST_INFLATED, Math.max(FREE_GROWTH, MOST_GROWTH * archive.size));
  const isStored = entries.every(({ method }) => method === STORED) && total <= archive.size;
  if (total > most && !isStored)
    throw new ReadError(
      'too-large',
      `${quoted(archive.name)} would grow from ${archive.size} to ${total} bytes, as an archive made to fill the memory does.`,
      'Give the files themselves.',
    );
}

function fileOf(entry: Entry, archive: GivenFile): GivenFile {
  const { name, method, compressed, size } = entry;
  let whole: Promise<Uint8Array> | null = null;
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    const start = await contentPlace(entry, archive);
    if (method === STORED) return archive.read(start + from, start + to);
    if (to <= START && whole === null) return (await inflate(entry, archive, start, to)).subarray(from, to);
    whole ??= inflate(entry, archive, start, size);
    return (await whole).subarray(from, to);
  };
  if (method !== STORED && method !== DEFLATED)
    throw new ReadError(
      'damaged',
      `${quoted(name)} is compressed by method ${method}, which is not known here.`,
      'Make the archive with "deflate" or without compression.',
    );
  if (method === STORED && compressed !== size) throw damaged(archive, `gives two sizes for ${quoted(name)}`);
  return { name, size, read };
}

async function contentPlace({ name, compressed, header }: Entry, archive: GivenFile): Promise<number> {
  const wrong = damaged(archive, `has no ${quoted(name)} where its directory says`);
  if (header + LOCAL.bytes > archive.size) throw wrong;
  const local = viewOf(await archive.read(header, header + LOCAL.bytes));
  if (local.getUint32(0, true) !== LOCAL.signature) throw wrong;
  const start = header + LOCAL.bytes + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + compressed > archive.size) throw wrong;
  return start;
}

/** The first `wanted` bytes of a deflated file; all of them are checked against their sum. */
async function inflate(entry: Entry, archive: GivenFile, start: number, wanted: number): Promise<Uint8Array> {
  const { name, compressed, size, crc } = entry;
  const out = new Uint8Array(wanted);
  let filled = 0;
  let total = 0;
  const inflater = new Inflate((chunk) => {
    out.set(chunk.subarray(0, wanted - filled), filled);
    filled = Math.min(wanted, filled + chunk.length);
    total += chunk.length;
  });
  for (let at = 0; at < compressed && (filled < wanted || wanted === size); at += STEP) {
    const to = Math.min(compressed, at + STEP);
    push(inflater, await archive.read(start + at, start + to), to === compressed, name);
    if (total > size) throw damaged(archive, `holds more of ${quoted(name)} than its directory says`);
  }
  if (filled < wanted) throw damaged(archive, `holds less of ${quoted(name)} than its directory says`);
  if (wanted === size && checksum(out) !== crc) throw damaged(archive, `holds ${quoted(name)} with a wrong checksum`);
  return out;
}

function push(inflater: Inflate, bytes: Uint8Array, isLast: boolean, name: string): void {
  try {
    inflater.push(bytes, isLast);
  } catch {
    throw new ReadError('damaged', `${quoted(name)} in the archive cannot be inflated.`);
  }
}

const POLYNOMIAL = 0xedb88320;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
  return value;
});

/** CRC-32 as zip has it. */
function checksum(bytes: Uint8Array): number {
  let crc = ALL_BITS_32;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ ALL_BITS_32) >>> 0;
}

function wholeNumber(view: DataView, at: number, archive: GivenFile): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw damaged(archive, 'gives a size beyond 2^53');
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged({ name }: GivenFile, what: string): ReadError {
  return new ReadError('damaged', `The archive ${quoted(name)} ${what}.`);
}
