import {
  type KernelFunc,
  Mean,
  backend,
  env,
  getBackend,
  getKernel,
  registerGradient,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
// The gradients of the operations of tfjs: its core alone brings none.
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { composedKernels } from './composed-kernels';
import { channelKernels, convolutionKernels } from './convolution-kernels';
import type { Stock } from './kernel';
import { heapOrNull, replace } from './install';
import { matrixKernels } from './matrix-kernels';
import { meanGradient } from './mean';
import { batchNormGradient } from './normalization';
import { activationKernels, normalizationKernels, optimizationKernels, quantizationKernels } from './own-kernels';

/** `own`: kernels of ours; `composed`: slower, of operations of tfjs's WebAssembly; `stock`: those of another backend. */
export type TrainingSupport = 'own' | 'composed' | 'stock';

export interface TrainingOptions {
  /** Do without our own WebAssembly, as where it cannot run. */
  readonly plain?: boolean;
}

let support: TrainingSupport | null = null;

/**
 * Makes gradients work on the running backend, and fast where it is tfjs's WebAssembly with SIMD. To be called once the
 * backend is set, before training; the first call decides, later ones return what it found.
 */
export function registerTrainingKernels({ plain = false }: TrainingOptions = {}): TrainingSupport {
  support ??= register(plain);
  return support;
}

function register(plain: boolean): TrainingSupport {
  if (getBackend() !== 'wasm') return 'stock';
  const heap = plain || !env().getBool('WASM_HAS_SIMD_SUPPORT') ? null : heapOrNull();
  if (heap === null) {
    replace(composedKernels(stock));
    return 'composed';
  }
  replace([
    ...convolutionKernels(heap, stock),
    ...channelKernels(heap, stock),
    ...matrixKernels(heap, stock),
    ...activationKernels(heap),
    ...normalizationKernels(heap),
    ...quantizationKernels(heap),
    ...optimizationKernels(heap),
  ]);
  unregisterGradient(Mean);
  registerGradient(meanGradient);
  registerGradient(batchNormGradient);
  return 'own';
}

const stock: Stock = (name) => {
  const { kernelFunc } = getKernel(name, 'wasm');
  return ({ inputs, attrs }) => kernelFunc({ inputs, attrs, backend: backend() } as Parameters<KernelFunc>[0]);
};
