import type { Browser } from './url';

/** A browser's session history: `go` answers later, as the real one does. */
export class FakeBrowser implements Browser {
  readonly entries: { entry: unknown; hash: string }[];
  at = 0;
  replaced = 0;
  onMove: () => void = () => undefined;

  constructor(hash: string) {
    this.entries = [{ entry: null, hash }];
  }

  get hash(): string {
    return this.entries[this.at]?.hash ?? '';
  }

  get entry(): unknown {
    return this.entries[this.at]?.entry;
  }

  replace(entry: unknown, hash: string): void {
    this.replaced++;
    this.entries[this.at] = { entry: structuredClone(entry), hash };
  }

  push(entry: unknown, hash: string): void {
    this.entries.splice(++this.at, Infinity, { entry: structuredClone(entry), hash });
  }

  go(delta: number): void {
    setTimeout(() => this.move(delta));
  }

  move(delta: number): void {
    if (this.entries[this.at + delta] === undefined) return;
    this.at += delta;
    this.onMove();
  }

  /** Somebody edits the address by hand. */
  type(hash: string): void {
    this.push(null, hash);
    this.onMove();
  }
}
