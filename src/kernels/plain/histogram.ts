import type { Counts } from '../types';

export function histogram(data: Float32Array, low: number, high: number, bins: number): Counts {
  const counts = new Uint32Array(bins);
  const width = high - low;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (Number.isNaN(x)) continue;
    const position = ((x - low) * bins) / width;
    // Not a number: 0 / 0, a value equal to both ends of an empty range.
    const bin = Number.isNaN(position) ? 0 : Math.floor(Math.min(Math.max(position, 0), bins - 1));
    counts[bin]!++;
  }
  return counts;
}
