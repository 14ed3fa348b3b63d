import { quantile } from '../numerics/stats';
import type { Spread } from './speed-reports';

/** A clock that tells the time of a run apart by the rows of a network. */
export interface Laps {
  /** Forgets what was measured. */
  begin(): void;
  /** What follows is timed from here on. */
  start(): void;
  /** What was done since the last look belongs to this node; null: outside of all. */
  mark(node: number | null): void;
  /** Milliseconds for 1,000 inputs of each row, and last of what is outside of them. */
  perThousand(inputs: number): readonly number[];
}

/** @param rowOf row of each node; -1 for none. @param now a clock in milliseconds. */
export function lapsOver(rows: number, rowOf: readonly number[], now: () => number): Laps {
  const times = new Float64Array(rows + 1);
  let last = 0;
  return {
    begin: () => times.fill(0),
    start: () => (last = now()),
    mark: (node) => {
      const row = node === null ? -1 : (rowOf[node] ?? -1);
      const time = now();
      times[row < 0 ? rows : row]! += time - last;
      last = time;
    },
    perThousand: (inputs) => Array.from(times, (ms) => (1000 * ms) / inputs),
  };
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = Float64Array.from(times).sort();
  return { min: sorted[0] ?? NaN, median: quantile(sorted, 0.5), max: sorted.at(-1) ?? NaN };
}
