/** Durations of a repeated piece of work, in milliseconds. */
export interface Timing {
  readonly best: number;
  readonly median: number;
  readonly runs: number;
}

/** Value below which a share `p` (0 to 1) of the samples lies: the nearest-rank quantile. */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? NaN;
}

function summarize(samples: readonly number[]): Timing {
  return { best: Math.min(...samples), median: quantile(samples, 0.5), runs: samples.length };
}

const LEAST_RUNS = 3;
const MOST_RUNS = 50;
const ENOUGH_MS = 600;

/** Repeats `work` for about half a second after one run to warm up, three times at least. */
export async function time(work: () => unknown): Promise<Timing> {
  await work();
  const samples: number[] = [];
  let total = 0;
  while (samples.length < LEAST_RUNS || (total < ENOUGH_MS && samples.length < MOST_RUNS)) {
    const start = performance.now();
    await work();
    const elapsed = performance.now() - start;
    samples.push(elapsed);
    total += elapsed;
  }
  return summarize(samples);
}
