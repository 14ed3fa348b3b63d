/** Binary weights in training: BinaryConnect (Courbariaux et al. 2015) and BWN (Rastegari et al. 2016). */
import { clippedMaster, stochasticSign } from '../binary/stochastic';
import { uniformStream } from '../numerics/random';
import { matrixOf } from '../quantizers/matrix';
import type { WeightTensor } from '../quantizers/types';
import type { WeightScheme } from './settings';
import type { WeightQuantizer } from './weight-quantizer';

type BinaryScheme = Extract<WeightScheme, { kind: 'binary' }>;

/**
 * α sign(w), with α = mean |w| of a filter or of the tensor recomputed at every step, or without a scale. The stochastic sign
 * is +1 with the probability of the hard sigmoid, drawn anew at every step. Gradients: straight-through (default), as the
 * BWN paper prints it, or the whole derivative through α.
 */
export function binaryWeights(scheme: BinaryScheme, tensor: WeightTensor): WeightQuantizer {
  const { columns } = matrixOf(tensor);
  const groups = scheme.granularity === 'channel' ? columns : 1;
  let alphas: Float64Array = new Float64Array(groups).fill(1);
  let draws = 0;
  return {
    learned: null,
    quantize: (latent) => {
      if (scheme.scale === 'mean') alphas = meanSizes(latent, groups);
      if (scheme.sign === 'deterministic')
        return latent.map((w, i) => (w < 0 ? -(alphas[i % groups] ?? 1) : (alphas[i % groups] ?? 1)));
      const next = uniformStream(scheme.seed, 'binarization', draws++);
      return latent.map((w, i) => stochasticSign(w, next()) * (alphas[i % groups] ?? 1));
    },
    gradient: (latent, upstream) => gradientOf(scheme, latent, upstream, alphas),
    grid: null,
    made: () => null,
    ...(scheme.scale === 'one' && { settle: clipMaster }),
  };
}

/** Master weights stay in [−1, 1]: without a scale, what lies beyond never changes the network. */
function clipMaster(latent: Float32Array): void {
  for (let i = 0; i < latent.length; i++) latent[i] = clippedMaster(latent[i] ?? 0);
}

function gradientOf(
  { gradient }: BinaryScheme,
  latent: Float32Array,
  upstream: Float32Array,
  alphas: Float64Array,
): Float32Array {
  const groups = alphas.length;
  const size = latent.length / groups;
  const passes = (i: number): boolean => Math.abs(latent[i] ?? 0) <= 1;
  if (gradient === 'ste') return upstream.map((g, i) => (passes(i) ? g : 0));
  if (gradient === 'paper') return upstream.map((g, i) => g * (1 / size + (passes(i) ? (alphas[i % groups] ?? 0) : 0)));
  const aligned = new Float64Array(groups);
  upstream.forEach((g, i) => (aligned[i % groups] = (aligned[i % groups] ?? 0) + (signAt(latent, i) * g) / size));
  return upstream.map(
    (g, i) => (passes(i) ? (alphas[i % groups] ?? 0) * g : 0) + signAt(latent, i) * (aligned[i % groups] ?? 0),
  );
}

function signAt(latent: Float32Array, i: number): 1 | -1 {
  return (latent[i] ?? 0) < 0 ? -1 : 1;
}

/** Mean |w| of each output channel, the last axis, or of everything; 0 for nothing but zeros. */
function meanSizes(latent: Float32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  latent.forEach((w, i) => (sums[i % groups] = (sums[i % groups] ?? 0) + Math.abs(w)));
  return sums.map((sum) => sum / Math.max(latent.length / groups, 1));
}
