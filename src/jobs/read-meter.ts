import { ReadError } from '../io/read/errors';
import type { GivenFile } from '../io/read/types';
import type { OpenedFile } from './own-reports';

interface Counted {
  readonly done: number;
  readonly total: number;
}

/** Counts what is done, and wakes whoever follows it. */
export class Meter {
  private wake: () => void = () => undefined;
  done = 0;

  constructor(readonly total: number) {}

  add(amount: number): void {
    this.done = Math.min(this.done + amount, this.total);
    this.wake();
  }

  /** Yields how far the meter is until the work ends; returns what the work returns. */
  async *follow<T>(work: Promise<T>): AsyncGenerator<Counted, T, void> {
    let isOver = false;
    const ended = (): boolean => isOver;
    const end = (): void => {
      isOver = true;
      this.wake();
    };
    work.then(end, end);
    while (!ended()) {
      yield { done: this.done, total: this.total };
      if (!ended()) await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return work;
  }
}

/** The files as readers take them; the meter counts the bytes that are read. */
export function given(files: readonly OpenedFile[], meter: Meter): readonly GivenFile[] {
  return files.map(({ name, blob }) => ({
    name,
    size: blob.size,
    read: async (from, to) => {
      const bytes = await blob
        .slice(from, to)
        .arrayBuffer()
        .catch((error: unknown) => {
          const cause = error instanceof Error ? error.message : String(error);
          throw new ReadError('missing-file', `The browser could not read "${name}": ${cause}`, 'Open the file again.');
        });
      meter.add(to - from);
      return new Uint8Array(bytes);
    },
  }));
}
