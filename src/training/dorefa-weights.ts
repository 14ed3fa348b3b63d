import { roundHalfEven } from '../numerics/round';
import { matrixOf } from '../quantizers/matrix';
import type { MadeCodes, WeightTensor } from '../quantizers/types';
import type { WeightScheme } from './settings';
import type { WeightQuantizer } from './weight-quantizer';

/**
 * DoReFa-Net's weights (Zhou et al. 2016, equations 5 to 9): squeezed by tanh into [-1, 1] and cut into 2^bits levels; one
 * bit is the sign times the mean magnitude. The largest |tanh w| counts as a constant backwards. Throws RangeError for bits
 * that are not a whole number of 1 to 16.
 */
export function dorefaWeights(
  { bits, recipe }: Pick<Extract<WeightScheme, { kind: 'dorefa' }>, 'bits' | 'recipe'>,
  tensor: WeightTensor,
): WeightQuantizer {
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
  const codesOf = (latent: Float32Array): Int32Array => {
    const largest = largestTanh(latent);
    return Int32Array.from(latent, (w) => roundHalfEven((Math.tanh(w) / (2 * largest) + 0.5) * top));
  };
  const quantize = (latent: Float32Array): Float32Array =>
    Float32Array.from(codesOf(latent), (code) => (2 * code) / top - 1);
  return {
    learned: null,
    grid: null,
    made: (latent) => {
      if (recipe === undefined) return null;
      return { recipe, state: stateOf(tensor, bits), codes: codesOf(latent), values: quantize(latent) };
    },
    quantize,
    gradient: (latent, upstream) => {
      const largest = largestTanh(latent);
      return upstream.map((g, i) => (g * (1 - Math.tanh(latent[i] ?? 0) ** 2)) / largest);
    },
  };
}

/** Levels −1 to 1 with codes from 0 on. No code stands for 0: the zero point lies half-way between the two in the middle. */
function stateOf(tensor: WeightTensor, bits: number): MadeCodes['state'] & { readonly bits: number } {
  const size = matrixOf(tensor);
  const top = 2 ** bits - 1;
  return {
    ...size,
    ...{ regions: { kind: 'tensor', rowsPerGroup: size.rows }, scales: [2 / top], zeroPoints: [top / 2] },
    ...{ low: [-1], high: [1], qmin: 0, qmax: top, centroids: null, bits },
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
