import type { Fact } from '../../../src/course/facts';

/** What one screen has measured under the present settings. */
export interface FactReader {
  readonly read: () => readonly Fact[];
  /** Told when there may be more; returns how to stop. */
  readonly subscribe: (onChange: () => void) => () => void;
}
