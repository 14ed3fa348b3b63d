/** Trained ternary quantization (Zhu et al. 2017, equations 6 to 8). */
import type { WeightQuantizer } from './weight-quantizer';

/**
 * +Wp above Δ = t max|w|, −Wn below −Δ, else 0, one pair of levels for the tensor, which start as the mean magnitudes of
 * what they stand for and learn at the rate of the weights. The gradient of Wn is the true one, which the paper prints with
 * the opposite sign.
 * @param start weights before training. @param t share of the largest weight, as in the paper 0.05.
 */
export function ttqWeights(t: number, start: Float32Array): WeightQuantizer {
  const values = startLevels(start, t);
  const learned = { values, gradient: new Float64Array(2), unit: 1 };
  return {
    learned,
    quantize: (latent) => {
      const delta = deltaOf(latent, t);
      const [positive = 0, negative = 0] = values;
      return latent.map((w) => (w > delta ? positive : w < -delta ? -negative : 0));
    },
    gradient: (latent, upstream) => {
      const delta = deltaOf(latent, t);
      const [positive = 0, negative = 0] = values;
      learned.gradient.fill(0);
      let [above, below] = [0, 0];
      const out = upstream.map((g, i) => {
        const w = latent[i] ?? 0;
        if (w > delta) {
          above += g;
          return positive * g;
        }
        if (w >= -delta) return g;
        below += g;
        return negative * g;
      });
      learned.gradient.set([above, -below]);
      return out;
    },
    grid: null,
    made: () => null,
  };
}

function deltaOf(latent: Float32Array, t: number): number {
  return t * latent.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
}

/** 1 where a side is empty, so that no level is 0. */
function startLevels(start: Float32Array, t: number): Float32Array {
  const delta = deltaOf(start, t);
  const mean = (side: 1 | -1): number => {
    const members = start.filter((w) => w * side > delta);
    return members.reduce((sum, w) => sum + Math.abs(w), 0) / members.length || 1;
  };
  return Float32Array.of(mean(1), mean(-1));
}
