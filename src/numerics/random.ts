import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One stream for each purpose, so that using more of one never changes another. */
const STREAMS = {
  'stochastic-rounding': 1,
  'codebook-start': 2,
  shuffle: 3,
  augmentation: 4,
  'sample-values': 20,
  'initial-weights': 21,
  'text-sampling': 23,
  imbalance: 22,
  'calibration-images': 30,
  'reconstruction-positions': 40,
  'outlier-place': 50,
  'rounding-draws': 41,
  binarization: 60,
  'followed-weights': 61,
  'policy-search': 70,
  'agent-exploration': 71,
  'agent-weights': 72,
  'agent-replay': 73,
  'hessian-probes': 74,
  'random-inputs': 80,
} as const;

/**
 * An endless stream of uniform numbers in [0, 1), multiples of 2^-53 (Vigna, xoroshiro128+).
 * The same seed and purpose give the same numbers on every machine. `index` starts another stream of the same purpose, such
 * as one for each epoch, so that a computation can go on in the middle without repeating what came before.
 */
export function uniformStream(seed: number, purpose: keyof typeof STREAMS, index = 0): () => number {
  const start = Math.imul(seed | 0, 0x9e3779b1) + Math.imul(STREAMS[purpose], 0x85ebca6b);
  const generator = xoroshiro128plus((start + Math.imul(index, 0xc2b2ae35)) | 0);
  return () => uniformFloat64(generator);
}
