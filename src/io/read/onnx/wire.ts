/**
 * The wire format of protocol buffers (https://protobuf.dev/programming-guides/encoding) in a file that is read by ranges:
 * only places come out, so that a message of gigabytes costs no more than its fields, and those are counted.
 */
import { strFromU8 } from 'fflate';
import { ReadError, quoted } from '../errors';
import type { GivenFile } from '../types';

export const Wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A field of a message: where its content lies, and its value when that is a number of variable length. */
export interface WireField {
  readonly number: number;
  readonly wire: number;
  readonly from: number;
  readonly to: number;
  /** A signed 64-bit number; 0 for other fields. Beyond 2^53 it is inexact, which checks of sizes refuse. */
  readonly value: number;
}

/** Bytes that are read at once. */
const WINDOW = 2 ** 16;
/** A tag and a number take at most as many. */
const LONGEST = 20;
const MOST_FIELDS = 1_000_000;
const MOST_TEXT = 2 ** 16;

export class WireFile {
  private window: Uint8Array = new Uint8Array(0);
  private start = 0;
  private fieldsLeft = MOST_FIELDS;

  constructor(readonly file: GivenFile) {}

  /** The fields of the message at [from, to). Rejects with ReadError `damaged` or `too-large`. */
  async fields(from: number, to: number): Promise<readonly WireField[]> {
    const found: WireField[] = [];
    for (let at = from; at < to;) {
      if (!this.holds(at, Math.min(to, at + LONGEST))) await this.slide(at);
      const field = this.fieldAt(at, to);
      if (this.fieldsLeft-- === 0)
        throw new ReadError('too-large', `${quoted(this.file.name)} has more than ${MOST_FIELDS} fields.`);
      found.push(field);
      at = field.to;
    }
    return found;
  }

  async bytes({ from, to }: Pick<WireField, 'from' | 'to'>): Promise<Uint8Array> {
    if (this.holds(from, to)) return this.window.slice(from - this.start, to - this.start);
    return this.file.read(from, to);
  }

  async text(field: WireField | undefined): Promise<string> {
    if (field === undefined) return '';
    if (field.wire !== Wire.bytes) throw this.damaged();
    if (field.to - field.from > MOST_TEXT)
      throw new ReadError('too-large', `${quoted(this.file.name)} has a name of ${field.to - field.from} bytes.`);
    return strFromU8(await this.bytes(field));
  }

  /** The numbers of variable length in some fields of one number, packed or one by one. */
  async integers(fields: readonly WireField[]): Promise<readonly number[]> {
    const values: number[] = [];
    for (const field of fields) {
      if (field.wire === Wire.varint) values.push(field.value);
      else if (field.wire === Wire.bytes) await this.unpack(field, values);
      else throw this.damaged();
    }
    return values;
  }

  damaged(): ReadError {
    return new ReadError('damaged', `${quoted(this.file.name)} is not readable as ONNX.`);
  }

  private async unpack({ from, to }: WireField, values: number[]): Promise<void> {
    const bytes = await this.file.read(from, to);
    for (let at = 0; at < bytes.length;) {
      const { value, next } = this.varint(bytes, at, bytes.length);
      values.push(value);
      at = next;
    }
  }

  private holds(from: number, to: number): boolean {
    return from >= this.start && to <= this.start + this.window.length;
  }

  private async slide(at: number): Promise<void> {
    this.window = await this.file.read(at, Math.min(this.file.size, at + WINDOW));
    this.start = at;
  }

  private fieldAt(place: number, end: number): WireField {
    const last = Math.min(this.window.length, end - this.start);
    const tag = this.varint(this.window, place - this.start, last);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (number < 1) throw this.damaged();
    const from = this.start + tag.next;
    switch (wire) {
      case Wire.varint: {
        const { value, next } = this.varint(this.window, tag.next, last);
        return { number, wire, from, to: this.start + next, value };
      }
      case Wire.bytes: {
        const { value: length, next } = this.varint(this.window, tag.next, last);
        return this.placed(number, wire, this.start + next, length, end);
      }
      case Wire.fixed32:
        return this.placed(number, wire, from, 4, end);
      case Wire.fixed64:
        return this.placed(number, wire, from, 8, end);
      default:
        throw this.damaged();
    }
  }

  private placed(number: number, wire: number, from: number, length: number, end: number): WireField {
    if (!(length >= 0)) throw this.damaged();
    if (from + length > end)
      throw new ReadError('truncated', `${quoted(this.file.name)} ends inside of a field of ${length} bytes.`);
    return { number, wire, from, to: from + length, value: 0 };
  }

  private varint(bytes: Uint8Array, from: number, end: number): { value: number; next: number } {
    let low = 0;
    let high = 0n;
    for (let at = from, shift = 0; at < end && shift < 70; at++, shift += 7) {
      const byte = bytes[at]!;
      // Four groups of 7 bits fit in a small integer; what is longer is rare.
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else high |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) return { value: shift < 28 ? low : Number(BigInt.asIntN(64, high | BigInt(low))), next: at + 1 };
    }
    throw new ReadError('truncated', `${quoted(this.file.name)} ends inside of a number.`);
  }
}

/** The fields of one number. */
export function fieldsOf(fields: readonly WireField[], number: number): readonly WireField[] {
  return fields.filter((field) => field.number === number);
}

/** The last field of a number, which is the one that counts. */
export function lastOf(fields: readonly WireField[], number: number): WireField | undefined {
  return fields.findLast((field) => field.number === number);
}
