import { equalize } from '../../../model/equalization';
import type { NetworkMethod } from '../layers';

/** Cross-layer equalization (Nagel et al. 2019, section 4.1): the same float network with ranges that are easier to share. */
export const equalizationNetwork: NetworkMethod = function* ({ model }) {
  yield { layer: model.kernels[0]?.info.name ?? '', done: 0, total: 1, iteration: 0, layers: [] };
  const moved = equalize(model);
  return { model: moved, made: moved.kernels.map(() => null), layers: [] };
};
