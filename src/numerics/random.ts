import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One stream for each purpose, so that using more of one never changes another. */
const STREAMS = {
  'stochastic-rounding': 1,
  'codebook-start': 2,
  'sample-values': 20,
  'initial-weights': 21,
  imbalance: 22,
} as const;

/**
 * An endless stream of uniform numbers in [0, 1), multiples of 2^-53 (Vigna, xoroshiro128+).
 * The same seed and purpose give the same numbers on every machine.
 */
export function uniformStream(seed: number, purpose: keyof typeof STREAMS): () => number {
  const generator = xoroshiro128plus((Math.imul(seed | 0, 0x9e3779b1) + Math.imul(STREAMS[purpose], 0x85ebca6b)) | 0);
  return () => uniformFloat64(generator);
}
