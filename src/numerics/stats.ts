import { sortedFloats } from './sort';

/** Type-7 quantile (linear interpolation, Hyndman and Fan 1996) of ascending values; p in 0 to 1. NaN when empty. */
export function quantile(sorted: Float32Array | Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (at - below);
}

/** The finite values, ascending. */
export function sortedFinite(data: Float32Array): Float32Array<ArrayBuffer> {
  const finite = new Float32Array(data.length);
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    finite[count] = x;
    // Neither NaN nor an infinity leaves 0.
    if (x - x === 0) count++;
  }
  return sortedFloats(finite.subarray(0, count));
}

/** The finite magnitudes, ascending. */
export function sortedMagnitudes(data: Float32Array): Float32Array<ArrayBuffer> {
  const magnitudes = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) magnitudes[i] = Math.abs(data[i]!);
  return sortedFinite(magnitudes);
}

/** Excess kurtosis of the finite values, m4 / m2^2 - 3 with population moments; 0 without spread. */
export function excessKurtosis(data: Float32Array): number {
  let n = 0;
  let sum = 0;
  for (const x of data) {
    if (!Number.isFinite(x)) continue;
    n++;
    sum += x;
  }
  if (n === 0) return 0;
  const mean = sum / n;
  let second = 0;
  let fourth = 0;
  for (const x of data) {
    if (!Number.isFinite(x)) continue;
    const square = (x - mean) * (x - mean);
    second += square;
    fourth += square * square;
  }
  const variance = second / n;
  return variance > 0 ? fourth / n / (variance * variance) - 3 : 0;
}

/** Shannon entropy of a histogram in bits per symbol; 0 when empty. */
export function entropyBits(counts: Iterable<number>): number {
  let total = 0;
  let weighted = 0;
  for (const count of counts) {
    if (count <= 0) continue;
    total += count;
    weighted += count * Math.log2(count);
  }
  return total > 0 ? Math.max(Math.log2(total) - weighted / total, 0) : 0;
}

/**
 * Bits that a Huffman code spends on all symbols of a histogram: the sum of count times code length (Huffman 1952). A
 * single used symbol costs 1 bit each. The table is not counted.
 */
export function huffmanBits(counts: Iterable<number>): number {
  const weights = [...counts].filter((c) => c > 0).sort((a, b) => a - b);
  if (weights.length === 1) return weights[0] ?? 0;
  const merged: number[] = [];
  let [leaf, inner, bits] = [0, 0, 0];
  const smallest = (): number => {
    const [a, b] = [weights[leaf] ?? Infinity, merged[inner] ?? Infinity];
    if (a <= b) {
      leaf++;
      return a;
    }
    inner++;
    return b;
  };
  for (let step = 1; step < weights.length; step++) {
    const sum = smallest() + smallest();
    merged.push(sum);
    bits += sum;
  }
  return bits;
}
