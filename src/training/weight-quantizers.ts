import type { Kernels } from '../kernels/index';
import type { WeightTensor } from '../quantizers/types';
import { binaryWeights } from './binary-weights';
import { codebookWeights } from './codebook-weights';
import { dorefaWeights } from './dorefa-weights';
import { learnedScale } from './learned-scale';
import type { WeightScheme } from './settings';
import { fixedScale, recipeQuantizer } from './ste-weights';
import { ttqWeights } from './ttq-weights';
import type { WeightQuantizer } from './weight-quantizer';

/** @param tensor the weights before training, which decide frozen and learned scales. */
export function weightQuantizer(scheme: WeightScheme, tensor: WeightTensor, kernels: Kernels): WeightQuantizer {
  switch (scheme.kind) {
    case 'recipe':
      return recipeQuantizer(scheme, tensor, kernels);
    case 'lsq':
      return learnedScale(scheme.recipe, tensor, kernels);
    case 'dorefa':
      return dorefaWeights(scheme, tensor);
    case 'codebook':
      return codebookWeights(scheme, tensor, kernels);
    case 'binary':
      return binaryWeights(scheme, tensor);
    case 'ttq':
      return ttqWeights(scheme.t, tensor.data);
    case 'fixed':
      return fixedScale(scheme);
  }
}
