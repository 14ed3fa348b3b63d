import type { ErrorSums } from '../types';
import { emptySums, total } from './sums';

export function errorSums(x: Float32Array, y: Float32Array): ErrorSums {
  const signal = emptySums();
  const error = emptySums();
  let maxError = 0;
  let nonFinite = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const difference = value - y[i]!;
    // Two finite float32 values never differ by an infinity in float64, so this finds all others and only them.
    if (!Number.isFinite(difference)) {
      nonFinite++;
      continue;
    }
    const lane = i & 3;
    signal[lane]! += value * value;
    error[lane]! += difference * difference;
    maxError = Math.max(maxError, Math.abs(difference));
  }
  return { signal: total(signal), error: total(error), maxError, nonFinite };
}
