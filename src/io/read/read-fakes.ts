/** For tests: files in memory. */
import { ReadError } from './errors';
import type { GivenFile } from './types';

/** A file that counts what is read of it, and refuses places outside. */
export class MemoryFile implements GivenFile {
  readonly size: number;
  /** Bytes that were read so far. */
  bytesRead = 0;

  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array,
  ) {
    this.size = bytes.length;
  }

  read(from: number, to: number): Promise<Uint8Array> {
    if (!(from >= 0 && from <= to && to <= this.size)) throw new RangeError(`No bytes ${from} to ${to}.`);
    this.bytesRead += to - from;
    return Promise.resolve(this.bytes.slice(from, to));
  }
}

/** The code of the ReadError that a reading ends with; any other end fails the test. */
export async function codeOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof ReadError) return error.code;
    throw error;
  }
  throw new Error('The file was read.');
}
