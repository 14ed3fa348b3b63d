import type { KeptValues } from './activation-reports';

/** Values of taps by name, the oldest first: those of this worker. */
const kept = new Map<string, KeptValues>();
const MOST = 4;

/** Keeps the values of a tap for jobs that name them; the last few stay. */
export function keepTap(id: string, values: KeptValues): void {
  kept.delete(id);
  kept.set(id, values);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
}

/** The values that were kept under a name; undefined when there are none any more. */
export function keptTap(id: string): KeptValues | undefined {
  return kept.get(id);
}
