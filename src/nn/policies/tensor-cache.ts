import type { Tensor } from '@tensorflow/tfjs-core';

interface Entry {
  readonly tensors: readonly Tensor[];
  readonly bytes: number;
  /** Whether it was of use since it was stored. */
  wasUsed: boolean;
}

/** Keeps tensors up to a number of bytes. What was never of use goes first, then what was used longest ago. */
export class TensorCache {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(private readonly budget: number) {}

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** The tensors, which stay the cache's own. */
  get(key: string): readonly Tensor[] {
    const entry = this.entries.get(key);
    if (entry === undefined) return [];
    entry.wasUsed = true;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.tensors;
  }

  /** Takes the tensors over. */
  set(key: string, tensors: readonly Tensor[], bytes: number): void {
    this.remove(key);
    this.entries.set(key, { tensors, bytes, wasUsed: false });
    this.bytes += bytes;
    for (const wasUsed of [false, true]) {
      for (const [oldest, entry] of this.entries) {
        if (this.bytes <= this.budget) return;
        if (entry.wasUsed === wasUsed) this.remove(oldest);
      }
    }
  }

  clear(): void {
    for (const key of [...this.entries.keys()]) this.remove(key);
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    for (const each of entry.tensors) each.dispose();
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }
}
