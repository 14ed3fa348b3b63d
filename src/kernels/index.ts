import { checkedKernels } from './checked';
import { plainComputation } from './plain/computation';
import { createSimdComputation } from './simd/computation';
import { simdIsSupported } from './simd/module';
import type { Kernels } from './types';

export type {
  ClusterSums,
  ErrorSums,
  FloatGrid,
  Kernels,
  MagnitudeRounding,
  Quantized,
  RangeGrid,
  RangeSearch,
  Ranges,
  RowScales,
  RunPrefix,
  ThresholdGrid,
  ThresholdSearch,
} from './types';

/** The kernels in plain TypeScript. */
export const plainKernels: Kernels = checkedKernels(plainComputation);

/**
 * The kernels in WebAssembly SIMD, with a memory of their own. Compiles synchronously: meant for workers and Node.
 * @throws WebAssembly.CompileError where WebAssembly, or its SIMD instructions, cannot be used.
 */
export function createSimdKernels(): Kernels {
  return checkedKernels(createSimdComputation());
}

/** SIMD kernels where they run, else the plain ones, which give the same bits; `kind` says which. */
export function loadKernels({ plain = false }: { readonly plain?: boolean } = {}): Kernels {
  if (plain || !simdIsSupported()) return plainKernels;
  try {
    return createSimdKernels();
  } catch (error) {
    // A security policy without 'wasm-unsafe-eval' shows only now.
    if (error instanceof WebAssembly.CompileError) return plainKernels;
    throw error;
  }
}
