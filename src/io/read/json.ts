/** JSON out of files of others. */
import { strFromU8 } from 'fflate';
import { ReadError, quoted } from './errors';

/** Deeper than any model nests; what recursion walks afterwards stays far from the end of the stack. */
const MOST_DEPTH = 100;

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const OPENS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSES: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Parses UTF-8 JSON. Throws ReadError `damaged` for what is not JSON or nests deeper than 100, and `duplicate-name` for two
 * equal keys in the outermost object, of which JSON.parse would drop one in silence.
 */
export function parseJson(bytes: Uint8Array, owner: string): unknown {
  checkText(bytes, owner);
  try {
    return JSON.parse(strFromU8(bytes));
  } catch {
    throw new ReadError('damaged', `${owner} is not readable as JSON.`);
  }
}

function checkText(bytes: Uint8Array, owner: string): void {
  const keys = new Set<string>();
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (OPENS.has(byte)) depth++;
    else if (CLOSES.has(byte)) depth--;
    else if (byte === QUOTE) {
      const from = at + 1;
      at = endOfText(bytes, from);
      if (depth === 1 && isKey(bytes, at + 1)) addKey(keys, strFromU8(bytes.subarray(from, at)));
    }
    if (depth > MOST_DEPTH) throw new ReadError('damaged', `${owner} nests deeper than ${MOST_DEPTH} levels.`);
  }
}

/** Place of the quote that ends a text. */
function endOfText(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function isKey(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < bytes.length && bytes[at]! <= 0x20) at++;
  return bytes[at] === COLON;
}

function addKey(keys: Set<string>, written: string): void {
  const key = written.includes('\\') ? unescaped(written) : written;
  if (keys.has(key)) throw new ReadError('duplicate-name', `The name ${quoted(key)} stands twice in the file.`);
  keys.add(key);
}

function unescaped(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    // Not JSON: the parser says so.
    return written;
  }
}
