import { roundHalfEven } from '../numerics/round';
import type { WeightQuantizer } from './weight-quantizer';

/**
 * DoReFa-Net's weights (Zhou et al. 2016, equations 5 to 9): squeezed by tanh into [-1, 1] and cut into 2^bits levels; one
 * bit is the sign times the mean magnitude. The largest |tanh w| counts as a constant backwards. Throws RangeError for bits
 * that are not a whole number of 1 to 16.
 */
export function dorefaWeights(bits: number): WeightQuantizer {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 16))
    throw new RangeError(`DoReFa needs a whole number of 1 to 16 bits, not ${bits}.`);
  if (bits === 1)
    return {
      learned: null,
      quantize: signTimesMean,
      gradient: (_latent, upstream) => upstream,
      grid: null,
      made: () => null,
    };
  const top = 2 ** bits - 1;
  return {
    learned: null,
    grid: null,
    made: () => null,
    quantize: (latent) => {
      const largest = largestTanh(latent);
      return latent.map((w) => (2 * roundHalfEven((Math.tanh(w) / (2 * largest) + 0.5) * top)) / top - 1);
    },
    gradient: (latent, upstream) => {
      const largest = largestTanh(latent);
      return upstream.map((g, i) => (g * (1 - Math.tanh(latent[i] ?? 0) ** 2)) / largest);
    },
  };
}

function signTimesMean(latent: Float32Array): Float32Array {
  const mean = latent.reduce((sum, w) => sum + Math.abs(w), 0) / Math.max(latent.length, 1);
  return latent.map((w) => (w >= 0 ? mean : -mean));
}

/** 1 for a tensor of zeros, whose levels then are those of +-1. */
function largestTanh(latent: Float32Array): number {
  return latent.reduce((most, w) => Math.max(most, Math.abs(Math.tanh(w))), 0) || 1;
}
