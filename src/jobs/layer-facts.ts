import { layerWorks } from '../hardware/layer-work';
import type { Kernels } from '../kernels/index';
import type { Model } from '../model/model';
import { quantizeTensor } from '../quantizers/quantize';
import { recipeAt } from '../search/policy';
import type { JobTable } from './catalogue';
import type { LayerFactsJobs } from './search-reports';

const MOST = 8;

interface Resources {
  readonly model: Model | null;
  readonly kernels: Kernels | null;
}

/** What searches need to know of the layers before anything is measured. */
export const layerFactsJobs: JobTable<LayerFactsJobs, Resources> = {
  'layer-facts': function* ({ base }, { model, kernels }) {
    if (model === null || kernels === null) throw new RangeError('No model is loaded in this worker.');
    const works = layerWorks(model);
    const perturbations: number[][] = [];
    for (const { name } of works) {
      const { data, info } = model.kernels.find((one) => one.info.name === name)!;
      const tensor = { data, shape: info.shape, layout: info.layout };
      const row = [0];
      for (let bits = 1; bits <= MOST; bits++) {
        const { values } = quantizeTensor(tensor, recipeAt(base.recipe, bits), { kernels, seed: base.seed });
        row.push(data.reduce((sum, weight, at) => sum + (values[at]! - weight) ** 2, 0));
        yield { done: perturbations.length, total: works.length };
      }
      perturbations.push(row);
    }
    return { works, perturbations };
  },
};
