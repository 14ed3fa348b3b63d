import {
  type KernelFunc,
  backend,
  env,
  getBackend,
  getKernel,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { Heap, type WasmBackend } from './heap';
import type { Kernel } from './kernel';
import { quantizationKernels } from './own-kernels';

/** Null where WebAssembly may be used but no more of it compiled. */
export function heapOrNull(): Heap | null {
  try {
    return new Heap(backend() as unknown as WasmBackend);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}

/** Puts kernels of ours in the place of those of the same names. */
export function replace(kernels: readonly Kernel[]): void {
  for (const { name, run } of kernels) {
    if ((getKernel(name, 'wasm') as object | undefined) !== undefined) unregisterKernel(name, 'wasm');
    registerKernel({ kernelName: name, backendName: 'wasm', kernelFunc: run as unknown as KernelFunc });
  }
}

/** Only the kernel that quantizes and dequantizes: everything else stays as tfjs computes it. `plain`: without it, too. */
export function registerFakeQuantize({ plain }: { readonly plain: boolean }): void {
  if (getBackend() !== 'wasm' || plain || !env().getBool('WASM_HAS_SIMD_SUPPORT')) return;
  const heap = heapOrNull();
  if (heap !== null) replace(quantizationKernels(heap));
}
