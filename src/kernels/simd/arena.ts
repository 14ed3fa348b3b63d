import type { Instructions } from './module';

const PAGE_BYTES = 65536;
/** Of a vector register. */
const ALIGNMENT = 16;

type Elements = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/**
 * Arguments and results of one call in the memory of the kernels: placed one after the other, forgotten together.
 * Memory grows when needed, which invalidates every view of it, so views live only within a method. It never shrinks.
 */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  readonly #base: number;
  #top: number;

  constructor(instructions: Pick<Instructions, 'memory' | 'heapBase'>) {
    this.#memory = instructions.memory;
    this.#base = Math.ceil(instructions.heapBase() / ALIGNMENT) * ALIGNMENT;
    this.#top = this.#base;
  }

  /** Forgets all that was placed. */
  reset(): void {
    this.#top = this.#base;
  }

  /** Address of `bytes` bytes of unknown content. @throws RangeError when there is no more memory. */
  reserve(bytes: number): number {
    const address = this.#top;
    this.#top += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    return address;
  }

  zeros(bytes: number): number {
    const address = this.reserve(bytes);
    new Uint8Array(this.#memory.buffer, address, bytes).fill(0);
    return address;
  }

  /** Address of a copy of `data`. */
  copy(data: Elements): number {
    const address = this.reserve(data.byteLength);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    new Uint8Array(this.#memory.buffer, address, data.byteLength).set(bytes);
    return address;
  }

  floats(address: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, address, length).slice();
  }

  doubles(address: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer, address, length).slice();
  }

  integers(address: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, address, length).slice();
  }

  counts(address: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#memory.buffer, address, length).slice();
  }
}
