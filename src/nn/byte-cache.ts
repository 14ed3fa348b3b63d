interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
  /** Number of the last run that stored or used the entry. */
  run: number;
}

/**
 * Keeps values up to a number of bytes and gives up the least recently used ones. Within one run nothing is given up that the
 * same run stored or used: a run over more data than fits keeps its first part instead of chasing its own tail.
 */
export class ByteCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private run = 0;
  private used = 0;

  constructor(private readonly budget: number) {}

  /** Bytes held. */
  get bytes(): number {
    return this.used;
  }

  beginRun(): void {
    this.run++;
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    entry.run = this.run;
    // A Map lists keys in order of insertion, so the oldest entry comes first.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** Whether `set` would find room for `bytes` bytes now. */
  accepts(bytes: number): boolean {
    let room = this.budget - this.used;
    for (const { run, bytes: freed } of this.entries.values()) {
      if (room >= bytes) return true;
      if (run === this.run) return false;
      room += freed;
    }
    return room >= bytes;
  }

  /** Stores a value of `bytes` bytes if room can be made for it. */
  set(key: string, value: Value, bytes: number): void {
    this.remove(key);
    for (const [oldest, entry] of this.entries) {
      if (this.used + bytes <= this.budget) break;
      if (entry.run === this.run) return;
      this.remove(oldest);
    }
    if (this.used + bytes > this.budget) return;
    this.entries.set(key, { value, bytes, run: this.run });
    this.used += bytes;
  }

  clear(): void {
    this.entries.clear();
    this.used = 0;
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.used -= entry.bytes;
  }
}
