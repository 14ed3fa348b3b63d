/** For tests: files in memory. */
import { ReadError } from './errors';
import { readFiles } from './read';
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

/** Everything of the files: the network or the weights, and every tensor. */
export async function readAll(files: readonly GivenFile[]): Promise<Awaited<ReturnType<typeof readFiles>>> {
  const read = await readFiles(files);
  for (const tensor of read.tensors) await tensor.load();
  return read;
}

/** The last note of files of which only the weights can be read. */
export async function noteOf(files: readonly GivenFile[]): Promise<string> {
  const read = await readAll(files);
  if (read.kind === 'network') throw new Error('The network was read.');
  return read.notes.at(-1) ?? '';
}
