/** Rows of a CSV file (RFC 4180; comma, semicolon or tab between fields), read by parts. */
import { strFromU8 } from 'fflate';
import { ReadError } from '../read/errors';
import type { GivenFile } from '../read/types';

const [QUOTE, NEWLINE, RETURN, SPACE, MINUS, ZERO] = [0x22, 0x0a, 0x0d, 0x20, 0x2d, 0x30];
const SEPARATORS = [0x2c, 0x3b, 0x09] as const;
/** Bytes that are read at a time. */
const PART = 2 ** 22;
const LONGEST_ROW = 2 ** 22;
/** What some programs put before UTF-8. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** The fields of a row, as places in its bytes. */
export class Row {
  /** [from, to) of each field, without its quotes. */
  readonly places: number[] = [];
  private readonly escaped = new Set<number>();

  constructor(
    private readonly bytes: Uint8Array,
    /** Counted from 1; of the first of its lines where quotes hold several. */
    readonly line: number,
  ) {}

  get fields(): number {
    return this.places.length / 2;
  }

  add(from: number, to: number, isEscaped: boolean): void {
    if (isEscaped) this.escaped.add(this.fields);
    this.places.push(from, to);
  }

  text(field: number): string {
    const text = strFromU8(this.bytes.subarray(this.places[2 * field], this.places[2 * field + 1])).trim();
    return this.escaped.has(field) ? text.replaceAll('""', '"') : text;
  }

  /** NaN for a field that is no number. */
  number(field: number): number {
    const from = this.places[2 * field]!;
    const to = this.places[2 * field + 1]!;
    // Most fields are a few digits, which need no text.
    let value = 0;
    let at = from;
    for (; at < to && at - from < 9; at++) {
      const digit = this.bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = 10 * value + digit;
    }
    if (at === to && to > from) return value;
    const first = this.bytes[from] ?? SPACE;
    if (first !== MINUS && first !== SPACE && first > 0x39 && first !== 0x49 && first !== 0x69) return NaN;
    const text = this.text(field);
    return text === '' || /^0[xob]/i.test(text) ? NaN : Number(text);
  }
}

/**
 * Calls `take` with every row that is not empty, in order. Rejects with ReadError `damaged` for a quote that does not end and
 * `too-large` for a row beyond 4 MiB.
 */
export async function eachRow(file: GivenFile, take: (row: Row) => void): Promise<void> {
  let rest: Uint8Array = new Uint8Array(0);
  let line = 1;
  let separator: number | null = null;
  for (let at = await afterMark(file); at < file.size;) {
    const to = Math.min(file.size, at + PART);
    const bytes = joined(rest, await file.read(at, to));
    at = to;
    separator ??= separatorOf(bytes);
    let from = 0;
    for (;;) {
      const { row, next, lines } = rowAt(bytes, from, line, separator, at === file.size);
      if (row === null) break;
      if (row.fields > 1 || row.places[0] !== row.places[1]) take(row);
      from = next;
      line += lines;
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST_ROW) throw new ReadError('too-large', `Line ${line} is longer than 4 MiB.`);
  }
  if (rest.length > 0) throw new ReadError('damaged', `A quote that begins in line ${line} does not end.`);
}

async function afterMark(file: GivenFile): Promise<number> {
  const start = await file.read(0, Math.min(file.size, BYTE_ORDER_MARK.length));
  return BYTE_ORDER_MARK.every((byte, at) => start[at] === byte) ? BYTE_ORDER_MARK.length : 0;
}

function joined(rest: Uint8Array, more: Uint8Array): Uint8Array {
  if (rest.length === 0) return more;
  const bytes = new Uint8Array(rest.length + more.length);
  bytes.set(rest);
  bytes.set(more, rest.length);
  return bytes;
}

/** The one that the first line has most of. */
function separatorOf(bytes: Uint8Array): number {
  const end = bytes.indexOf(NEWLINE);
  const line = bytes.subarray(0, end < 0 ? bytes.length : end);
  const counts = SEPARATORS.map((one) => line.reduce((count, byte) => count + (byte === one ? 1 : 0), 0));
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? SEPARATORS[0];
}

interface Found {
  /** Null when the bytes end before the row. */
  readonly row: Row | null;
  readonly next: number;
  readonly lines: number;
}

function rowAt(bytes: Uint8Array, start: number, line: number, separator: number, isLast: boolean): Found {
  const none = { row: null, next: start, lines: 0 };
  if (start >= bytes.length) return none;
  const row = new Row(bytes, line);
  let lines = 1;
  for (let at = start; ;) {
    const isQuoted = bytes[at] === QUOTE;
    const from = isQuoted ? at + 1 : at;
    let to = from;
    let isEscaped = false;
    if (isQuoted) {
      while (to < bytes.length && (bytes[to] !== QUOTE || bytes[to + 1] === QUOTE)) {
        if (bytes[to] === QUOTE) isEscaped = true;
        if (bytes[to] === NEWLINE) lines++;
        to += bytes[to] === QUOTE ? 2 : 1;
      }
      if (to >= bytes.length) return none;
      at = to + 1;
      while (at < bytes.length && bytes[at] !== separator && bytes[at] !== NEWLINE) at++;
    } else {
      while (to < bytes.length && bytes[to] !== separator && bytes[to] !== NEWLINE) to++;
      at = to;
    }
    if (at >= bytes.length && !isLast) return none;
    row.add(
      from,
      !isQuoted && bytes[to - 1] === RETURN && bytes[to] !== separator && to > from ? to - 1 : to,
      isEscaped,
    );
    if (at >= bytes.length || bytes[at] === NEWLINE) return { row, next: at + 1, lines };
    at++;
  }
}
