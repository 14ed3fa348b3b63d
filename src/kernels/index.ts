import { checkedKernels } from './checked';
import { plainComputation } from './plain/computation';
import type { Kernels } from './types';

export type { ClusterSums, ErrorSums, Kernels, Quantized, Ranges, ThresholdGrid, ThresholdSearch } from './types';

/** The kernels in plain TypeScript. */
export const plainKernels: Kernels = checkedKernels(plainComputation);

/** The fastest kernels that run here. */
export function loadKernels(_options: { plain?: boolean } = {}): Kernels {
  return plainKernels;
}
