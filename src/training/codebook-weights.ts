/** Codebook fine-tuning (Han et al. 2016, section 3.3). */
import type { Kernels } from '../kernels/index';
import { clusterGradients } from '../quantizers/codebook-finetune';
import { quantizerOf } from '../quantizers/registry';
import type { WeightTensor } from '../quantizers/types';
import type { WeightScheme } from './settings';
import { type WeightQuantizer, mean } from './weight-quantizer';

/**
 * Every weight keeps the centroid that it is given before training; the centroids are learned, each by the sum of the
 * gradients of its weights. The latent weights stay as they are. Throws RangeError for a recipe of another quantizer.
 */
export function codebookWeights(
  { recipe, seed }: Extract<WeightScheme, { kind: 'codebook' }>,
  tensor: WeightTensor,
  kernels: Kernels,
): WeightQuantizer {
  if (recipe.quantizer.id !== 'codebook') throw new RangeError('Only a codebook has centroids to learn.');
  const quantizer = quantizerOf('codebook');
  const context = { kernels, seed };
  const state = quantizer.fit(tensor, recipe, context);
  const { codes } = quantizer.encode(tensor, state, recipe, context);
  const values = Float32Array.from(state.centroids ?? []);
  const learned = {
    values,
    gradient: new Float64Array(values.length),
    unit: mean(values.map(Math.abs)),
    floor: -Infinity,
  };
  const seen = (): Float32Array => Float32Array.from(codes, (code) => values[code] ?? 0);
  return {
    learned,
    grid: null,
    quantize: seen,
    gradient: (latent, upstream) => {
      learned.gradient.set(clusterGradients(codes, values.length, upstream));
      return new Float32Array(latent.length);
    },
    made: () => {
      // Learned centroids may have changed places: a state lists them in ascending order.
      const order = Array.from(values.keys()).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
      const places = new Int32Array(order.length);
      order.forEach((centroid, place) => (places[centroid] = place));
      return {
        recipe,
        state: { ...state, centroids: order.map((centroid) => values[centroid] ?? 0) },
        codes: codes.map((code) => places[code] ?? 0),
        values: seen(),
      };
    },
  };
}
