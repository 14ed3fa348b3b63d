import type { LayerWork } from '../../../src/hardware/layer-work';
import type { PolicyScore } from '../../../src/nn/policies/evaluator';

/** What is known of the network under the present recipe on the present images. */
export interface Ground {
  /** Identity of network, recipe of A and images. */
  readonly key: string;
  readonly works: readonly LayerWork[];
  readonly perturbations: readonly (readonly number[])[];
  readonly images: number;
  /** By `policyKey`. */
  readonly scores: ReadonlyMap<string, PolicyScore>;
}
